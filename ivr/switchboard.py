"""What the service knows of the PBX: announced calls, live conversations, and how a call leaves the service."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from uuid import UUID

from dialog.effects import End, Transfer
from telephony.ami.actions import Action, Getvar, Ping, Redirect, Setvar
from telephony.ami.client import AmiClient, AmiRefused, AmiUnavailable
from telephony.channels import ChannelHungUp, Channels
from telephony.user_events import Announced, News, national

ANNOUNCE_S = 1.5
"""The announcement travels by AMI, the media by AudioSocket: either may come first. Asterisk waits 2 s."""
NUDGE_S = 0.3
BACK, DIRECT, AGENT = "sapa-back", "sapa-direct", "sapa-agent"
FIRST = {"emergency": 10, "distress": 5}
"""Who is in danger is first in the queue."""
FAILURES = (AmiUnavailable, AmiRefused, TimeoutError)
log = logging.getLogger(__name__)


class Switchboard:
    """`happened` gets what the dialplan says and which of our channels are gone; `raw` every AMI event; `linked` whether the PBX can be
    asked, with all its live channels (and whether each is joined to another) when it can again."""

    def __init__(
        self,
        happened: Callable[[News | ChannelHungUp], None],
        raw: Callable[[str, Mapping[str, str]], None] = lambda name, headers: None,
        linked: Callable[[Mapping[str, bool] | None], None] = lambda live: None,
    ) -> None:
        self.channels = Channels()
        self._happened, self._raw, self._linked = happened, raw, linked
        self._news = asyncio.Event()
        self._accepted: dict[str, tuple[str, ...]] = {}
        """Of calls that are leaving: what the PBX has been told."""
        self._ami: AmiClient | None = None
        self.live: Mapping[str, bool] = {}
        """The PBX's channels when it was last connected, each with whether it was joined to another."""

    def connect(self, host: str, port: int, user: str, secret: str) -> AmiClient:
        self._ami = AmiClient(host, port, user, secret, on_event=self._event, on_sync=self._sync, on_state=self._state)
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
            with suppress(*FAILURES):
                await self._ami.send(Ping(), NUDGE_S)

    async def admit(self, call_id: UUID) -> bool:
        return await self.announced(call_id) is not None

    async def send(self, action: Action) -> None:
        """Raises AmiUnavailable, AmiRefused, TimeoutError."""
        if self._ami is None:
            raise AmiUnavailable("no AMI connection")
        await self._ami.send(action)

    async def callers(self) -> frozenset[str]:
        """The calls of an earlier service that are still there, each on the channel that it says is its caller's.

        Raises:
            AmiUnavailable, TimeoutError: the PBX cannot be asked.
        """
        found = set[str]()
        for channel in self.live:
            with suppress(AmiRefused):  # gone meanwhile
                if await self._get(channel, "CALLER_CHANNEL") == channel:
                    call_id = await self._get(channel, "CALLER_UUID")
                    self.channels.found(UUID(call_id), channel, national(await self._get(channel, "SAPA_NUMBER")))
                    found.add(call_id)
        return frozenset(found)

    async def accept(self, call_id: str, queue: str, reason: str, *, announced: bool = False, secret: bool = False) -> None:
        """From here on the end of the caller's connection leads to `queue` (empty: the hotline's own), whatever becomes of this service.
        `announced`: before the music the caller hears that they are put through. `secret`: their number is nobody's.

        Raises:
            AmiUnavailable, AmiRefused, TimeoutError: the PBX does not know of it.
        """
        way = (queue, str(FIRST.get(reason, 0)), "sambung" if announced else "tunggu", str(int(secret)))
        if self._accepted.get(call_id) != way:
            self._accepted.pop(call_id, None)
            names = ("SAPA_QUEUE", "SAPA_PRIO", "SAPA_MUSIC", "SAPA_SECRET")
            await self._set(call_id, **dict(zip(names, way, strict=True)), SAPA_RESULT="transfer")
            self._accepted[call_id] = way

    async def leave(self, call_id: str, effect: Transfer | End, *, secret: bool = False) -> None:
        """Say what comes next before the media connection closes. Without AMI nothing is said, and the dialplan's own rule for a
        service that vanished applies: a person."""
        try:
            match effect:
                case End():
                    await self._set(call_id, SAPA_RESULT="done")
                case Transfer(number=""):
                    await self.accept(call_id, effect.queue, effect.reason, announced=bool(effect.announced), secret=secret)
                    self._accepted.pop(call_id)
                case Transfer():
                    await self._set(call_id, SAPA_EMERGENCY=effect.number, SAPA_SECRET=str(int(secret)), SAPA_RESULT="emergency")
        except FAILURES as error:
            log.error("call %s: the PBX could not be told (%s); its end is left to the dialplan", call_id, error or "no answer")

    async def declined(self, channel: str) -> None:
        """The agent on `channel` will not have the caller, who stays in the queue. Raises AmiUnavailable, AmiRefused, TimeoutError."""
        await self.send(Setvar(channel, "SAPA_BRIEFING", "declined"))

    async def stop_ringing(self, leg: str) -> None:
        """The agent whom `leg` rings will not have the caller. Raises AmiUnavailable, AmiRefused, TimeoutError."""
        await self.send(Redirect(leg, AGENT, "declined"))

    async def send_back(self, call_id: str, intent: str) -> None:
        """Take the caller from the agent and return them to the service. Raises AmiUnavailable, AmiRefused, TimeoutError."""
        await self.redirect(self._channel(call_id), BACK, SAPA_INTENT=intent)

    async def take_over(self, call_id: str, phone: str, *, secret: bool = False) -> None:
        """Take the caller from the service and ring `phone` (`petugas7`). Raises AmiUnavailable, AmiRefused, TimeoutError."""
        await self.redirect(self._channel(call_id), DIRECT, SAPA_AGENT=phone, SAPA_SECRET=str(int(secret)), SAPA_RESULT="transfer")

    async def redirect(self, channel: str, context: str, **values: str) -> None:
        """Move a channel to where the dialplan goes on, with variables. Raises AmiUnavailable, AmiRefused, TimeoutError."""
        for name, value in values.items():
            await self.send(Setvar(channel, name, value))
        await self.send(Redirect(channel, context))

    async def _get(self, channel: str, variable: str) -> str:
        if self._ami is None:
            raise AmiUnavailable("no AMI connection")
        return str((await self._ami.send(Getvar(channel, variable))).keys.get("Value", ""))

    async def _set(self, call_id: str, **values: str) -> None:
        channel = self._channel(call_id)
        for name, value in values.items():
            await self.send(Setvar(channel, name, value))

    def _channel(self, call_id: str) -> str:
        call = self.channels.find(UUID(call_id))
        if call is None:
            raise AmiUnavailable("no channel known")
        return call.channel

    def _event(self, name: str, headers: dict[str, str]) -> None:
        self._raw(name, headers)
        news = self.channels.apply(name, headers)
        if isinstance(news, Announced):
            self._news.set()
        if isinstance(news, ChannelHungUp):
            self._accepted.pop(str(news.call_id), None)
        if news is not None:
            self._happened(news)

    def _sync(self, live: Mapping[str, bool]) -> None:
        self.live = live
        for gone in self.channels.keep_only(live):
            self._happened(gone)

    def _state(self, connected: bool) -> None:
        self._linked(self.live if connected else None)
