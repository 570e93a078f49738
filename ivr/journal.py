"""The call as a list of events and effects: the one source for console, audit and replay.

Appending never waits for the disk: one writer task takes rows from a bounded queue in batches. Rows that cannot be kept are
counted and reported; a call is never dropped for its journal.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from types import TracebackType

from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from ivr.records.models import JournalRow
from ivr.records.nameless import without_caller
from ivr.records.store import Records

MAX_WAITING = 10_000
RETRIES = 5
FLUSH_S = 30.0
LONGEST_PAUSE_S = 60.0
PAUSE_S = 0.1
"""Before the second attempt; doubled before each further one."""
log = logging.getLogger(__name__)

Payload = dict[str, object]
Watcher = Callable[[str, int, Payload], None]


class Journal:
    """`async with Journal(records) as journal:`; leaving writes what is waiting."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._queue: asyncio.Queue[JournalRow] = asyncio.Queue(MAX_WAITING)
        self._numbers: dict[str, int] = {}
        self._watchers: list[Watcher] = []
        self._writer: asyncio.Task[None] | None = None
        self._storing = asyncio.Lock()
        self._nobodys: set[str] = set()
        """Calls of which nothing that waits may be written with its caller."""
        self._forgetting: set[asyncio.Task[None]] = set()
        self.lost = 0
        """Rows that could not be kept: the queue was full, or the database failed for good."""

    async def __aenter__(self) -> Journal:
        self._writer = asyncio.create_task(self._write(), name="journal-writer")
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.flush()
        if self._forgetting:
            _, late = await asyncio.wait(self._forgetting, timeout=FLUSH_S)
            for task in late:
                task.cancel()
        if self._writer is not None:
            self._writer.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._writer

    async def open(self, call_id: str, caller: str = "", version: str = "") -> None:
        """Begin a call, or go on with one that came back. `caller` is the number it comes from, `version` its `Flows.version`."""
        await self._records.begin_call(call_id, caller, version)
        self._numbers[call_id] = await self._records.next_number(call_id)

    def append(self, call_id: str, at_ms: int, payload: Payload) -> None:
        """Keep one entry; at once, without waiting."""
        number = self._numbers.get(call_id)
        if number is None:  # a number given twice would be refused by the database
            self._lose(1, f"call {call_id} is not open")
            return
        self._numbers[call_id] = number + 1
        self._show(call_id, at_ms, payload)
        try:
            self._queue.put_nowait(JournalRow(call_id=call_id, number=number, at_ms=at_ms, payload=payload))
        except asyncio.QueueFull:
            self._lose(1, "the queue is full")

    def close_call(self, call_id: str) -> None:
        self._numbers.pop(call_id, None)

    def forget_caller(self, call_id: str) -> None:
        """The call has become confidential: whom it comes from stands in no entry, written or not. At once, without waiting."""
        self._nobodys.add(call_id)
        task = asyncio.create_task(self._forget(call_id))
        self._forgetting.add(task)
        task.add_done_callback(self._forgetting.discard)

    async def _forget(self, call_id: str) -> None:
        pause = PAUSE_S
        while True:
            try:
                async with self._storing:  # what is being stored is seen
                    await self._records.forget_caller(call_id)
                break
            except (SQLAlchemyError, OSError) as error:
                log.error("whom a confidential call came from could not be erased: %s; it is tried again", type(error).__name__)
            await asyncio.sleep(pause)
            pause = min(LONGEST_PAUSE_S, 2 * pause)
        await self._queue.join()
        self._nobodys.discard(call_id)

    def watch(self, watcher: Watcher) -> None:
        """Call `watcher(call_id, at_ms, payload)` for every entry from now on; it must not block."""
        self._watchers.append(watcher)

    def _show(self, call_id: str, at_ms: int, payload: Payload) -> None:
        for watcher in tuple(self._watchers):
            try:
                watcher(call_id, at_ms, payload)
            except Exception as error:  # noqa: BLE001 - a view that breaks (a closed terminal) must not end a call
                log.error("a view of the journal failed (%s) and is shown no more", type(error).__name__)
                self._watchers.remove(watcher)

    async def flush(self) -> None:
        """Wait until everything appended so far is written, but not for ever: a dead database must not keep the service from ending."""
        if self._writer is None or self._writer.done():
            return
        try:
            async with asyncio.timeout(FLUSH_S):
                await self._queue.join()
        except TimeoutError:
            log.error("%d journal entries are still not written after %.0f s", self._queue.qsize(), FLUSH_S)

    async def read(self, call_id: str) -> list[Payload]:
        await self.flush()
        return [row.payload for row in await self._records.journal(call_id)]

    async def _write(self) -> None:
        while True:
            rows = [await self._queue.get()]
            while len(rows) < 500 and not self._queue.empty():
                rows.append(self._queue.get_nowait())
            await self._store(rows)
            for _ in rows:
                self._queue.task_done()

    async def _store(self, rows: list[JournalRow]) -> None:
        for attempt in range(RETRIES):
            try:
                async with self._storing:
                    await self._records.append([self._copy(row) for row in rows])
                return
            except IntegrityError as error:
                if len(rows) > 1:
                    for row in rows:  # one bad entry must not take those of other calls with it
                        await self._store([row])
                    return
                self._lose(1, f"the database refused it: {type(error).__name__}")
                return
            except (SQLAlchemyError, OSError) as error:
                reason = type(error).__name__
                await asyncio.sleep(PAUSE_S * 2**attempt)
        self._lose(len(rows), f"the database failed: {reason}")

    def _lose(self, count: int, why: str) -> None:
        self.lost += count
        log.error("%d journal entries lost (%d so far): %s", count, self.lost, why)

    def _copy(self, row: JournalRow) -> JournalRow:
        """A fresh object for each attempt: a failed session keeps what it was given."""
        payload = without_caller(row.payload) if row.call_id in self._nobodys else row.payload
        return JournalRow(call_id=row.call_id, number=row.number, at_ms=row.at_ms, payload=payload)
