"""What a queue achieved, from its hand-overs. Pure.

Service level = answered in time / decided, where *decided* are all who entered the queue and were answered, hung up after more than
SHORT_S, went back to Sapa, or have by now waited longer than the level allows. Who hung up at once gave nobody a chance to answer, and is
left out, as is what the service was not there to see; the rest counts against us, also who was offered a call-back instead. It is
Genesys Cloud's formula with flow-outs and without short abandons; the five usual ones are compared by ICMI ("Service Level Calculations").
Abandonment = hung up after more than SHORT_S / the same, without who is still waiting.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime

from ivr.records.models import HandoverRow

SHORT_S = 5.0
"""Who hangs up within it had not begun to wait."""
GOAL = 0.8
"""The 80 of 80/20; the 20 is `QueueSettings.service_level_s`."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of those who entered the queue: each is one of `answered` (of these `in_time`), `abandoned`, `short` (abandoned at once),
    `gave_up` (back to Sapa), `waiting` (of these `overdue`) or `unseen`. `wait_s`: of the answered together; `talk_s`: of the `talked`
    (their conversation is over), together."""

    answered: int = 0
    in_time: int = 0
    abandoned: int = 0
    short: int = 0
    gave_up: int = 0
    waiting: int = 0
    overdue: int = 0
    unseen: int = 0
    talked: int = 0
    wait_s: float = 0.0
    talk_s: float = 0.0

    def __add__(self, other: Figures) -> Figures:
        return Figures(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))

    @property
    def entered(self) -> int:
        return self.answered + self.abandoned + self.short + self.gave_up + self.waiting + self.unseen

    @property
    def service_level(self) -> float | None:
        """0 to 1; None while nothing is decided."""
        return _share(self.in_time, self.answered + self.abandoned + self.gave_up + self.overdue)

    @property
    def abandonment(self) -> float | None:
        """0 to 1; None while nobody has come out of the queue."""
        return _share(self.abandoned, self.answered + self.abandoned + self.gave_up)

    @property
    def mean_wait_s(self) -> float | None:
        """Until somebody answered."""
        return _share(self.wait_s, self.answered)

    @property
    def mean_talk_s(self) -> float | None:
        return _share(self.talk_s, self.talked)


def figures(rows: Iterable[HandoverRow], level_s: float, now: datetime) -> Figures:
    """Of hand-overs through one queue; who was put through past it (an emergency, a call that was taken over) is no part of it."""
    return sum((_one(row, level_s, now) for row in rows if row.entered_at), Figures())


def _one(row: HandoverRow, level_s: float, now: datetime) -> Figures:
    if row.joined_at:
        wait_s = _seconds(row.entered_at, row.joined_at)
        talked = row.ended_at != "" and row.outcome != "lost"
        talk_s = _seconds(row.joined_at, row.ended_at) if talked else 0.0
        return Figures(answered=1, in_time=int(wait_s <= level_s), wait_s=wait_s, talked=int(talked), talk_s=talk_s)
    match row.outcome:
        case "":
            wait_s = (now - datetime.fromisoformat(row.entered_at)).total_seconds()
            return Figures(waiting=1, overdue=int(wait_s > level_s))
        case "abandoned":
            short = _seconds(row.entered_at, row.ended_at) <= SHORT_S
            return Figures(short=int(short), abandoned=int(not short))
        case "gave_up":
            return Figures(gave_up=1)
    return Figures(unseen=1)


def _seconds(since: str, until: str) -> float:
    """Never negative: a clock may have been set back."""
    return max(0.0, (datetime.fromisoformat(until) - datetime.fromisoformat(since)).total_seconds())


def _share(part: float, whole: int) -> float | None:
    return part / whole if whole else None
