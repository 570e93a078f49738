"""Queries on calls, and on the dialog configurations that they had."""

from __future__ import annotations

from sqlalchemy import select, text, update

from ivr.records.database import Topic, now
from ivr.records.erasing import erase_what_agents_have
from ivr.records.models import CallbackRow, CallRow, ContentVersionRow, JournalRow
from ivr.records.nameless import without_caller

MAX_CALLER = 40
_FIRST_USE = text("INSERT INTO content_versions (version, first_used_at) VALUES (:version, :at) ON CONFLICT DO NOTHING")


class Calls(Topic):
    async def begin_call(self, call_id: str, caller: str = "", version: str = "") -> None:
        """Keep what is known of it already when it came back. `caller` is the number it comes from, `version` its `Flows.version`."""
        async with self._changes.begin() as session:
            if await session.get(CallRow, call_id) is None:
                session.add(CallRow(call_id=call_id, started_at=now(), caller=caller[:MAX_CALLER], version=version))
            if version:
                await session.execute(_FIRST_USE, {"version": version, "at": now()})

    async def end_call(self, call_id: str, outcome: str, intent: str, ticket: str) -> None:
        async with self._changes.begin() as session:
            values = {"ended_at": now(), "outcome": outcome, "intent": intent, "ticket": ticket}
            await session.execute(update(CallRow).where(CallRow.call_id == call_id).values(**values))

    async def forget_caller(self, call_id: str) -> None:
        """The call has become confidential: keep no number that it came from, also not in its journal, nothing that agents were told or
        wrote down; what it promised is not this call's."""
        async with self._changes.begin() as session:
            await session.execute(update(CallRow).where(CallRow.call_id == call_id).values(caller="", confidential=True))
            await erase_what_agents_have(session, [call_id])
            await session.execute(update(CallbackRow).where(CallbackRow.call_id == call_id).values(call_id=""))
            for row in await session.scalars(select(JournalRow).where(JournalRow.call_id == call_id)):
                row.payload = without_caller(row.payload)

    async def call(self, call_id: str) -> CallRow | None:
        async with self._reads() as session:
            return await session.get(CallRow, call_id)

    async def last_call(self, caller: str, since: str) -> CallRow | None:
        """The latest call from that number that began at `since` (as `now()` writes it) or later; one that has no end yet, or was never
        given one because the service was killed, too. None for a number not shown."""
        if not caller:
            return None
        begun = select(CallRow).where(CallRow.caller == caller[:MAX_CALLER], CallRow.started_at >= since)
        async with self._reads() as session:
            return await session.scalar(begun.order_by(CallRow.started_at.desc()).limit(1))

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
