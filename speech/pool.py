"""Blocking engines off the event loop: bounded workers, a bounded queue, priorities and deadlines."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import Callable
from typing import Any, TypeVar

from speech.workers import Workers

T = TypeVar("T")

CLOSE_S = 15.0
"""For work under way to end: a network that is torn down while it computes takes the process with it."""


class Overloaded(Exception):
    """Too much work is waiting; the caller of this must have another way."""


class Pool:
    """`workers` calls at a time, at most `max_waiting` more in line, the smallest `priority` first: what is due soonest."""

    def __init__(self, workers: int, max_waiting: int, name: str = "pool") -> None:
        self._executor = Workers(workers, name)
        self._free, self._max_waiting = workers, max_waiting
        self._line: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = itertools.count()
        self._begun: dict[asyncio.Future[Any], float] = {}
        self.worst_wait_s = 0.0
        """The longest that work had to wait for a worker."""

    @property
    def waiting(self) -> int:
        return sum(not place.done() for _, _, place in self._line)

    @property
    def free(self) -> bool:
        """Work would begin at once."""
        return self._free > 0

    @property
    def longest_s(self) -> float:
        """How long the oldest work under way has been going on."""
        return asyncio.get_running_loop().time() - min(self._begun.values()) if self._begun else 0.0

    async def run(self, call: Callable[[], T], *, deadline_s: float, wait_s: float | None = None, priority: float = 0.0) -> T:
        """Run `call()` on a worker. Work that is cancelled while it waits never runs; work under way cannot be stopped, but its
        worker only becomes free when it ends.

        Raises:
            Overloaded: the line is full, or no worker was free within `wait_s` (None: as long as the deadline allows).
            TimeoutError: no result within `deadline_s`.
        """
        loop = asyncio.get_running_loop()
        asked = loop.time()
        async with asyncio.timeout(deadline_s):
            try:
                async with asyncio.timeout(wait_s):
                    await self._place(priority)
            except TimeoutError:
                raise Overloaded(f"no worker within {wait_s} s") from None
            self.worst_wait_s = max(self.worst_wait_s, loop.time() - asked)
            work = loop.run_in_executor(self._executor, call)
            self._begun[work] = loop.time()
            work.add_done_callback(self._release)
            return await asyncio.shield(work)

    def close(self) -> None:
        """No more work is taken."""
        self._executor.shutdown(wait=False)

    async def finish(self) -> None:
        """No more work is taken, and what is under way gets CLOSE_S to end."""
        self.close()
        if self._begun:
            await asyncio.wait(list(self._begun), timeout=CLOSE_S)

    async def _place(self, priority: float) -> None:
        if self._free:
            self._free -= 1
            return
        if self.waiting >= self._max_waiting:
            raise Overloaded(f"{self.waiting} pieces of work are waiting")
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._line, (priority, next(self._order), place))
        try:
            await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():
                self._pass_on()
            else:  # nobody may come to take it out: a worker can hang for ever
                self._line = [one for one in self._line if one[2] is not place]
                heapq.heapify(self._line)
            raise

    def _release(self, work: asyncio.Future[T]) -> None:
        self._begun.pop(work, None)
        if not work.cancelled():
            work.exception()  # whoever timed out no longer looks at it
        self._pass_on()

    def _pass_on(self) -> None:
        while self._line:
            _, _, place = heapq.heappop(self._line)
            if not place.done():
                place.set_result(None)
                return
        self._free += 1
