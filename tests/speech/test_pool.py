from __future__ import annotations

import asyncio
import gc
import threading
import time
from collections.abc import AsyncIterator
from functools import partial

import pytest

from speech.pool import Overloaded, Pool

LONG = 30.0


class Gate:
    """A worker held until opened."""

    def __init__(self) -> None:
        self._open, self.entered = threading.Event(), threading.Event()

    def open(self) -> None:
        self._open.set()

    def __call__(self) -> str:
        self.entered.set()
        assert self._open.wait(LONG)
        return "through"


@pytest.fixture
async def pool() -> AsyncIterator[Pool]:
    pool = Pool(workers=1, max_waiting=3)
    yield pool
    pool.close()


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_the_result_and_the_error_come_back(pool: Pool) -> None:
    assert await pool.run(lambda: 42, deadline_s=LONG) == 42
    with pytest.raises(ZeroDivisionError):
        await pool.run(lambda: 1 // 0, deadline_s=LONG)
    assert await pool.run(lambda: 43, deadline_s=LONG) == 43, "an error gives the worker back"


async def test_the_smallest_priority_goes_first(pool: Pool) -> None:
    gate, order = Gate(), list[int]()
    async with asyncio.TaskGroup() as group:
        held = group.create_task(pool.run(gate, deadline_s=LONG))
        await settled()
        for priority in (5, 1, 3):
            group.create_task(pool.run(partial(order.append, priority), priority=priority, deadline_s=LONG))
        await settled()
        gate.open()
    assert held.result() == "through"
    assert order == [1, 3, 5]
    assert pool.worst_wait_s > 0


async def test_a_full_line_refuses_at_once(pool: Pool) -> None:
    gate = Gate()
    async with asyncio.TaskGroup() as group:
        for _ in range(4):
            group.create_task(pool.run(gate, deadline_s=LONG))
        await settled()
        with pytest.raises(Overloaded):
            await pool.run(gate, deadline_s=LONG)
        gate.open()


async def test_cancelled_work_never_runs_and_leaves_the_line(pool: Pool) -> None:
    gate, ran = Gate(), list[str]()
    async with asyncio.TaskGroup() as group:
        group.create_task(pool.run(gate, deadline_s=LONG))
        await settled()
        unwanted = group.create_task(pool.run(lambda: ran.append("unwanted"), deadline_s=LONG))
        await settled()
        assert pool.waiting == 1
        unwanted.cancel()
        await settled()
        assert pool.waiting == 0
        group.create_task(pool.run(lambda: ran.append("wanted"), deadline_s=LONG))
        await settled()
        gate.open()
    assert ran == ["wanted"]


async def test_late_work_is_given_up_and_its_worker_comes_back(pool: Pool) -> None:
    gate = Gate()
    with pytest.raises(TimeoutError):
        await pool.run(gate, deadline_s=0.01)
    gate.open()
    assert await pool.run(lambda: "next", deadline_s=LONG) == "next"


async def test_who_gave_up_waiting_for_a_worker_that_hangs_leaves_nothing_behind() -> None:
    pool, go_on = Pool(1, 8), threading.Event()
    hangs = asyncio.create_task(pool.run(go_on.wait, deadline_s=10))
    await asyncio.sleep(0)

    def futures() -> int:
        gc.collect()
        return sum(issubclass(type(one), asyncio.Future) for one in gc.get_objects())  # isinstance would ask dead weak proxies

    before = futures()
    for _ in range(50):
        with pytest.raises(Overloaded):
            await pool.run(int, deadline_s=10, wait_s=0)
    assert futures() < before + 10
    go_on.set()
    await hangs
    pool.close()


async def test_finishing_waits_for_work_under_way_and_not_for_what_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    pool, hangs, ended = Pool(2, 8), threading.Event(), list[str]()

    def slow() -> None:
        time.sleep(0.05)
        ended.append("slow")

    work = [asyncio.create_task(pool.run(call, deadline_s=10)) for call in (slow, hangs.wait)]
    await asyncio.sleep(0.01)
    monkeypatch.setattr("speech.pool.CLOSE_S", 0.2)
    await pool.finish()
    assert ended == ["slow"]
    hangs.set()
    await asyncio.gather(*work)
