"""Callers who wait in a queue for whom nobody will come: all are on a break, out of reach, or have declined this caller. They come back to
the service, which offers what remains. (Asterisk cannot tell: a pause to write something down is no break, and a page that is loaded anew
takes its telephone away for a second.)"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from telephony.ami.actions import Action, QueueWithdraw
from telephony.ami.client import AmiRefused, AmiUnavailable
from telephony.user_events import EnteredQueue, RangInVain, Ringing, parse

LOOK_S = 1.0
GRACE_S = 10.0
"""How long nobody must have been there."""
MOST = 1000
"""Callers of whom it is known who has declined them."""
NO = ("DECLINED", "HUNGUP")
"""What an agent's leg ends with who will not be rung again for this caller."""
log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Wait:
    queue: str
    ringing: set[str] = field(default_factory=set)
    hopeless_since_s: float | None = None


class Stranded:
    """`working(queue)`: the telephones (`petugas7`) of those who take its calls, now or as soon as the present one is written down; None
    while that is not known. `run()` works until it is cancelled."""

    def __init__(self, working: Callable[[str], frozenset[str] | None]) -> None:
        self._working = working
        self._waits: dict[str, _Wait] = {}
        """By the caller's channel: as many as there are callers in queues."""
        self._channels: dict[UUID, str] = {}
        self._declined: dict[str, set[str]] = {}
        """By the caller's channel: who will not be rung again for them, as long as they are on the line."""
        self._send: Callable[[Action], Awaitable[object]] | None = None
        self._somebody = asyncio.Event()

    def link(self, send: Callable[[Action], Awaitable[object]] | None) -> None:
        """The PBX is there, and tells anew who waits; or it is lost (None). Who has declined whom is not told again, and is kept."""
        self._send = send
        self._waits.clear()

    def event(self, name: str, headers: Mapping[str, str]) -> None:
        """Every AMI event."""
        channel = headers.get("Channel", "")
        if name in ("QueueCallerJoin", "QueueEntry"):
            self._waits.setdefault(channel, _Wait(headers.get("Queue", "")))
            self._somebody.set()
        elif name in ("QueueCallerLeave", "QueueCallerAbandon"):
            self._waits.pop(channel, None)
        elif name == "Hangup" and channel in self._channels.values():
            self._waits.pop(channel, None)
            self._forget(channel)
        elif name == "UserEvent":
            self._told(channel, headers)

    def hopeless(self, now_s: float) -> list[QueueWithdraw]:
        """Whom to take out now, a second time only when the first has had no effect for as long as that."""
        found = []
        for channel, wait in self._waits.items():
            working = self._working(wait.queue)
            if working is None or wait.ringing or working - self._declined.get(channel, set()):
                wait.hopeless_since_s = None
            elif wait.hopeless_since_s is None:
                wait.hopeless_since_s = now_s
            elif now_s - wait.hopeless_since_s >= GRACE_S:
                wait.hopeless_since_s = now_s
                found.append(QueueWithdraw(wait.queue, channel))
        return found

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            self._somebody.clear()
            if not self._waits:
                await self._somebody.wait()
            await asyncio.sleep(LOOK_S)
            for action in self.hopeless(loop.time()):
                await self._withdraw(action)

    async def _withdraw(self, action: QueueWithdraw) -> None:
        if self._send is None:
            return
        try:
            await self._send(action)
        except (AmiRefused, AmiUnavailable, TimeoutError) as error:
            log.warning("queue %s: a caller for whom nobody comes could not be taken out (%s)", action.queue, type(error).__name__)

    def _told(self, channel: str, headers: Mapping[str, str]) -> None:
        match parse(headers):
            case EnteredQueue(call_id):
                self._entered(call_id, channel)
            case Ringing(call_id, agent) if wait := self._of(call_id):
                wait.ringing.add(agent)
            case RangInVain(call_id, agent, status) if wait := self._of(call_id):
                wait.ringing.discard(agent)
                if status in NO:
                    self._declined.setdefault(self._channels[call_id], set()).add(agent)
            case _:
                pass

    def _entered(self, call_id: UUID, channel: str) -> None:
        """A PBX that was started anew gives the names of its channels again: then it is somebody else."""
        if self._channels.get(call_id) != channel:
            self._forget(channel)
            self._channels[call_id] = channel
        if len(self._channels) > MOST:
            self._forget(next(iter(self._channels.values())))  # hung up while the PBX could not be heard

    def _forget(self, channel: str) -> None:
        self._declined.pop(channel, None)
        self._channels = {call_id: at for call_id, at in self._channels.items() if at != channel}

    def _of(self, call_id: UUID) -> _Wait | None:
        return self._waits.get(self._channels.get(call_id, ""))
