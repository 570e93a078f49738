"""Forgets what is older than the settings allow, once a day, while the service runs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from ivr.records.store import Records

CALLER_DAYS = 30
"""So long the number that a call came from is kept: for who calls again, and for abuse."""
DAY_S, AGAIN_S = 86_400.0, 600.0
log = logging.getLogger(__name__)


def bound(days: int, now: datetime) -> str:
    """The moment `days` before `now`, as the records write it."""
    return (now - timedelta(days=days)).isoformat(timespec="milliseconds")


async def old(records: Records, days: int, now: datetime) -> Mapping[str, int]:
    """What `forget` would forget: rows by table, and `callers`."""
    return {**await records.old(bound(days, now)), "callers": await records.callers(bound(min(days, CALLER_DAYS), now))}


async def forget(records: Records, days: int, now: datetime) -> None:
    """What is closed and older than `days`; of younger calls older than CALLER_DAYS, where they came from."""
    await records.forget(bound(days, now))
    await records.forget_callers(bound(min(days, CALLER_DAYS), now))


async def forget_daily(records: Records, days: int) -> None:
    """Until it is cancelled. 0 days: never."""
    while days:
        try:
            await forget(records, days, datetime.now().astimezone())
            pause = DAY_S
        except Exception as error:  # noqa: BLE001 - whatever it is, it is tried again
            log.error("what is old could not be forgotten: %s; it is tried again", type(error).__name__)
            pause = AGAIN_S
        await asyncio.sleep(pause)
