"""Queries that forget: what is old goes, what waits for somebody stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, String, cast, delete, func, select, update

from ivr.records.database import Topic
from ivr.records.erasing import erase_what_agents_have
from ivr.records.models import (
    DROPPED,
    SENT,
    AuditRow,
    Base,
    CallbackAttemptRow,
    CallbackRow,
    CallRow,
    DispositionRow,
    HandoverRow,
    JournalRow,
    LabelRow,
    NoteRow,
    OutboxRow,
    RatingRow,
    SessionRow,
    TicketRow,
)
from ivr.records.nameless import without_number

AT_ONCE = 200
"""Calls in one transaction: nobody who files waits long."""


class Retention(Topic):
    async def old(self, before: str) -> Mapping[str, int]:
        """How many rows of each table are from before that moment (as `now()` writes it), and closed."""
        async with self._reads() as session:
            counts = {"calls": await session.scalar(select(func.count()).where(CallRow.started_at < before)) or 0}
            of_old_calls = JournalRow.call_id.in_(select(CallRow.call_id).where(CallRow.started_at < before))
            counts["journal"] = await session.scalar(select(func.count()).where(of_old_calls)) or 0
            for table, closed in _closed(before).items():
                counts[table.__tablename__] = await session.scalar(select(func.count()).select_from(table).where(closed)) or 0
        return counts

    async def forget(self, before: str) -> None:
        """Delete what `old` counts."""
        while calls := await self._calls(CallRow.started_at < before):
            async with self._changes.begin() as session:
                await erase_what_agents_have(session, calls)
                await session.execute(delete(JournalRow).where(JournalRow.call_id.in_(calls)))
                await session.execute(delete(CallRow).where(CallRow.call_id.in_(calls)))
        for table, closed in _closed(before).items():
            async with self._changes.begin() as session:
                await session.execute(delete(table).where(closed))

    async def callers(self, before: str) -> int:
        """How many calls from before that moment still have their number."""
        async with self._reads() as session:
            return await session.scalar(select(func.count()).where(*_with_number(before))) or 0

    async def forget_callers(self, before: str) -> None:
        """Blank the numbers of those calls, in their journals too, and of call-backs that were over by then; drop what agents were told."""
        while calls := await self._calls(*_with_number(before)):
            async with self._changes.begin() as session:
                for row in await session.scalars(select(JournalRow).where(JournalRow.call_id.in_(calls))):
                    row.payload = without_number(row.payload)
                await session.execute(update(CallRow).where(CallRow.call_id.in_(calls)).values(caller=""))
        told = (HandoverRow.outcome != "", HandoverRow.requested_at < before, cast(HandoverRow.story, String) != "{}")
        kept = (CallbackRow.done_at != "", CallbackRow.done_at < before, CallbackRow.contact != "")
        async with self._changes.begin() as session:
            await session.execute(update(HandoverRow).where(*told).values(story={}))
            await session.execute(update(CallbackRow).where(*kept).values(contact="", message=""))

    async def _calls(self, *which: ColumnElement[bool]) -> Sequence[str]:
        async with self._reads() as session:
            return list(await session.scalars(select(CallRow.call_id).where(*which).order_by(CallRow.started_at).limit(AT_ONCE)))


def _with_number(before: str) -> tuple[ColumnElement[bool], ...]:
    return CallRow.caller != "", CallRow.started_at < before


def _closed(before: str) -> Mapping[type[Base], ColumnElement[bool]]:
    """A ticket goes once nothing waits under its number; a promise to call back once it was kept or given up."""
    gone = OutboxRow.state.in_((SENT, DROPPED)) & (OutboxRow.done_at < before)
    waiting = select(OutboxRow.number).where(~OutboxRow.state.in_((SENT, DROPPED)))
    kept = (CallbackRow.done_at != "") & (CallbackRow.done_at < before)
    return {
        OutboxRow: gone,
        TicketRow: (TicketRow.created_at < before) & TicketRow.number.not_in(waiting),
        RatingRow: RatingRow.rated_at < before,
        CallbackAttemptRow: CallbackAttemptRow.ticket.in_(select(CallbackRow.ticket).where(kept)),
        CallbackRow: kept,
        HandoverRow: (HandoverRow.outcome != "") & (HandoverRow.ended_at < before),
        NoteRow: NoteRow.at < before,
        LabelRow: LabelRow.at < before,
        DispositionRow: DispositionRow.at < before,
        SessionRow: SessionRow.began_at < datetime.fromisoformat(before).timestamp(),
        AuditRow: AuditRow.at < before,
    }
