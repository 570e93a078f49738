"""The records on a real SQLite file."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from ivr.records import store
from ivr.records.models import JournalRow
from ivr.records.store import Records, RecordsError


def row(number: int, call_id: str = "a") -> JournalRow:
    return JournalRow(call_id=call_id, number=number, at_ms=number * 10, payload={"type": "Key", "key": str(number)})


async def test_a_call_from_begin_to_end_survives_reopening(tmp_path: Path) -> None:
    path = str(tmp_path / "new" / "records.db")
    async with Records(path) as records:
        await records.begin_call("a")
        await records.append([row(1), row(0)])
        await records.append([row(0, "b")])
        await records.end_call("a", "ticket", "jalan_rusak", "ADU-1")
    async with Records(path) as records:
        call = await records.call("a")
        assert call is not None
        assert (call.outcome, call.intent, call.ticket) == ("ticket", "jalan_rusak", "ADU-1")
        assert call.started_at <= call.ended_at
        assert [r.payload["key"] for r in await records.journal("a")] == ["0", "1"]
        assert await records.next_number("a") == 2
        assert await records.next_number("unknown") == 0
        assert await records.call("unknown") is None


async def test_beginning_again_keeps_what_is_known(tmp_path: Path) -> None:
    async with Records(str(tmp_path / "r.db")) as records:
        await records.begin_call("a")
        await records.end_call("a", "answered", "", "")
        await records.begin_call("a")
        call = await records.call("a")
        assert call is not None
        assert call.outcome == "answered"


async def test_latest_calls_come_newest_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(f"2026-11-24T10:00:0{second}+07:00" for second in range(3))
    monkeypatch.setattr(store, "now", lambda: next(clock))
    async with Records(str(tmp_path / "r.db")) as records:
        for call_id in "abc":
            await records.begin_call(call_id)
        assert [call.call_id for call in await records.latest_calls(2)] == ["c", "b"]


async def test_the_file_is_in_wal_mode_and_another_process_reads_while_we_write(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    async with Records(str(path)) as records:
        await records.append([row(0)])
        other = sqlite3.connect(path, timeout=0)
        try:
            assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)
            other.execute("BEGIN")
            assert other.execute("SELECT count(*) FROM journal").fetchone() == (1,)
            await records.append([row(1)])
            assert other.execute("SELECT count(*) FROM journal").fetchone() == (1,)
        finally:
            other.close()


async def test_two_writers_of_one_file_both_get_everything_in(tmp_path: Path) -> None:
    path = str(tmp_path / "r.db")
    async with Records(path) as one, Records(path) as two:
        await asyncio.gather(*(writer.append([row(n, name)]) for n in range(25) for writer, name in ((one, "a"), (two, "b"))))
        assert [r.number for r in await one.journal("b")] == list(range(25))
        assert [r.number for r in await two.journal("a")] == list(range(25))


async def test_a_batch_is_all_or_nothing(tmp_path: Path) -> None:
    async with Records(str(tmp_path / "r.db")) as records:
        await records.append([row(0)])
        with pytest.raises(IntegrityError):
            await records.append([row(1), row(0)])
        assert [r.number for r in await records.journal("a")] == [0]


async def test_call_backs_oldest_first_each_with_its_number(tmp_path: Path) -> None:
    async with Records(str(tmp_path / "r.db")) as records:
        tickets = [await records.add_callback("a", f"08{n}", "KTP " * 200) for n in range(3)]
        kept = await records.callbacks()
        assert [(r.ticket, r.contact) for r in kept] == [(t, f"08{n}") for n, t in enumerate(tickets)]
        assert len(kept[0].subject) == store.MAX_SUBJECT


async def test_a_number_that_is_taken_is_not_given_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draws = iter([7, 7, 7, 8])
    monkeypatch.setattr(store.secrets, "randbelow", lambda below: next(draws))
    async with Records(str(tmp_path / "r.db")) as records:
        assert await records.add_callback("a", "1", "x") == "TLP-100007"
        assert await records.add_callback("b", "2", "y") == "TLP-100008"


async def test_a_promise_that_cannot_be_kept_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store.secrets, "randbelow", lambda below: 7)
    async with Records(str(tmp_path / "r.db")) as records:
        await records.add_callback("a", "1", "x")
        with pytest.raises(IntegrityError):
            await records.add_callback("b", "2", "y")


@pytest.mark.parametrize("place", ["file/records.db", "mysql://u:rahasia@h/d", "postgresql://u:rahasia@127.0.0.1:1/d"])
async def test_a_database_that_cannot_be_opened_is_told_without_its_secret(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    url = place if "://" in place else str(tmp_path / place)
    with pytest.raises(RecordsError, match="check `records`") as caught:
        async with Records(url):
            pass
    assert "rahasia" not in str(caught.value)


async def test_an_error_never_shows_what_was_to_be_stored(tmp_path: Path) -> None:
    async with Records(str(tmp_path / "records.db")) as records:
        await records.begin_call("a")
        row = {"call_id": "a", "number": 0, "at_ms": 0, "payload": {"text": "3273014107892415"}}
        with pytest.raises(IntegrityError) as refused:
            await records.append([JournalRow(**row), JournalRow(**row)])
    assert "3273014107892415" not in str(refused.value)
