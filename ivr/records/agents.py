"""Queries on what agents do, which outlasts service and PBX."""

from __future__ import annotations

from sqlalchemy import select

from ivr.records.database import Topic, now
from ivr.records.models import AgentRow

MAX_REASON = 80


class AgentRecords(Topic):
    async def keep_agent(self, login: str, status: str, reason: str = "", until_s: float = 0.0) -> AgentRow:
        """`status` is a `Status` of `ivr.standing`. `since` stays while status and reason do."""
        reason = reason[:MAX_REASON]
        async with self._changes.begin() as session:
            row = await session.get(AgentRow, login, with_for_update=True)
            if row is None:
                row = AgentRow(login=login, status="", since="")
                session.add(row)
            if (row.status, row.reason) != (status, reason):
                row.status, row.reason, row.since = status, reason, now()
            row.until_s = until_s
        return row

    async def agents(self) -> list[AgentRow]:
        """By login."""
        async with self._reads() as session:
            return list(await session.scalars(select(AgentRow).order_by(AgentRow.login)))
