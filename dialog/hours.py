"""When an office is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time


@dataclass(frozen=True, slots=True)
class Hours:
    """`week`: Monday is 0; each day's times from (included) and to (not included), in local time. `closed` are days off."""

    week: Mapping[int, tuple[tuple[time, time], ...]] = field(default_factory=dict)
    closed: frozenset[date] = frozenset()

    def open_at(self, now: datetime) -> bool:
        if now.date() in self.closed:
            return False
        return any(start <= now.time() < end for start, end in self.week.get(now.weekday(), ()))
