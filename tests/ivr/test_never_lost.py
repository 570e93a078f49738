"""A hotline that is killed at the worst moment: what was filed reaches the government once, whatever is there afterwards finishes it."""

from __future__ import annotations

import asyncio
import multiprocessing
import random
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path

import doomed
import pytest
from doomed import LAPOR, RAHASIA, REPORT, SECRET

from ivr import outbox as module
from ivr import outbox_schedule
from ivr.government.server import DemonstrationGovernment
from ivr.outbox import Outbox
from ivr.records.models import WAITING
from ivr.records.store import Records

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["pytest", "ivr.outbox", "ivr.backends.connectors", "ivr.backends.load", "ivr.records.store"])
"""Imported once, by the process that the others are forked from."""
WAIT_S = 60.0


@pytest.fixture
async def government(tmp_path: Path) -> AsyncIterator[DemonstrationGovernment]:
    async with DemonstrationGovernment(tmp_path / "government.db") as running:
        yield running


async def killed(work: Callable[..., None], *arguments: object, enough: Callable[[], bool] | None = None) -> None:
    """Run it in a process until it has killed itself, or is killed once there is `enough`."""
    process = PROCESSES.Process(target=work, args=arguments, daemon=True)
    await asyncio.to_thread(process.start)
    if enough is not None:
        async with asyncio.timeout(WAIT_S):
            while not enough():
                await asyncio.sleep(0.01)
        process.kill()
    await asyncio.to_thread(process.join, WAIT_S)
    assert process.exitcode == -signal.SIGKILL


async def finish(records: Records, government: DemonstrationGovernment, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the service does when it is there again."""
    monkeypatch.setattr(outbox_schedule, "FIRST_S", 0.02)
    monkeypatch.setattr(module, "LOOK_S", 0.01)
    async with doomed.connectors(government.url) as systems:
        work = asyncio.create_task(Outbox(records, systems.call).run())
        async with asyncio.timeout(WAIT_S):
            while (await records.outbox_counts()).get(WAITING):
                await asyncio.sleep(0.02)
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work


async def test_killed_before_it_was_stored_nothing_is_filed_and_no_number_is_gone(
    database: str, government: DemonstrationGovernment
) -> None:
    await killed(doomed.dies_at, "commit", database, government.url, False)
    async with Records(database) as records:
        assert await records.unsent() == []
        assert (await records.file("call-1", 1, LAPOR, REPORT, "PGD"))[9:13] == "0001"
    assert government.filed(LAPOR) == []


@pytest.mark.parametrize(
    ("point", "confidential", "filed"),
    [
        ("stored", False, 0),  # ... and the caller has not heard the number
        ("stored", True, 0),
        ("sending", False, 0),  # ... and it was about to be sent
        ("unanswered", False, 1),  # ... the system has it, and its answer was lost
        ("answered", False, 1),  # ... the system has it and said so
        ("answered", True, 1),
    ],
)
async def test_killed_after_it_was_stored_it_is_filed_once(
    database: str, government: DemonstrationGovernment, monkeypatch: pytest.MonkeyPatch, point: str, filed: int, confidential: bool
) -> None:
    operation = RAHASIA if confidential else LAPOR
    if point == "unanswered":
        government.fault("pengaduan", "lost_reply", times=1)
    await killed(doomed.dies_at, point, database, government.url, confidential)
    assert len(government.filed(operation)) == filed
    async with Records(database) as records:
        (row,) = await records.unsent()
        if confidential:
            again = await records.file("call-1", 1, RAHASIA, SECRET, "WBS", confidential=True)
        else:
            again = await records.file("call-1", 1, LAPOR, REPORT, "PGD")
        assert again == row.number, "asked again it is the same ticket"
        await finish(records, government, monkeypatch)
        assert await records.outbox_counts() == {"sent": 1}
    assert [done.ticket for done in government.filed(operation)] == [row.number]


async def test_killed_at_any_moment_and_again_everything_told_is_filed_once(
    database: str, government: DemonstrationGovernment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, chance = tmp_path / "told", random.Random(20261124)
    told.touch()
    for life in range(4):
        government.fault("pengaduan", chance.choice(["none", "error", "lost_reply", "down"]), times=5)
        size = told.stat().st_size + 15 * chance.randint(1, 12)  # so many numbers more
        await killed(doomed.works, f"call {life}", database, government.url, told, enough=lambda size=size: told.stat().st_size >= size)
    async with Records(database) as records:
        await finish(records, government, monkeypatch)
        stored = (await records.outbox_counts())["sent"]
    numbers = told.read_text(encoding="utf-8").split()
    arrived = [done.ticket for done in government.filed(LAPOR)]
    assert len(numbers) == len({*numbers}) > 0
    assert {*numbers} <= {*arrived}
    assert len(arrived) == len({*arrived}) == stored


async def test_killed_at_ten_random_moments_what_agents_wrote_down_is_kept(database: str, tmp_path: Path) -> None:
    async def kill(number: int) -> list[str]:
        told, enough = tmp_path / f"kill{number}", random.randint(1, 40)
        told.touch()
        await killed(doomed.serves, database, told, enough=lambda: told.read_bytes().count(b"\n") >= enough)
        return told.read_text(encoding="ascii").splitlines()

    async with Records(database) as records:
        lines = [line.split() for told in await asyncio.gather(*map(kill, range(10))) for line in told]
        labels = {row.call_id for row in await records.labels()}
        assert len(lines) >= 10
        for kind, call in lines:
            match kind:
                case "note":
                    assert [note.text for note in await records.notes(call)] == ["minta surat pengantar"]
                    assert await records.call(call) is not None
                case "label":
                    assert call in labels
                case _:
                    assert [row.code for row in await records.dispositions_of(call)] == ["selesai"]
                    assert [row.outcome for row in await records.handovers_of(call)] == ["joined"]
