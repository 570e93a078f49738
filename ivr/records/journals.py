"""Queries on journals."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from ivr.records.database import Topic
from ivr.records.models import JournalRow


class Journals(Topic):
    async def append(self, rows: Sequence[JournalRow]) -> None:
        """All or none."""
        async with self._changes.begin() as session:
            session.add_all(rows)

    async def journal(self, call_id: str) -> list[JournalRow]:
        """Every row of one call, in order."""
        async with self._reads() as session:
            return list(await session.scalars(select(JournalRow).where(JournalRow.call_id == call_id).order_by(JournalRow.number)))

    async def next_number(self, call_id: str) -> int:
        """Where a call that came back goes on in its journal."""
        rows = await self.journal(call_id)
        return rows[-1].number + 1 if rows else 0
