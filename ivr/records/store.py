"""Queries on the records. Every write is one short transaction."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import event, select, update
from sqlalchemy.exc import ArgumentError, IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine

from ivr.records.models import Base, CallbackRow, CallRow, JournalRow

MAX_SUBJECT = 400
MAX_CONTACT = 40


class RecordsError(Exception):
    """The database cannot be opened or written; the message says which and what to do."""


class Records:
    """`async with Records(url) as records:`; `url` is a path of an SQLite file or a `postgresql://` address."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._engine: AsyncEngine | None = None

    async def __aenter__(self) -> Records:
        try:
            self._engine = _engine(self._url)
            async with self._engine.begin() as connection:
                await connection.run_sync(Base.metadata.create_all)
        except (SQLAlchemyError, OSError) as error:
            if self._engine is not None:
                await self._engine.dispose()
            why = type(error).__name__
            raise RecordsError(f"the records database cannot be opened ({why}): check `records` in the settings") from error
        self._sessions = async_sessionmaker(self._engine, expire_on_commit=False)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._engine is not None:
            await self._engine.dispose()

    async def begin_call(self, call_id: str) -> None:
        async with self._sessions.begin() as session:
            if await session.get(CallRow, call_id) is None:
                session.add(CallRow(call_id=call_id, started_at=now(), ended_at="", outcome="", intent="", ticket=""))

    async def end_call(self, call_id: str, outcome: str, intent: str, ticket: str) -> None:
        async with self._sessions.begin() as session:
            values = {"ended_at": now(), "outcome": outcome, "intent": intent, "ticket": ticket}
            await session.execute(update(CallRow).where(CallRow.call_id == call_id).values(**values))

    async def append(self, rows: Sequence[JournalRow]) -> None:
        async with self._sessions.begin() as session:
            session.add_all(rows)

    async def journal(self, call_id: str) -> list[JournalRow]:
        """Every row of one call, in order."""
        async with self._sessions() as session:
            return list(await session.scalars(select(JournalRow).where(JournalRow.call_id == call_id).order_by(JournalRow.number)))

    async def next_number(self, call_id: str) -> int:
        """Where a call that came back goes on in its journal."""
        rows = await self.journal(call_id)
        return rows[-1].number + 1 if rows else 0

    async def add_callback(self, call_id: str, contact: str, subject: str) -> str:
        """Store a promise; returns its ticket, as read to the caller."""
        promise = {"call_id": call_id, "created_at": now(), "contact": contact[:MAX_CONTACT], "subject": subject[:MAX_SUBJECT]}
        for last in (False, False, False, False, True):  # a number may be taken already
            ticket = f"TLP-{secrets.randbelow(900_000) + 100_000}"
            try:
                async with self._sessions.begin() as session:
                    session.add(CallbackRow(ticket=ticket, done_at="", **promise))
                break
            except IntegrityError:
                if last:
                    raise
        return ticket

    async def callbacks(self) -> list[CallbackRow]:
        """Promises not kept yet, oldest first."""
        async with self._sessions() as session:
            return list(await session.scalars(select(CallbackRow).where(CallbackRow.done_at == "").order_by(CallbackRow.created_at)))

    async def call(self, call_id: str) -> CallRow | None:
        async with self._sessions() as session:
            return await session.get(CallRow, call_id)

    async def calls_between(self, since: str = "", until: str = "") -> list[CallRow]:
        """Calls that began in that time, oldest first. Both are dates or moments as `now()` writes them, or how such a one begins
        (`2026-11`); `until` is part of it; empty: no bound."""
        begun = select(CallRow).where(CallRow.started_at >= since).order_by(CallRow.started_at, CallRow.call_id)
        async with self._sessions() as session:
            return list(await session.scalars(begun.where(CallRow.started_at < until + "~") if until else begun))

    async def latest_calls(self, count: int) -> list[CallRow]:
        async with self._sessions() as session:
            return list(await session.scalars(select(CallRow).order_by(CallRow.started_at.desc()).limit(count)))


def now() -> str:
    """Local wall time, ISO 8601 with offset."""
    return datetime.now().astimezone().isoformat(timespec="milliseconds")


def _engine(url: str) -> AsyncEngine:
    """Errors never show what was to be stored: it is what callers said."""
    if url.startswith(("postgresql:", "postgres:")):
        return create_async_engine("postgresql+asyncpg:" + url.split(":", 1)[1], pool_pre_ping=True, hide_parameters=True)
    if "://" in url:
        raise ArgumentError(f"{url.split(':', 1)[0]}: neither a path nor a postgresql:// address")
    path = Path(url)
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(f"sqlite+aiosqlite:///{path}", connect_args={"timeout": 10}, hide_parameters=True)

    @event.listens_for(engine.sync_engine, "connect")
    def configure(connection: Any, _: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.close()

    return engine
