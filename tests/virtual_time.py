"""An event loop whose clock jumps to the next timer, and stream ends made of memory: hours of calls in milliseconds.

with virtual_loop() as loop:
    loop.run_until_complete(coroutine)
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")


class Stuck(Exception):
    """Every task waits for something that nothing will bring: the test would have hung."""


class _Selector(selectors.BaseSelector):
    """Never waits: where a real loop would sleep, virtual time passes instead."""

    def __init__(self, advance: Callable[[float | None], None]) -> None:
        self._real, self._advance = selectors.DefaultSelector(), advance

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self._real.register(fileobj, events, data)

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return self._real.unregister(fileobj)

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = self._real.select(0)
        if not ready:
            self._advance(timeout)
        return ready

    def get_map(self) -> Mapping[Any, selectors.SelectorKey]:
        return self._real.get_map()

    def close(self) -> None:
        self._real.close()


class VirtualLoop(asyncio.SelectorEventLoop):
    """`time()` starts at 0 and moves only when nothing can run, or by `stall`."""

    def __init__(self) -> None:
        self._now = 0.0
        super().__init__(_Selector(self._advance))
        self._clock_resolution = 1e-9

    def time(self) -> float:
        return self._now

    def stall(self, seconds: float) -> None:
        """Time passes while the loop does nothing else, as when something blocks it."""
        self._now += seconds

    def _advance(self, timeout: float | None) -> None:
        if timeout is None:
            raise Stuck("every task waits, and no timer is set")
        self._now += timeout


@contextmanager
def virtual_loop() -> Iterator[VirtualLoop]:
    """Leaves no task behind: what a test forgot is cancelled."""
    loop = VirtualLoop()
    try:
        yield loop
    finally:
        loop.run_until_complete(_cancel_rest(loop))
        loop.close()


async def _cancel_rest(loop: VirtualLoop) -> None:
    left = asyncio.all_tasks(loop) - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)


def run_virtually(main: Coroutine[Any, Any, T]) -> T:
    """Run to the end in virtual time."""
    with virtual_loop() as loop:
        return loop.run_until_complete(main)


class MemoryTransport(asyncio.Transport):
    """Keeps every write apart with its moment: `writes` is a list of (seconds, bytes)."""

    def __init__(self, protocol: asyncio.Protocol) -> None:
        super().__init__()
        self.writes: list[tuple[float, bytes]] = []
        self.unread = 0
        """What the peer has not taken yet, in bytes; set it to play a peer that does not read."""
        self.closed = False
        self._protocol, self._loop = protocol, asyncio.get_running_loop()

    def write(self, data: Any) -> None:
        self.writes.append((self._loop.time(), bytes(data)))

    def get_write_buffer_size(self) -> int:
        return self.unread

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        if not self.closed:
            self.closed = True
            if not self.unread:
                self._loop.call_soon(self._protocol.connection_lost, None)

    def abort(self) -> None:
        self.unread = 0
        self.closed = True
        self._loop.call_soon(self._protocol.connection_lost, None)


def memory_stream() -> tuple[asyncio.StreamReader, asyncio.StreamWriter, MemoryTransport]:
    """One end of a connection: feed the reader by hand, see the writes in the transport."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(loop=loop)
    protocol = asyncio.StreamReaderProtocol(reader, loop=loop)
    transport = MemoryTransport(protocol)
    protocol.connection_made(transport)
    return reader, asyncio.StreamWriter(transport, protocol, reader, loop), transport
