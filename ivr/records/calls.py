"""Queries on calls, and on the dialog configurations that they had."""

from __future__ import annotations

from sqlalchemy import select, update

from ivr.records.database import Topic, now
from ivr.records.models import CallRow, ContentVersionRow

MAX_CALLER = 40


class Calls(Topic):
    async def begin_call(self, call_id: str, caller: str = "", version: str = "") -> None:
        """Keep what is known of it already when it came back. `caller` is the number it comes from, `version` its `Flows.version`."""
        async with self._changes.begin() as session:
            if await session.get(CallRow, call_id) is None:
                session.add(CallRow(call_id=call_id, started_at=now(), caller=caller[:MAX_CALLER], version=version))
            if version and await session.get(ContentVersionRow, version) is None:
                session.add(ContentVersionRow(version=version, first_used_at=now()))

    async def end_call(self, call_id: str, outcome: str, intent: str, ticket: str) -> None:
        async with self._changes.begin() as session:
            values = {"ended_at": now(), "outcome": outcome, "intent": intent, "ticket": ticket}
            await session.execute(update(CallRow).where(CallRow.call_id == call_id).values(**values))

    async def forget_caller(self, call_id: str) -> None:
        """The call has become confidential: keep no number that it came from."""
        async with self._changes.begin() as session:
            await session.execute(update(CallRow).where(CallRow.call_id == call_id).values(caller=""))

    async def call(self, call_id: str) -> CallRow | None:
        async with self._reads() as session:
            return await session.get(CallRow, call_id)

    async def last_call(self, caller: str, since: str) -> CallRow | None:
        """The latest call from that number that ended at `since` (as `now()` writes it) or later. None for a number not shown."""
        if not caller:
            return None
        ended = select(CallRow).where(CallRow.caller == caller[:MAX_CALLER], CallRow.ended_at >= since, CallRow.ended_at != "")
        async with self._reads() as session:
            return await session.scalar(ended.order_by(CallRow.ended_at.desc()).limit(1))

    async def calls_between(self, since: str = "", until: str = "") -> list[CallRow]:
        """Calls that began in that time, oldest first. Both are dates or moments as `now()` writes them, or how such a one begins
        (`2026-11`); `until` is part of it; empty: no bound."""
        begun = select(CallRow).where(CallRow.started_at >= since).order_by(CallRow.started_at, CallRow.call_id)
        async with self._reads() as session:
            return list(await session.scalars(begun.where(CallRow.started_at < until + "~") if until else begun))

    async def latest_calls(self, count: int) -> list[CallRow]:
        async with self._reads() as session:
            return list(await session.scalars(select(CallRow).order_by(CallRow.started_at.desc()).limit(count)))

    async def content_versions(self) -> list[ContentVersionRow]:
        """Which dialog configuration was live from when, oldest first."""
        async with self._reads() as session:
            return list(await session.scalars(select(ContentVersionRow).order_by(ContentVersionRow.first_used_at)))
