"""The queues as Asterisk has them: members, who waits, how long calls take; kept from its events. No I/O.

Told from the start by the answer to `QueueStatus`, which replaces everything at once when it is complete; kept by events from then on.
Names of events and headers are those that Asterisk 22.10 was recorded to send.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

MISSED = "Auto-Pause"
"""The reason that Asterisk itself gives when it pauses a member who let the phone ring in vain."""
UNKNOWN, NOT_IN_USE, INVALID, UNAVAILABLE = 0, 1, 4, 5
"""Some of Asterisk's device states."""
USUAL_TALK_S = 180.0
"""How long a conversation takes while none has been seen."""
RECENT = 20
MEMBER_EVENTS = ("QueueMemberAdded", "QueueMemberStatus", "QueueMemberPause", "QueueMemberPenalty", "QueueMemberRinginuse")


@dataclass(frozen=True, slots=True)
class Member:
    """One telephone in one queue. `dynamic`: added over AMI, not by the configuration; `added_at`, `paused_at`: when it was added and last
    paused, seconds since 1970; `status`: Asterisk's device state."""

    queue: str
    interface: str
    name: str
    state_interface: str
    penalty: int = 0
    dynamic: bool = True
    paused: bool = False
    reason: str = ""
    added_at: float = 0.0
    paused_at: float = 0.0
    status: int = UNAVAILABLE
    in_call: bool = False

    @property
    def reachable(self) -> bool:
        """As app_queue sees it, which rings a telephone of unknown state."""
        return self.status not in (INVALID, UNAVAILABLE)

    @property
    def free(self) -> bool:
        """Would be rung for the next call."""
        return self.status in (UNKNOWN, NOT_IN_USE) and not self.paused and not self.in_call


@dataclass(slots=True)
class _Waiting:
    since_s: float
    called: set[str] = field(default_factory=set)
    """Telephones that ring for them, or are briefed."""


@dataclass(slots=True)
class _Picture:
    members: dict[tuple[str, str], Member] = field(default_factory=dict)
    entries: dict[str, dict[str, _Waiting]] = field(default_factory=dict)
    """By queue, by the caller's unique id."""
    talk_s: dict[str, float] = field(default_factory=dict)
    """Asterisk's own running mean, 0 for none."""

    def apply(self, name: str, headers: Mapping[str, str], now_s: float) -> bool:
        queue, caller = headers.get("Queue", ""), headers.get("Uniqueid", "")
        if name in MEMBER_EVENTS or name == "QueueMember":
            member = _member(headers)
            changed = self.members.get((queue, member.interface)) != member
            self.members[queue, member.interface] = member
            return changed
        match name:
            case "QueueMemberRemoved":
                return self.members.pop((queue, headers.get("Interface", "")), None) is not None
            case "QueueCallerJoin" | "QueueEntry":
                self.entries.setdefault(queue, {})[caller] = _Waiting(now_s - _number(headers.get("Wait")))
                return True
            case "AgentCalled" | "AgentRingNoAnswer" if caller in self.entries.get(queue, {}):
                called = self.entries[queue][caller].called
                (called.add if name == "AgentCalled" else called.discard)(headers.get("Interface", ""))
                return True
            case "QueueCallerLeave" | "QueueCallerAbandon":
                return self.entries.get(queue, {}).pop(caller, None) is not None
            case "QueueParams":
                self.talk_s[queue] = _number(headers.get("TalkTime"))
                return True
        return False


class Queues:
    """`known`: it is told what Asterisk has; not so before the first listing, and while the link is lost."""

    def __init__(self) -> None:
        self.known = False
        self._now = _Picture()
        self._next: _Picture | None = None
        self._talks: dict[str, deque[float]] = {}

    def begin(self) -> None:
        """A listing has been asked for. What was known stays until it is complete."""
        self._next = _Picture()

    def lose(self) -> None:
        """The link is lost: what is known may no longer be so."""
        self.known, self._next = False, None

    def event(self, name: str, headers: Mapping[str, str], now_s: float) -> bool:
        """Take one AMI event at `now_s` (seconds, of any clock that the caller goes by); says whether anything is different now."""
        if name == "QueueStatusComplete" and self._next is not None:
            self._now, self._next, self.known = self._next, None, True
            return True
        if name == "AgentComplete":
            self._talks.setdefault(headers.get("Queue", ""), deque(maxlen=RECENT)).append(_number(headers.get("TalkTime")))
            return True
        listed = name in ("QueueParams", "QueueMember", "QueueEntry")
        if self._next is not None:
            self._next.apply(name, headers, now_s)  # also what happens while the list is told
        return not listed and self._now.apply(name, headers, now_s)

    def members(self, queue: str) -> tuple[Member, ...]:
        return tuple(member for member in self._now.members.values() if member.queue == queue)

    def all_members(self) -> tuple[Member, ...]:
        return tuple(self._now.members.values())

    def assume(self, member: Member) -> None:
        """Asterisk has accepted it; the event that says so may still be on its way."""
        self._now.members[member.queue, member.interface] = member

    def drop(self, queue: str, interface: str) -> None:
        self._now.members.pop((queue, interface), None)

    def waiting(self, queue: str) -> int:
        return len(self._now.entries.get(queue, {}))

    def unattended(self, queue: str) -> int:
        """Those of them for whom no telephone rings."""
        return sum(not waiting.called for waiting in self._now.entries.get(queue, {}).values())

    def longest_s(self, queue: str, now_s: float) -> float:
        """How long the one has waited who waits longest; 0 where nobody does."""
        since = (waiting.since_s for waiting in self._now.entries.get(queue, {}).values())
        return max(0.0, now_s - min(since, default=now_s))

    def talk_s(self, queue: str) -> float:
        """How long a conversation takes: the mean of the last ones seen, else Asterisk's own mean, else what is usual."""
        talks = self._talks.get(queue)
        return sum(talks) / len(talks) if talks else self._now.talk_s.get(queue, 0.0) or USUAL_TALK_S


def estimate(position: int, agents: int, talk_s: float) -> int:
    """About how long the caller at `position` (1 the first) waits while `agents` are all in conversations of `talk_s` on average: seconds,
    rounded up as people say it, to half minutes, from five minutes on to whole ones; 0: not known, as nobody is at work.

    Somebody becomes free every `talk_s / agents`, and the caller's turn is at the `position`-th time: the queue-length estimator, in use
    everywhere (R. Ibrahim, W. Whitt: Real-time delay estimation based on delay history, M&SOM 11(3), 2009).
    """
    if agents <= 0:
        return 0
    wait_s = position * talk_s / agents
    step_s = 30 if wait_s <= 300 else 60
    return max(step_s, math.ceil(wait_s / step_s) * step_s)


def _member(headers: Mapping[str, str]) -> Member:
    return Member(
        queue=headers.get("Queue", ""),
        interface=headers.get("Interface") or headers.get("Location", ""),  # a listing has other names for two of them
        name=headers.get("MemberName") or headers.get("Name", ""),
        state_interface=headers.get("StateInterface", ""),
        penalty=int(_number(headers.get("Penalty"))),
        dynamic=headers.get("Membership") == "dynamic",
        paused=headers.get("Paused") == "1",
        reason=headers.get("PausedReason", ""),
        added_at=_number(headers.get("LoginTime")),
        paused_at=_number(headers.get("LastPause")),
        status=int(_number(headers.get("Status"))),
        in_call=headers.get("InCall") == "1",
    )


def _number(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0
