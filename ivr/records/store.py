"""`Records`: what lasts, opened once and shared. The queries stand by topic in the modules beside it."""

from __future__ import annotations

from types import TracebackType

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker

from ivr.records.agents import AgentRecords
from ivr.records.callbacks import Callbacks
from ivr.records.calls import Calls
from ivr.records.database import RecordsError, engines_of, now
from ivr.records.desk import Desk
from ivr.records.erasing import Erasing
from ivr.records.handovers import HandoverRecords
from ivr.records.history import History
from ivr.records.journals import Journals
from ivr.records.migrate import migrate
from ivr.records.outgoing import Outgoing
from ivr.records.ratings import Ratings
from ivr.records.retention import Retention
from ivr.records.sessions import Audit, Sessions
from ivr.records.tickets import Tickets
from ivr.records.users import Users

__all__ = ["Records", "RecordsError", "now"]


class Records(
    Calls,
    Journals,
    Tickets,
    Outgoing,
    Callbacks,
    Ratings,
    Users,
    Sessions,
    Audit,
    AgentRecords,
    HandoverRecords,
    Desk,
    History,
    Retention,
    Erasing,
):
    """`async with Records(url) as records:`; `url` is a path of an SQLite file or a `postgresql://` address."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._engines: tuple[AsyncEngine, ...] = ()

    async def __aenter__(self) -> Records:
        try:
            self._engines = reading, writing = engines_of(self._url)
            await migrate(writing)
        except (SQLAlchemyError, OSError, TypeError) as error:  # TypeError: the address has an unknown option
            await self._close()
            why = type(error).__name__
            raise RecordsError(f"the records database cannot be opened ({why}): check `records` in the settings") from error
        except BaseException:
            await self._close()
            raise
        self._reads, self._changes = (async_sessionmaker(engine, expire_on_commit=False) for engine in (reading, writing))
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._close()

    async def _close(self) -> None:
        for engine in self._engines:
            await engine.dispose()
