"""Queries on promises to call back, and on messages for the agents."""

from __future__ import annotations

import time
from collections.abc import Collection

from sqlalchemy import or_, select, update

from ivr.records.database import Topic, now, plain
from ivr.records.models import CallbackAttemptRow, CallbackRow, CallRow
from ivr.records.numbers import next_number

PREFIX = "TLP"
MAX_SUBJECT, MAX_CONTACT, MAX_MESSAGE = 400, 40, 2000
OPEN, MESSAGE = "open", "message"


class Callbacks(Topic):
    async def add_callback(
        self,
        call_id: str,
        contact: str,
        subject: str,
        *,
        kind: str = "callback",
        queue: str = "",
        message: str = "",
        due_at: float = 0.0,
        confidential: bool = False,
    ) -> str:
        """Store a promise; returns its ticket, as read to the caller. `due_at` is in seconds since 1970, 0 for now. The same one of the
        same call is stored once; said with another time, it has that. Of a confidential call (known as such here, or said so) nothing
        but the contact is kept, and each time it is a promise of its own.

        Raises:
            RecordsError: all numbers of this month are given.
        """
        due_at = due_at or time.time()
        async with self._changes.begin() as session:
            ticket = await next_number(session, PREFIX)  # first: who promises the same at the same time waits here
            call = await session.get(CallRow, call_id)
            secret = confidential or (call is not None and call.confidential)
            if secret:
                call_id = subject = message = ""
            promise = {"call_id": call_id, "contact": plain(contact, MAX_CONTACT), "subject": plain(subject, MAX_SUBJECT), "kind": kind}
            promise |= {"queue": queue, "message": plain(message, MAX_MESSAGE)}
            same = select(CallbackRow.ticket).filter_by(**promise, state=OPEN).limit(1)
            known = None if secret else await session.scalar(same)  # of two secret calls nothing tells whether they are one
            if known is not None:
                await session.rollback()  # the number is given to nobody
            else:
                session.add(CallbackRow(ticket=ticket, created_at=now(), due_at=due_at, **promise))
        if known is None:
            return ticket
        async with self._changes.begin() as session:
            await session.execute(update(CallbackRow).where(CallbackRow.ticket == known).values(due_at=due_at))
        return known

    async def callback(self, ticket: str) -> CallbackRow | None:
        async with self._reads() as session:
            return await session.get(CallbackRow, ticket)

    async def open_callbacks(self, queues: Collection[str] | None = None) -> list[CallbackRow]:
        """Not kept yet, of those queues or of all; what is due first comes first."""
        open_ = select(CallbackRow).where(CallbackRow.state == OPEN).order_by(CallbackRow.due_at, CallbackRow.ticket)
        async with self._reads() as session:
            return list(await session.scalars(open_ if queues is None else open_.where(CallbackRow.queue.in_(queues))))

    async def callbacks_of(self, contact: str) -> list[CallbackRow]:
        """All of that number, newest first."""
        theirs = select(CallbackRow).where(CallbackRow.contact == contact[:MAX_CONTACT])
        async with self._reads() as session:
            return list(await session.scalars(theirs.order_by(CallbackRow.created_at.desc(), CallbackRow.ticket.desc())))

    async def lock_callback(self, ticket: str, login: str, until: float, now: float) -> bool:
        """`login` is about to call; nobody else is until `until`. Both moments in seconds since 1970. False: it is another's, or over."""
        free = or_(CallbackRow.locked_by.in_(("", login)), CallbackRow.locked_until <= now)
        lock = update(CallbackRow).where(CallbackRow.ticket == ticket, CallbackRow.state == OPEN, free)
        async with self._changes.begin() as session:
            result = await session.execute(lock.values(locked_by=login, locked_until=until))
            return bool(result.rowcount)  # type: ignore[attr-defined]

    async def callback_attempt(self, ticket: str, login: str) -> int:
        """A try begins; returns its id."""
        async with self._changes.begin() as session:
            row = CallbackAttemptRow(ticket=ticket, login=login, at=now())
            session.add(row)
            await session.execute(update(CallbackRow).where(CallbackRow.ticket == ticket).values(attempts=CallbackRow.attempts + 1))
        return row.id

    async def callback_outcome(self, attempt_id: int, outcome: str, next_due: float | None, state: str) -> None:
        """A try ended. The promise is then in `state`, due again at `next_due` where that is not over, and nobody's. One that was closed
        meanwhile stays so."""
        async with self._changes.begin() as session:
            attempt = await session.get(CallbackAttemptRow, attempt_id)
            if attempt is None:
                return
            attempt.outcome = outcome
            row = await session.get(CallbackRow, attempt.ticket, with_for_update=True)
            if row is None or row.state != OPEN:
                return
            row.state, row.locked_by, row.locked_until = state, "", 0.0
            row.due_at = row.due_at if next_due is None else next_due
            row.done_at = "" if state == OPEN else now()

    async def callback_cancelled(self, attempt_id: int) -> None:
        """A try that nobody made, as if it had not begun: the promise is due as before, and nobody's."""
        async with self._changes.begin() as session:
            attempt = await session.get(CallbackAttemptRow, attempt_id)
            if attempt is None or attempt.outcome:
                return
            row = await session.get(CallbackRow, attempt.ticket, with_for_update=True)
            if row is not None:
                row.attempts -= 1
                if row.locked_by == attempt.login:
                    row.locked_by, row.locked_until = "", 0.0
            await session.delete(attempt)

    async def calls_back(self, login: str) -> CallbackRow | None:
        """The promise that this agent has begun to keep, the last one begun; None where there is none."""
        begun = select(CallbackRow).join(CallbackAttemptRow, CallbackAttemptRow.ticket == CallbackRow.ticket)
        begun = begun.where(CallbackAttemptRow.login == login, CallbackAttemptRow.outcome == "", CallbackRow.locked_by == login)
        async with self._reads() as session:
            return await session.scalar(begun.order_by(CallbackAttemptRow.id.desc()).limit(1))

    async def close_callbacks(self, contact: str, state: str) -> list[str]:
        """All promises to that number, as when the caller was faster; not messages, nor those of confidential calls. Returns their
        tickets."""
        promised = (
            CallbackRow.contact == contact[:MAX_CONTACT],
            CallbackRow.state == OPEN,
            CallbackRow.kind != MESSAGE,
            CallbackRow.call_id != "",
        )
        async with self._changes.begin() as session:
            rows = list(await session.scalars(select(CallbackRow).where(*promised).order_by(CallbackRow.ticket).with_for_update()))
            for row in rows:
                row.state, row.done_at, row.locked_by, row.locked_until = state, now(), "", 0.0
            return [row.ticket for row in rows]

    async def attempts(self, ticket: str) -> list[CallbackAttemptRow]:
        """Oldest first."""
        tried = select(CallbackAttemptRow).where(CallbackAttemptRow.ticket == ticket).order_by(CallbackAttemptRow.id)
        async with self._reads() as session:
            return list(await session.scalars(tried))
