"""Threads that can be forgotten."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class DaemonThreads(Executor):
    """A thread for each piece of work: 0.1 ms against the 300 of a decoding. One that hangs can be left behind; unlike the
    threads of a ThreadPoolExecutor it does not even keep the process from ending."""

    def __init__(self, name: str) -> None:
        self._name = name

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()

        def work() -> None:
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(fn(*args, **kwargs))
                except BaseException as error:  # noqa: BLE001 - as every executor does, it goes to whoever waits
                    future.set_exception(error)

        threading.Thread(target=work, name=self._name, daemon=True).start()
        return future
