"""The database itself: how it is opened, on SQLite or PostgreSQL, and what every topic of queries shares."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

WAIT_S = 10
"""For a connection, for another writer, for one statement."""


class RecordsError(Exception):
    """The records cannot be opened or hold no more; the message says which and what to do."""


class Topic:
    """Queries on one topic. `_changes` begins transactions that write, `_reads` those that do not; each is short."""

    _reads: async_sessionmaker[AsyncSession]
    _changes: async_sessionmaker[AsyncSession]


def now() -> str:
    """Local wall time, ISO 8601 with offset."""
    return datetime.now().astimezone().isoformat(timespec="milliseconds")


def plain(text: str, most: int) -> str:
    """What a column of `most` characters can hold of it, on every database."""
    return text.replace("\0", "").encode(errors="replace").decode()[:most]


def engines_of(url: str) -> tuple[AsyncEngine, AsyncEngine]:
    """One to read with and one to write with, which may be the same. Errors never show what was to be stored: it is what callers said.

    Raises:
        ArgumentError: `url` is neither a path nor a PostgreSQL address.
    """
    if url.startswith(("postgresql:", "postgres:")):
        limits = {"timeout": WAIT_S, "command_timeout": WAIT_S}
        address = "postgresql+asyncpg:" + url.split(":", 1)[1].replace("?sslmode=", "?ssl=").replace("&sslmode=", "&ssl=")
        engine = create_async_engine(address, pool_pre_ping=True, pool_timeout=WAIT_S, connect_args=limits, hide_parameters=True)
        event.listen(engine.sync_engine, "handle_error", _hide_row)
        return engine, engine
    if "://" in url:
        raise ArgumentError(f"{url.split(':', 1)[0]}: neither a path nor a postgresql:// address")
    path = Path(url)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)  # for this user alone, with the files that SQLite puts beside it
    return _sqlite(path, "BEGIN"), _sqlite(path, "BEGIN IMMEDIATE", pool_size=1, max_overflow=0)


def _sqlite(path: Path, begin: str, **pool: int) -> AsyncEngine:
    """Writers take their turn when they begin, as one that has read already is refused at once when another has written meanwhile. They
    share one connection: its queue is fair and wakes the next at once, where SQLite would look again from time to time."""
    limits = {"timeout": WAIT_S}
    engine = create_async_engine(f"sqlite+aiosqlite:///{path}", pool_timeout=WAIT_S, connect_args=limits, hide_parameters=True, **pool)
    event.listen(engine.sync_engine, "connect", _configure_sqlite)
    event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def _configure_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late: before the first write, not before the first read
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")  # a ticket that was read out outlives a power cut
    cursor.execute("PRAGMA secure_delete=ON")  # what is taken out is gone from the file
    cursor.close()


def _hide_row(context: ExceptionContext) -> None:
    """PostgreSQL tells in detail which row it refused."""
    refused = context.original_exception.__cause__
    if refused is not None and hasattr(refused, "detail"):
        refused.detail = None
