"""Queries on promises to call back."""

from __future__ import annotations

from sqlalchemy import select

from ivr.records.database import Topic, now
from ivr.records.models import CallbackRow
from ivr.records.numbers import next_number

PREFIX = "TLP"
MAX_SUBJECT = 400
MAX_CONTACT = 40


class Callbacks(Topic):
    async def add_callback(self, call_id: str, contact: str, subject: str) -> str:
        """Store a promise; returns its ticket, as read to the caller. The same one of the same call is stored once.

        Raises:
            RecordsError: all numbers of this month are given.
        """
        promise = {"call_id": call_id, "contact": contact[:MAX_CONTACT], "subject": subject[:MAX_SUBJECT]}
        async with self._changes.begin() as session:
            ticket = await next_number(session, PREFIX)  # first: who promises the same at the same time waits here
            known = await session.scalar(select(CallbackRow.ticket).filter_by(**promise).limit(1))
            if known is not None:
                await session.rollback()
                return known
            session.add(CallbackRow(ticket=ticket, created_at=now(), **promise))
        return ticket

    async def callbacks(self) -> list[CallbackRow]:
        """Promises not kept yet, oldest first."""
        async with self._reads() as session:
            return list(await session.scalars(select(CallbackRow).where(CallbackRow.done_at == "").order_by(CallbackRow.created_at)))
