"""Writes to the records in the order given, while nobody waits for them."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from types import TracebackType

from sqlalchemy.exc import SQLAlchemyError

from ivr.records.database import RecordsError

MAX_WAITING = 5_000
TRIES = 5
PAUSE_S = 0.1
"""Before the second try; doubled before each further one."""
FINISH_S = 10.0
log = logging.getLogger(__name__)
Work = Callable[[], Awaitable[object]]


class InOrder:
    """`async with InOrder() as writing:`; leaving waits, but not for ever, for what is left."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[tuple[str, Work]] = asyncio.Queue(MAX_WAITING)
        self._worker: asyncio.Task[None] | None = None

    async def __aenter__(self) -> InOrder:
        self._worker = asyncio.create_task(self._work(), name="records-in-order")
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.flush()
        if self._worker is not None:
            self._worker.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._worker

    def put(self, what: str, work: Work) -> None:
        """`what` names it in an error message: no personal data."""
        try:
            self._queue.put_nowait((what, work))
        except asyncio.QueueFull:
            log.error("%s is not written: %d writes wait already", what, MAX_WAITING)

    async def flush(self) -> None:
        try:
            async with asyncio.timeout(FINISH_S):
                await self._queue.join()
        except TimeoutError:
            log.error("%d writes are still waiting after %.0f s", self._queue.qsize(), FINISH_S)

    async def _work(self) -> None:
        while True:
            what, work = await self._queue.get()
            try:
                await self._write(what, work)
            except Exception as error:  # noqa: BLE001 - what is wrong with one must not keep the others from being written
                log.error("%s could not be written: %s", what, type(error).__name__)
            finally:
                self._queue.task_done()

    async def _write(self, what: str, work: Work) -> None:
        for attempt in range(TRIES):
            try:
                await work()
                return
            except (SQLAlchemyError, OSError, RecordsError) as error:
                reason = type(error).__name__
                await asyncio.sleep(PAUSE_S * 2**attempt)
        log.error("%s could not be written: %s", what, reason)
