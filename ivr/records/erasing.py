"""What is taken out of the records of some calls: whom they came from, or all that was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, Select, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from ivr.records.database import Topic
from ivr.records.models import (
    CallbackAttemptRow,
    CallbackRow,
    CallRow,
    HandoverRow,
    JournalRow,
    LabelRow,
    NoteRow,
    OutboxRow,
    TicketRow,
)


async def erase_what_agents_have(session: AsyncSession, calls: Sequence[str]) -> None:
    """The stories they were told of those calls, their notes and labels; that a hand-over was, and how it ended, stays."""
    await session.execute(update(HandoverRow).where(HandoverRow.call_id.in_(calls)).values(story={}))
    for table in (NoteRow, LabelRow):
        await session.execute(delete(table).where(table.call_id.in_(calls)))


def _calls_of(number: str) -> Select[str]:
    """Calls from it, and those in which it was given to be called back."""
    gave = select(CallbackRow.call_id).where(CallbackRow.contact == number)
    return select(CallRow.call_id).where(or_(CallRow.caller == number, CallRow.call_id.in_(gave)))


class Erasing(Topic):
    """The wish of a person to be forgotten. Confidential calls are nobody's already."""

    async def of_number(self, number: str) -> Mapping[str, int]:
        """How much is kept of who calls from that number, or is to be called there: calls, what agents wrote down, promises (also open
        ones); and `outbox`, what they filed that still waits for its system, which `forget_number` leaves."""
        async with self._reads() as session:
            calls = list(await session.scalars(_calls_of(number)))
        tickets = select(TicketRow.number).where(TicketRow.call_id.in_(calls))
        counted: Mapping[str, ColumnElement[bool]] = {
            "calls": CallRow.call_id.in_(calls),
            "journal": JournalRow.call_id.in_(calls),
            "handovers": HandoverRow.call_id.in_(calls),
            "notes": NoteRow.call_id.in_(calls),
            "callbacks": CallbackRow.contact == number,
            "outbox": OutboxRow.number.in_(tickets) & (OutboxRow.done_at == ""),
        }
        async with self._reads() as session:
            return {name: await session.scalar(select(func.count()).where(which)) or 0 for name, which in counted.items()}

    async def forget_number(self, number: str) -> None:
        """Of those calls only when they were, about which service and how they ended stays, and nothing that leads to the person."""
        async with self._changes.begin() as session:
            calls = list(await session.scalars(_calls_of(number)))
            await erase_what_agents_have(session, calls)
            await session.execute(delete(JournalRow).where(JournalRow.call_id.in_(calls)))
            await session.execute(update(CallRow).where(CallRow.call_id.in_(calls)).values(caller="", ticket=""))
            promised = select(CallbackRow.ticket).where(CallbackRow.contact == number)
            await session.execute(delete(CallbackAttemptRow).where(CallbackAttemptRow.ticket.in_(promised)))
            await session.execute(delete(CallbackRow).where(CallbackRow.contact == number))
