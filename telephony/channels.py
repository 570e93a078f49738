"""Which Asterisk channel carries which call: kept from the dialplan's announcements and from hang-ups. No I/O."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

MAX_CALLS = 10_000
Role = Literal["caller", "briefing"]


@dataclass(frozen=True, slots=True)
class Announced:
    """Our dialplan is about to connect `call_id`. A briefing names the caller's call; `returned`: nobody in the queue answered."""

    call_id: UUID
    role: Role
    channel: str
    caller_id: UUID
    returned: bool = False
    number: str = ""
    """Whom the caller calls from: digits with a leading 0; empty where it is withheld, foreign or no number."""


@dataclass(frozen=True, slots=True)
class ChannelHungUp:
    """The channel of `call_id` is gone: the person hung up, or the dialplan ended."""

    call_id: UUID
    role: Role


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody outside, an emergency service, has answered the caller of `call_id`."""

    call_id: UUID


def national(number: str) -> str:
    """A telephone number as people in Indonesia write it, `081234567890`, of what a trunk sends for it (`+62 812-3456-7890`,
    `6281234567890`); empty for what is none: `anonymous`, an extension, a number abroad."""
    digits = re.sub(r"^(\+|00)?62(?=[1-9])", "0", re.sub(r"[ ().-]", "", number))
    return digits if re.fullmatch(r"0[1-9][0-9]{6,12}", digits) else ""


class Channels:
    """Bounded: the oldest of more than MAX_CALLS calls is forgotten."""

    def __init__(self) -> None:
        self._calls: OrderedDict[UUID, Announced] = OrderedDict()

    def apply(self, name: str, headers: Mapping[str, str]) -> Announced | Joined | ChannelHungUp | None:
        """Take an AMI event (`name`, headers); says what it means for us, None for nothing or for what is not ours."""
        if name == "UserEvent" and headers.get("UserEvent") == "SapaCall":
            return self._announce(headers)
        if name == "UserEvent" and headers.get("UserEvent") == "SapaJoined":
            return self._join(headers)
        if name == "Hangup":
            return self._hang_up(headers.get("Channel", ""))
        return None

    def find(self, call_id: UUID) -> Announced | None:
        return self._calls.get(call_id)

    def keep_only(self, channels: frozenset[str]) -> list[ChannelHungUp]:
        """After a lost AMI link: every call whose channel is not among the live `channels` has hung up meanwhile."""
        gone = [c.channel for c in self._calls.values() if c.channel not in channels]
        return [event for event in map(self._hang_up, gone) if event is not None]

    def _announce(self, headers: Mapping[str, str]) -> Announced | None:
        role: Role = "briefing" if headers.get("Role") == "briefing" else "caller"
        try:
            call_id = UUID(headers.get("CallId", ""))
            caller_id = UUID(headers["CallerId"]) if role == "briefing" else call_id
        except (ValueError, KeyError):
            return None
        returned, number = headers.get("Return") == "1", national(headers.get("Caller", ""))
        announced = Announced(call_id, role, headers.get("Channel", ""), caller_id, returned, number)
        self._calls[call_id] = announced
        self._calls.move_to_end(call_id)
        if len(self._calls) > MAX_CALLS:
            self._calls.popitem(last=False)
        return announced

    def _join(self, headers: Mapping[str, str]) -> Joined | None:
        try:
            call_id = UUID(headers.get("CallId", ""))
        except ValueError:
            return None
        return Joined(call_id) if call_id in self._calls else None

    def _hang_up(self, channel: str) -> ChannelHungUp | None:
        for call_id, call in self._calls.items():
            if call.channel == channel:
                del self._calls[call_id]
                return ChannelHungUp(call_id, call.role)
        return None
