"""Numbers that callers are given: counted per prefix and month, in the transaction that stores what they are for."""

from __future__ import annotations

import logging
from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from dialog.slots.ticket import MOST, number
from ivr.records.database import RecordsError

NEARLY = 0.8
log = logging.getLogger(__name__)
_COUNT = text(
    "INSERT INTO serials (prefix, month, last) VALUES (:prefix, :month, 1)"
    " ON CONFLICT (prefix, month) DO UPDATE SET last = serials.last + 1 RETURNING last"
)
"""SQLite and PostgreSQL understand it alike. The row stays locked until the transaction ends: whoever counts next waits, and a
transaction that fails leaves no gap."""


async def next_number(session: AsyncSession, prefix: str, today: date | None = None) -> str:
    """`PGD-2611-00473`. Raises RecordsError when all numbers of the month are given."""
    day = today or date.today()
    serial = await session.scalar(_COUNT, {"prefix": prefix, "month": f"{day:%y%m}"})
    if serial > MOST:
        raise RecordsError(f"all {MOST} numbers of {prefix} for this month are given: declare another prefix for some of the operations")
    if serial == int(NEARLY * MOST):
        log.warning("%d of %d numbers of %s for this month are given", serial, MOST, prefix)
    return number(prefix, day, serial)
