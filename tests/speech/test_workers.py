"""Threads for engines that may never come back."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from speech.workers import Workers

HANGS = """
import threading
from speech.workers import Workers
Workers(1, "x").submit(threading.Event().wait)
"""


def test_results_and_errors_come_back() -> None:
    workers = Workers(2, "x")
    assert workers.submit(lambda a, b: a + b, 1, b=2).result(10) == 3
    with pytest.raises(ZeroDivisionError):
        workers.submit(lambda: 1 // 0).result(10)
    workers.shutdown()
    with pytest.raises(RuntimeError):
        workers.submit(print)


def test_no_more_threads_than_were_asked_for() -> None:
    workers, here, gate = Workers(2, "counted"), threading.Barrier(3), threading.Event()

    def work() -> None:
        here.wait(10)
        gate.wait(10)

    futures = [workers.submit(work), workers.submit(work)]
    here.wait(10)
    more = [workers.submit(int) for _ in range(5)]
    assert sum(thread.name.startswith("counted-") for thread in threading.enumerate()) == 2
    gate.set()
    assert [future.result(10) for future in (*futures, *more)] == [None, None, 0, 0, 0, 0, 0]
    workers.shutdown()


def test_one_that_hangs_does_not_keep_the_program_from_ending() -> None:
    subprocess.run([sys.executable, "-c", HANGS], check=True, timeout=30)
