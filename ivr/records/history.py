"""Queries on what a number has called about before."""

from __future__ import annotations

from sqlalchemy import select

from ivr.records.calls import MAX_CALLER
from ivr.records.database import Topic
from ivr.records.models import CallRow, TicketRow


class History(Topic):
    """Nothing confidential; nothing for a number not shown."""

    async def calls_from(self, number: str, but: str, count: int = 10) -> list[CallRow]:
        """The latest calls from it, newest first, without the call `but`."""
        if not number:
            return []
        earlier = select(CallRow).where(CallRow.caller == number[:MAX_CALLER], CallRow.call_id != but, ~CallRow.confidential)
        async with self._reads() as session:
            return list(await session.scalars(earlier.order_by(CallRow.started_at.desc()).limit(count)))

    async def tickets_from(self, number: str, count: int = 10) -> list[TicketRow]:
        """The latest tickets that calls from it were given, newest first."""
        if not number:
            return []
        filed = select(TicketRow).join(CallRow, CallRow.call_id == TicketRow.call_id)
        theirs = filed.where(CallRow.caller == number[:MAX_CALLER], ~CallRow.confidential, ~TicketRow.confidential)
        async with self._reads() as session:
            return list(await session.scalars(theirs.order_by(TicketRow.created_at.desc(), TicketRow.number.desc()).limit(count)))
