"""What the desks are told about calls, agents and queues: plain data, made by those who know it, shown by the console."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dialog.effects import Fact
from telephony.handoff import Stage


class Status(StrEnum):
    """What an agent does, as they have said themselves, and what follows from a call."""

    OUT = "out"
    READY = "ready"
    PAUSED = "paused"
    WRAP_UP = "wrap_up"
    """After a call: writes down what came of it."""


@dataclass(frozen=True, slots=True)
class AgentStanding:
    """`phone` is the agent's PJSIP name (`petugas7`); `reachable`: a phone is registered there; `busy`: it rings or is in a call.
    `until_s` (seconds since 1970): when wrap-up ends by itself, 0 for no such moment."""

    login: str
    name: str
    phone: str
    queues: tuple[str, ...]
    status: Status
    reason: str = ""
    since: str = ""
    until_s: float = 0.0
    reachable: bool = False
    busy: bool = False


@dataclass(frozen=True, slots=True)
class QueueStanding:
    """`ready`: agents who would be rung; `logged_in`: all who are at work; `longest_s`: how long the first in line has waited."""

    name: str
    title: str
    waiting: int
    longest_s: float
    ready: int
    logged_in: int
    open: bool


class Finding(StrEnum):
    """How a caller stands who would like a person."""

    FREE = "free"
    """Somebody is free and would be rung at once."""
    BUSY = "busy"
    FULL = "full"
    NOBODY = "nobody"
    """It is open and nobody is at work."""
    CLOSED = "closed"
    UNKNOWN = "unknown"
    """The PBX cannot be asked."""


@dataclass(frozen=True, slots=True)
class Availability:
    """`position`: the caller's place if they joined now, 1 the first; `wait_s`: about how long (0: not known); `opens`: when the office
    opens next, local time, ISO 8601, where it is closed or nobody is there."""

    finding: Finding
    position: int = 1
    wait_s: int = 0
    opens: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of what was said: `who` is `caller`, `sapa` or `note`."""

    who: str
    text: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class LiveCall:
    """A call that is under way. `place`: `sapa`, `queue`, `agent` or `emergency`; `number` is empty where it is withheld and of a
    confidential call; `stage` where a hand-over is under way."""

    call_id: str
    number: str
    started_at: str
    place: str
    since: str
    intent: str = ""
    queue: str = ""
    agent: str = ""
    stage: Stage | None = None
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """All that a person is told of a caller. `reason` is that of `Transfer`; a confidential call has no number, facts or lines."""

    call_id: str
    handover: int
    """Its row in the records."""
    stage: Stage
    queue: str
    reason: str
    subject: str
    intent: str
    briefing: str
    facts: tuple[Fact, ...]
    verified: tuple[str, ...]
    number: str
    lines: tuple[Line, ...]
    confidential: bool = False
