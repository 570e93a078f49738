"""Brings the tables up to what the code needs, once at a time, when the records are opened."""

from __future__ import annotations

import asyncio
from weakref import WeakKeyDictionary

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

from ivr.records.database import RecordsError

_TURNS: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()
"""Alembic keeps what it works on in its modules: one at a time in a process."""
LOCK = 7_272_001
"""Any number that no other program takes on this database."""


async def migrate(engine: AsyncEngine) -> None:
    """All of it in one transaction, under a lock: of several processes that start together one migrates, and the others wait.

    Raises:
        RecordsError: the tables are from a later edition of Sapa.
        SQLAlchemyError, OSError: the database failed.
    """
    turn = _TURNS.setdefault(asyncio.get_running_loop(), asyncio.Lock())
    async with turn, engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        await connection.run_sync(_upgrade)


def _upgrade(connection: Connection) -> None:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "ivr.records:migrations")
    config.set_main_option("path_separator", "os")
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise RecordsError("the records are from a later edition of Sapa: install it, or set `records` to another database") from error
