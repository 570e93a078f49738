"""Threads for engines that may never come back: they do not keep the program from ending."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from queue import SimpleQueue
from typing import Any


class Workers(Executor):
    """At most `count` threads, begun when there is work for them; unlike those of a ThreadPoolExecutor nobody waits for one that hangs."""

    def __init__(self, count: int, name: str) -> None:
        self._work: SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = SimpleQueue()
        self._count, self._name = count, name
        self._begun, self._closed = 0, False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if self._closed:
            raise RuntimeError("these workers have been sent home")
        if self._begun < self._count:
            self._begun += 1
            threading.Thread(target=self._run, name=f"{self._name}-{self._begun}", daemon=True).start()
        future: Future[Any] = Future()
        self._work.put((future, lambda: fn(*args, **kwargs)))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Never waits; work that has not begun is still done."""
        self._closed = True
        for _ in range(self._begun):
            self._work.put(None)

    def _run(self) -> None:
        while (item := self._work.get()) is not None:
            future, call = item
            if not future.set_running_or_notify_cancel():
                continue
            try:
                result = call()
            except BaseException as error:  # noqa: BLE001 - as any executor: it goes to whoever waits
                future.set_exception(error)
            else:
                future.set_result(result)
            del item, future, call  # what was spoken is not kept until the next work comes
