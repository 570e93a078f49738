"""The journal over a real SQLite file: order, batches, loss that is counted."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from ivr import journal as module
from ivr.journal import Journal, Payload
from ivr.records.models import JournalRow
from ivr.records.store import Records

PHONE = "081234567890"
BEGAN: tuple[Payload, ...] = (
    {"type": "CallStarted", "now": "2026-11-24T10:00", "caller": PHONE, "unfinished": {"intent": "lapor", "values": {"telepon": PHONE}}},
    {"type": "Lookup", "request": 1, "operation": "sms.kirim", "arguments": {"ke": PHONE, "isi": "syarat KTP"}},
    {"type": "Lookup", "request": 2, "operation": "kependudukan.nomor_terdaftar", "arguments": {"nik": "", "penelepon": PHONE}},
    {"type": "Lookup", "request": 3, "operation": "pengaduan.lapor", "arguments": {"apa": "lampu mati", "telepon": PHONE}},
)


class Flaky(Records):
    """A database that refuses its next `refusals` writes, and to forget `unforgotten` times; `sizes` are the batches that came through."""

    refusals = unforgotten = 0
    sizes: list[int]

    async def forget_caller(self, call_id: str) -> None:
        if self.unforgotten:
            self.unforgotten -= 1
            raise OperationalError("UPDATE", {}, sqlite3.OperationalError("database is locked"))
        await super().forget_caller(call_id)

    async def append(self, rows: Sequence[JournalRow]) -> None:
        if self.refusals:
            self.refusals -= 1
            raise OperationalError("INSERT", {}, sqlite3.OperationalError("database is locked"))
        await super().append(rows)
        self.sizes.append(len(rows))


@pytest.fixture
async def records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Flaky]:
    monkeypatch.setattr(module, "PAUSE_S", 0.0)
    flaky = Flaky(str(tmp_path / "r.db"))
    flaky.sizes = []
    async with flaky:
        yield flaky


def entry(number: int) -> Payload:
    return {"type": "Key", "key": str(number)}


async def test_entries_come_back_in_order_and_apart_by_call(records: Flaky) -> None:
    async with Journal(records) as journal:
        await journal.open("a")
        await journal.open("b")
        for n in range(30):
            journal.append("ab"[n % 2], n, entry(n))
        assert await journal.read("a") == [entry(n) for n in range(0, 30, 2)]
        assert await journal.read("b") == [entry(n) for n in range(1, 30, 2)]
    assert [row.at_ms for row in await records.journal("a")] == list(range(0, 30, 2))


async def test_many_entries_are_few_writes_and_leaving_writes_what_waits(records: Flaky) -> None:
    async with Journal(records) as journal:
        await journal.open("a")
        for n in range(1200):
            journal.append("a", n, entry(n))
    assert records.sizes == [500, 500, 200]
    assert journal.lost == 0


async def test_a_call_that_comes_back_goes_on_where_it_was(records: Flaky) -> None:
    for n in range(2):
        async with Journal(records) as journal:
            await journal.open("a")
            journal.append("a", n, entry(n))
    assert [row.number for row in await records.journal("a")] == [0, 1]


async def test_a_database_that_fails_for_a_while_loses_nothing(records: Flaky) -> None:
    records.refusals = module.RETRIES - 1
    async with Journal(records) as journal:
        await journal.open("a")
        journal.append("a", 0, entry(0))
        journal.append("a", 1, entry(1))
        assert await journal.read("a") == [entry(0), entry(1)]
    assert journal.lost == 0


async def test_a_database_that_stays_away_is_counted_and_what_comes_later_is_kept(
    records: Flaky, caplog: pytest.LogCaptureFixture
) -> None:
    records.refusals = module.RETRIES
    async with Journal(records) as journal:
        await journal.open("a")
        journal.append("a", 0, {"type": "Say", "text": "rahasia"})
        await journal.flush()
        assert journal.lost == 1
        journal.append("a", 1, entry(1))
        assert await journal.read("a") == [entry(1)]
    assert "1 journal entries lost" in caplog.text
    assert "rahasia" not in caplog.text


async def test_a_full_queue_is_counted_and_never_blocks(records: Flaky, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_WAITING", 3)
    async with Journal(records) as journal:
        await journal.open("a")
        for n in range(5):
            journal.append("a", n, entry(n))
        assert journal.lost == 2
        assert await journal.read("a") == [entry(0), entry(1), entry(2)]


async def test_one_entry_that_is_refused_takes_no_other_with_it(records: Flaky) -> None:
    async with Journal(records) as journal:
        await journal.open("a")
        await journal.open("b")
        await records.append([JournalRow(call_id="a", number=0, at_ms=0, payload=entry(9))])
        journal.append("a", 0, entry(0))
        journal.append("b", 0, entry(1))
        assert await journal.read("b") == [entry(1)]
        assert await journal.read("a") == [entry(9)]
        assert journal.lost == 1


async def test_a_late_entry_of_a_closed_call_is_counted(records: Flaky) -> None:
    async with Journal(records) as journal:
        await journal.open("a")
        journal.append("a", 0, entry(0))
        journal.close_call("a")
        journal.append("a", 1, entry(1))
        assert await journal.read("a") == [entry(0)]
        assert journal.lost == 1


@pytest.mark.parametrize(("refusals", "unforgotten"), [(0, 0), (module.RETRIES - 1, 0), (0, 7), (module.RETRIES - 1, 7)])
@pytest.mark.parametrize("written", [False, True])
async def test_of_a_call_that_became_confidential_no_entry_tells_the_number_written_or_not(
    records: Flaky, refusals: int, unforgotten: int, written: bool
) -> None:
    async with Journal(records) as journal:
        await journal.open("a", PHONE)
        for entry in BEGAN:
            journal.append("a", 0, entry)
        if written:
            await journal.flush()
        records.refusals, records.unforgotten = refusals, unforgotten
        journal.forget_caller("a")
        journal.append("a", 1, {"type": "Heard", "turn": 3, "confidential": True})
        journal.close_call("a")
    call, kept = await records.call("a"), await records.journal("a")
    assert call is not None and call.caller == ""
    assert len(kept) == len(BEGAN) + 1 and journal.lost == 0
    assert PHONE not in str([row.payload for row in kept])
    assert {**kept[1].payload} == {**BEGAN[1], "arguments": {"ke": "", "isi": "syarat KTP"}}


async def test_other_calls_keep_their_number(records: Flaky) -> None:
    async with Journal(records) as journal:
        await journal.open("a", PHONE)
        await journal.open("b", PHONE)
        journal.append("b", 0, BEGAN[0])
        journal.forget_caller("a")
        assert await journal.read("b") == [BEGAN[0]]
    assert (await records.last_call(PHONE, "")) is not None


async def test_watchers_see_every_entry_at_once(records: Flaky) -> None:
    seen: list[tuple[str, int, Payload]] = []
    async with Journal(records) as journal:
        journal.watch(lambda *args: seen.append(args))
        await journal.open("a")
        journal.append("a", 7, entry(0))
        assert seen == [("a", 7, entry(0))]


async def test_a_watcher_that_breaks_is_dropped_and_the_entry_kept(records: Flaky, caplog: pytest.LogCaptureFixture) -> None:
    seen: list[int] = []

    def broken(call_id: str, at_ms: int, payload: Payload) -> None:
        raise BrokenPipeError

    async with Journal(records) as journal:
        journal.watch(broken)
        journal.watch(lambda call_id, at_ms, payload: seen.append(at_ms))
        await journal.open("a")
        with caplog.at_level(logging.ERROR):
            journal.append("a", 0, entry(0))
            journal.append("a", 1, entry(1))
        assert seen == [0, 1]
        assert caplog.text.count("BrokenPipeError") == 1
        assert len(await journal.read("a")) == 2


async def test_the_loop_is_not_held_up_by_a_slow_disk(records: Flaky, tmp_path: Path) -> None:
    """While another process holds the file's write lock, appending goes on; it all arrives once the lock is gone."""
    async with Journal(records) as journal:
        await journal.open("a")
        other = sqlite3.connect(tmp_path / "r.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        for n in range(10):
            journal.append("a", n, entry(n))
            await asyncio.sleep(0)
        assert journal.lost == 0
        other.execute("COMMIT")
        other.close()
        assert len(await journal.read("a")) == 10
