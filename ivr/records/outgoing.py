"""Queries on the outbox: what is still to be sent, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from ivr.records.database import Topic, now
from ivr.records.models import DROPPED, REFUSED, SENT, WAITING, OutboxRow, TicketRow
from ivr.records.tickets import unlinked

FAR_S = 3600.0
"""Nothing is put off so long: the clock was set back."""


class Outgoing(Topic):
    async def due(self, at: float, each: int) -> list[OutboxRow]:
        """What is to be sent at that moment (seconds since 1970), the longest due first; at most `each` a system, and nothing whose
        forerunner is still waiting."""
        earlier = aliased(OutboxRow)
        held = exists().where(earlier.key == OutboxRow.after, earlier.state == WAITING)
        place = func.row_number().over(partition_by=OutboxRow.system, order_by=(OutboxRow.due_at, OutboxRow.key)).label("place")
        ready = select(OutboxRow.key, place).where(
            OutboxRow.state == WAITING, or_(OutboxRow.due_at <= at, OutboxRow.due_at > at + FAR_S), ~held
        )
        ranked = ready.subquery()
        rows = select(OutboxRow).join(ranked, ranked.c.key == OutboxRow.key).where(ranked.c.place <= each).order_by(OutboxRow.due_at)
        async with self._reads() as session:
            return list(await session.scalars(rows))

    async def sent(self, key: str) -> None:
        """The system has it. Its content is kept no longer, and of a confidential one neither the call nor the hour."""
        async with self._changes.begin() as session:
            row = await session.get(OutboxRow, key)
            if row is None or row.state == SENT:
                return
            row.attempts, row.error = row.attempts + 1, ""
            await _close(session, row, SENT)

    async def drop(self, key: str) -> bool:
        """A person has seen to what was refused: it is never sent, and its content is kept no longer. False: it is not refused any more."""
        async with self._changes.begin() as session:
            row = await session.get(OutboxRow, key)
            if row is None or row.state != REFUSED:
                return False
            await _close(session, row, DROPPED)
            return True

    async def failed(self, key: str, error: str, again_at: float | None) -> None:
        """It is sent again at that moment, or kept for a person when there is none. `error` is the kind of failure."""
        outcome = {"state": REFUSED} if again_at is None else {"due_at": again_at}
        waiting = update(OutboxRow).where(OutboxRow.key == key, OutboxRow.state == WAITING)
        async with self._changes.begin() as session:
            await session.execute(waiting.values(attempts=OutboxRow.attempts + 1, error=error[:40], **outcome))

    async def is_waiting(self, number: str) -> bool:
        """Whether that is a ticket number of ours which its system does not know yet."""
        async with self._reads() as session:
            row = await session.get(OutboxRow, number)
            return row is not None and row.number == number and row.state in (WAITING, REFUSED)

    async def unsent(self) -> list[OutboxRow]:
        """What is waiting or was refused, oldest first."""
        async with self._reads() as session:
            open_ = OutboxRow.state.in_((WAITING, REFUSED))
            return list(await session.scalars(select(OutboxRow).where(open_).order_by(OutboxRow.created_at, OutboxRow.key)))

    async def outbox_counts(self) -> Mapping[str, int]:
        """How many by state."""
        async with self._reads() as session:
            rows = await session.execute(select(OutboxRow.state, func.count()).group_by(OutboxRow.state))
            return {state: count for state, count in rows}

    async def send_refused_again(self, at: float, *keys: str) -> int:
        """Once a person has seen to the reason; those, or all. Returns how many."""
        refused = update(OutboxRow).where(OutboxRow.state == REFUSED, *([OutboxRow.key.in_(keys)] if keys else []))
        async with self._changes.begin() as session:
            return int((await session.execute(refused.values(state=WAITING, due_at=at))).rowcount)  # type: ignore[attr-defined]


async def _close(session: AsyncSession, row: OutboxRow, state: str) -> None:
    row.state, row.arguments, row.done_at = state, {}, now()
    if row.confidential:
        row.asked, row.created_at, row.done_at, row.due_at = unlinked(row.asked), row.created_at[:10], row.done_at[:10], 0.0
        await session.execute(update(TicketRow).where(TicketRow.number == row.number).values(created_at=row.created_at))
