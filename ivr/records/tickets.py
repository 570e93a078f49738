"""Filing with a government system: the ticket and what is to be sent are stored together, before the caller hears of it."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Mapping

from sqlalchemy import or_, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from ivr.records.database import Topic, now
from ivr.records.models import WAITING, CallRow, OutboxRow, TicketRow
from ivr.records.numbers import next_number

NUMBER = "nomor"
"""The argument by which a system learns our number, to keep it as its own."""
_SECRET = secrets.token_bytes(32)
"""Lives as long as this process: what is hashed with it can be matched by the call under way, and by nobody afterwards."""


class Tickets(Topic):
    async def file(
        self, call_id: str, request: int, operation: str, arguments: Mapping[str, str], prefix: str = "", confidential: bool = False
    ) -> str:
        """Store what is to be sent to `system.operation`, with a ticket when there is a prefix; returns its number (else empty) once
        it will outlast a crash. The same request of the same call is stored once, and always gets the same number; and so does a later
        request of the call under way with the same content, as when the first was stored too late to be told.

        Raises:
            RecordsError: all numbers of this month are given.
            SQLAlchemyError, OSError: the database failed; whether it was stored is known by asking again.
        """
        for again in (True, False):
            try:
                async with self._changes.begin() as session:
                    return await _file(session, f"{call_id}/{request}", call_id, operation, arguments, prefix, confidential)
            except DBAPIError as error:  # somebody else filed the same at the same time, or the answer to our commit was lost
                if not (again and (isinstance(error, IntegrityError) or error.connection_invalidated)):
                    raise
        raise AssertionError

    async def tickets_of(self, call_id: str) -> list[TicketRow]:
        """What was filed in that call, oldest first; nothing confidential."""
        async with self._reads() as session:
            return list(await session.scalars(select(TicketRow).where(TicketRow.call_id == call_id).order_by(TicketRow.created_at)))


async def _file(
    session: AsyncSession, asked: str, call_id: str, operation: str, arguments: Mapping[str, str], prefix: str, confidential: bool
) -> str:
    same = unlinked(json.dumps([call_id, operation, sorted(arguments.items())]))
    before = or_(OutboxRow.asked.in_((asked, unlinked(asked))), OutboxRow.same == same)
    known = await session.scalar(select(OutboxRow.number).where(before).limit(1))
    if known is not None:
        return known
    created_at, number = now(), ""
    content = {name: value.replace("\0", "") for name, value in arguments.items()}
    if prefix:
        number = content[NUMBER] = await next_number(session, prefix)
        owner = "" if confidential else call_id
        session.add(TicketRow(number=number, call_id=owner, operation=operation, created_at=created_at, confidential=confidential))
    if confidential:
        await session.execute(update(CallRow).where(CallRow.call_id == call_id).values(caller="", confidential=True))
    first = await session.scalar(select(OutboxRow.key).where(OutboxRow.key.in_(content.values()), OutboxRow.state == WAITING).limit(1))
    session.add(
        OutboxRow(
            key=number or secrets.token_hex(16),
            number=number,
            asked=asked,
            same=same,
            system=operation.split(".")[0],
            operation=operation,
            arguments=content,
            confidential=confidential,
            after=first or "",
            due_at=time.time(),
            created_at=created_at,
        )
    )
    return number


def unlinked(asked: str) -> str:
    """What stands in the place of `asked` once a confidential ticket has arrived."""
    return hmac.digest(_SECRET, asked.encode(errors="surrogatepass"), hashlib.sha256).hex()
