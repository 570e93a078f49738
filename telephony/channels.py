"""Which Asterisk channel carries which call: kept from the dialplan's announcements and from hang-ups. No I/O."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Container, Mapping
from dataclasses import dataclass
from uuid import UUID

from telephony.user_events import Announced, Joined, News, Role, parse

MAX_CALLS = 10_000


@dataclass(frozen=True, slots=True)
class ChannelHungUp:
    """The channel of `call_id` is gone: the person hung up, or the dialplan ended."""

    call_id: UUID
    role: Role


class Channels:
    """Bounded: the oldest of more than MAX_CALLS calls is forgotten."""

    def __init__(self) -> None:
        self._calls: OrderedDict[UUID, Announced] = OrderedDict()

    def apply(self, name: str, headers: Mapping[str, str]) -> News | ChannelHungUp | None:
        """Take an AMI event (`name`, headers); says what it means for us, None for nothing or for what is not ours."""
        if name == "Hangup":
            return self._hang_up(headers.get("Channel", ""))
        if name != "UserEvent":
            return None
        match parse(headers):
            case Announced() as announced:
                return self._keep(announced)
            case Joined(call_id) if call_id not in self._calls:
                return None
            case news:
                return news

    def find(self, call_id: UUID) -> Announced | None:
        return self._calls.get(call_id)

    def keep_only(self, channels: Container[str]) -> list[ChannelHungUp]:
        """After a lost AMI link: every call whose channel is not among the live `channels` has hung up meanwhile."""
        gone = [c.channel for c in self._calls.values() if c.channel not in channels]
        return [event for event in map(self._hang_up, gone) if event is not None]

    def found(self, call_id: UUID, channel: str, number: str) -> None:
        """A caller of an earlier service is still there."""
        if call_id not in self._calls:
            self._keep(Announced(call_id, "caller", channel, call_id, number=number))

    def _keep(self, announced: Announced) -> Announced:
        self._calls[announced.call_id] = announced
        self._calls.move_to_end(announced.call_id)
        if len(self._calls) > MAX_CALLS:
            self._calls.popitem(last=False)
        return announced

    def _hang_up(self, channel: str) -> ChannelHungUp | None:
        for call_id, call in self._calls.items():
            if call.channel == channel:
                del self._calls[call_id]
                return ChannelHungUp(call_id, call.role)
        return None
