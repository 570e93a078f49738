"""What the service knows of the PBX: announced calls, live conversations, and how a call leaves the service."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

from dialog.effects import End, Transfer
from telephony.ami.actions import Ping, Redirect, Setvar
from telephony.ami.client import AmiClient, AmiRefused, AmiUnavailable
from telephony.channels import ChannelHungUp, Channels
from telephony.user_events import Announced, Joined

ANNOUNCE_S = 1.5
"""The announcement travels by AMI, the media by AudioSocket: either may come first. Asterisk waits 2 s."""
NUDGE_S = 0.3
HANDOVER, EMERGENCY = "sapa-handover", "sapa-emergency"
log = logging.getLogger(__name__)


class Switchboard:
    """`hung_up` is called when a channel of ours is gone, `joined` when an emergency service has answered."""

    def __init__(self, hung_up: Callable[[ChannelHungUp], None], joined: Callable[[Joined], None] = lambda joined: None) -> None:
        self.channels = Channels()
        self._hung_up, self._joined = hung_up, joined
        self._news = asyncio.Event()
        self._ami: AmiClient | None = None

    def connect(self, host: str, port: int, user: str, secret: str) -> AmiClient:
        self._ami = AmiClient(host, port, user, secret, on_event=self._event, on_sync=self._sync)
        return self._ami

    async def announced(self, call_id: UUID) -> Announced | None:
        """Our dialplan's announcement of `call_id`; None when it does not come in time, not even after the PBX was asked for a sign
        of life, which makes it send what it still holds."""
        for _ in range(2):
            try:
                async with asyncio.timeout(ANNOUNCE_S / 2):
                    while self.channels.find(call_id) is None:
                        self._news.clear()
                        await self._news.wait()
            except TimeoutError:
                await self._nudge()
            if (call := self.channels.find(call_id)) is not None:
                return call
        return None

    async def _nudge(self) -> None:
        if self._ami is not None:
            with suppress(AmiUnavailable, AmiRefused, TimeoutError):
                await self._ami.send(Ping(), NUDGE_S)

    async def admit(self, call_id: UUID) -> bool:
        return await self.announced(call_id) is not None

    async def leave(self, call_id: str, effect: Transfer | End) -> None:
        """Say what comes next before the media connection closes. Without AMI nothing is said, and the dialplan's own rule for a
        service that vanished applies: a person."""
        call = self.channels.find(UUID(call_id))
        if call is None or self._ami is None:
            log.error("call %s: no channel known; its end is left to the dialplan", call_id)
            return
        try:
            match effect:
                case End():
                    await self._ami.send(Setvar(call.channel, "SAPA_RESULT", "done"))
                case Transfer(number=""):
                    await self._ami.send(Setvar(call.channel, "SAPA_RESULT", "transfer"))
                    await self._ami.send(Redirect(call.channel, HANDOVER))
                case Transfer():
                    await self._ami.send(Setvar(call.channel, "SAPA_EMERGENCY", effect.number))
                    await self._ami.send(Setvar(call.channel, "SAPA_RESULT", "emergency"))
                    await self._ami.send(Redirect(call.channel, EMERGENCY))
        except (AmiUnavailable, AmiRefused, TimeoutError) as error:
            log.error("call %s: the PBX could not be told (%s); its end is left to the dialplan", call_id, error or "no answer")

    def _event(self, name: str, headers: dict[str, str]) -> None:
        match self.channels.apply(name, headers):
            case Announced():
                self._news.set()
            case Joined() as joined:
                self._joined(joined)
            case ChannelHungUp() as gone:
                self._hung_up(gone)
            case _:
                pass

    def _sync(self, live: frozenset[str]) -> None:
        for gone in self.channels.keep_only(live):
            self._hung_up(gone)
