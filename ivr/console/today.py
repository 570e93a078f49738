"""What the queues have achieved today, kept up as hand-overs end: a busy day has thousands, and calls are carried by the same thread."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from datetime import date

from ivr.console.figures import Figures, figures
from ivr.console.parts import Parts
from ivr.records.models import HandoverRow

AT_ONCE = 100
"""Rows that are read before others get a turn."""


class Today:
    """The day is that of `parts.now()`; it begins anew at midnight, with who waits since yesterday left out of its figures."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._one_at_a_time = asyncio.Lock()
        self._begin(parts.now().date())

    async def look(self) -> tuple[Mapping[str, Figures], Mapping[str, str]]:
        """Figures by queue; and by call, since when those who are under way have been in their queue."""
        async with self._one_at_a_time:
            await self._catch_up()
            now, levels = self._parts.now(), self._levels()
            by_queue = {
                name: self._over.get(name, Figures()) + figures((row for row in self._open if row.queue == name), level_s, now)
                for name, level_s in levels.items()
            }
            return by_queue, {row.call_id: row.entered_at for row in self._open if row.entered_at}

    def _begin(self, day: date) -> None:
        self._day, self._last = day, 0
        self._over: dict[str, Figures] = {}
        self._open: list[HandoverRow] = []

    async def _catch_up(self) -> None:
        records, day = self._parts.records, self._parts.now().date()
        if day != self._day:
            self._begin(day)
        if known := [row.id for row in self._open]:
            again = await records.handovers_by_id(known)
            self._open = []
            self._take(again)
        while rows := await records.handovers_after(self._last, day.isoformat(), AT_ONCE):
            self._take(rows)
            self._last = rows[-1].id

    def _take(self, rows: Iterable[HandoverRow]) -> None:
        now, levels = self._parts.now(), self._levels()
        for row in rows:
            if not row.outcome:
                self._open.append(row)
            elif row.queue in levels:
                self._over[row.queue] = self._over.get(row.queue, Figures()) + figures([row], levels[row.queue], now)

    def _levels(self) -> Mapping[str, float]:
        return {name: queue.service_level_s for name, queue in self._parts.floor().queues.items()}
