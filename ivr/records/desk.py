"""Queries on what agents write down: notes, labels on what was misunderstood, what came of a call."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from ivr.records.database import RecordsError, Topic, now, plain
from ivr.records.models import CallRow, DispositionRow, LabelRow, NoteRow

MAX_NOTE, MAX_INTENT, MAX_CODE = 4000, 80, 40


class Desk(Topic):
    async def add_note(self, call_id: str, login: str, text: str) -> NoteRow:
        """One more note, beside what is there. Raises RecordsError: the call is confidential, or the note is empty."""
        if not (written := plain(text.strip(), MAX_NOTE)):
            raise RecordsError("a note cannot be empty")
        async with self._changes.begin() as session:
            await _refuse_confidential(session, call_id)
            row = NoteRow(call_id=call_id, login=login, at=now(), text=written)
            session.add(row)
        return row

    async def keep_note(self, call_id: str, login: str, text: str) -> None:
        """What this agent has to say about that call, as it stands now: it takes the place of what they said before; empty: nothing.

        Raises:
            RecordsError: the call is confidential.
        """
        written = plain(text.strip(), MAX_NOTE)
        async with self._changes.begin() as session:
            await _refuse_confidential(session, call_id)
            theirs = select(NoteRow).where(NoteRow.call_id == call_id, NoteRow.login == login).order_by(NoteRow.id.desc()).limit(1)
            row = await session.scalar(theirs.with_for_update())
            if row is not None and not written:
                await session.delete(row)
            elif row is not None:
                row.text, row.at = written, now()
            elif written:
                session.add(NoteRow(call_id=call_id, login=login, at=now(), text=written))

    async def notes(self, call_id: str) -> list[NoteRow]:
        """Oldest first."""
        async with self._reads() as session:
            return list(await session.scalars(select(NoteRow).where(NoteRow.call_id == call_id).order_by(NoteRow.id)))

    async def label(self, call_id: str, wrong: str, right: str, login: str) -> None:
        """Sapa took the caller to mean `wrong`; they meant `right` (empty: not said). A later label of the same call and intent takes the
        place of the earlier.

        Raises:
            RecordsError: the call is confidential.
        """
        async with self._changes.begin() as session:
            await _refuse_confidential(session, call_id)
            row = LabelRow(call_id=call_id, wrong=plain(wrong, MAX_INTENT), right=plain(right, MAX_INTENT), login=login, at=now())
            await session.merge(row)

    async def labels(self, since: str = "") -> list[LabelRow]:
        """Those given at that date or moment or later, oldest first."""
        async with self._reads() as session:
            return list(await session.scalars(select(LabelRow).where(LabelRow.at >= since).order_by(LabelRow.at, LabelRow.call_id)))

    async def labels_of(self, call_id: str) -> list[LabelRow]:
        """Oldest first."""
        async with self._reads() as session:
            return list(await session.scalars(select(LabelRow).where(LabelRow.call_id == call_id).order_by(LabelRow.at)))

    async def dispose(self, handover: int, call_id: str, login: str, code: str) -> None:
        """What came of that hand-over; said again, the later counts."""
        async with self._changes.begin() as session:
            await session.merge(DispositionRow(handover=handover, call_id=call_id, login=login, at=now(), code=code[:MAX_CODE]))

    async def dispositions_of(self, call_id: str) -> list[DispositionRow]:
        async with self._reads() as session:
            of_call = select(DispositionRow).where(DispositionRow.call_id == call_id).order_by(DispositionRow.handover)
            return list(await session.scalars(of_call))


async def _refuse_confidential(session: AsyncSession, call_id: str) -> None:
    call = await session.get(CallRow, call_id)
    if call is not None and call.confidential:
        raise RecordsError("nothing is written down about a confidential call")
