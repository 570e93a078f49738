"""Calls, their journals, the configurations they had, and what callers thought of them."""

from __future__ import annotations

import asyncio
from itertools import count

import pytest
from sqlalchemy.exc import IntegrityError

from ivr.records import calls, ratings
from ivr.records.models import JournalRow
from ivr.records.store import Records


def row(number: int, call_id: str = "a") -> JournalRow:
    return JournalRow(call_id=call_id, number=number, at_ms=number * 10, payload={"type": "Key", "key": str(number)})


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each moment that is asked for is a second later."""
    seconds = count()
    for module in (calls, ratings):
        monkeypatch.setattr(module, "now", lambda: f"2026-11-24T10:00:{next(seconds):02}.000+07:00")


async def test_a_call_and_its_journal_in_order(records: Records) -> None:
    await records.begin_call("a")
    await records.append([row(1), row(0)])
    await records.append([row(0, "b")])
    assert [r.payload["key"] for r in await records.journal("a")] == ["0", "1"]
    assert (await records.next_number("a"), await records.next_number("unknown")) == (2, 0)
    assert await records.call("unknown") is None


async def test_beginning_again_keeps_what_is_known(records: Records) -> None:
    await records.begin_call("a", "0812", "v1")
    await records.end_call("a", "answered", "", "")
    await records.begin_call("a", "0813", "v2")
    call = await records.call("a")
    assert call is not None
    assert (call.outcome, call.caller, call.version) == ("answered", "0812", "v1")


async def test_latest_calls_come_newest_first_and_those_of_a_time_oldest_first(records: Records) -> None:
    for call_id in "abc":
        await records.begin_call(call_id)
    assert [call.call_id for call in await records.latest_calls(2)] == ["c", "b"]
    assert [call.call_id for call in await records.calls_between("2026-11-24T10:00:01", "2026-11")] == ["b", "c"]
    assert await records.calls_between("", "2026-10") == []


async def test_two_writers_of_one_database_both_get_everything_in(records: Records, database: str) -> None:
    async with Records(database) as other:
        await asyncio.gather(*(writer.append([row(n, name)]) for n in range(25) for writer, name in ((records, "a"), (other, "b"))))
        assert [r.number for r in await records.journal("b")] == list(range(25))
        assert [r.number for r in await other.journal("a")] == list(range(25))


async def test_a_batch_is_all_or_nothing(records: Records) -> None:
    await records.append([row(0)])
    with pytest.raises(IntegrityError):
        await records.append([row(1), row(0)])
    assert [r.number for r in await records.journal("a")] == [0]


async def test_the_last_call_of_a_number_is_the_one_that_began_last_ended_or_not(records: Records) -> None:
    for call_id, caller in (("a", "0812"), ("b", "0812"), ("c", "0813"), ("d", "")):
        await records.begin_call(call_id, caller)
    await records.end_call("a", "abandoned", "", "")
    last = await records.last_call("0812", "2026-11-24T10:00")
    assert last is not None
    assert last.call_id == "b"
    assert await records.last_call("0812", last.started_at) is not None
    assert await records.last_call("0812", "2026-11-24T10:01") is None
    assert await records.last_call("", "") is None, "those that show no number are not one caller"


async def test_a_call_that_became_confidential_is_nobodys(records: Records) -> None:
    await records.begin_call("a", "0812")
    began = {"type": "CallStarted", "at": "2026-11-24T10:00", "caller": "0812", "unfinished": {"intent": "jalan_rusak"}}
    await records.append([JournalRow(call_id="a", number=0, at_ms=0, payload=began), row(1)])
    await records.forget_caller("a")
    assert await records.last_call("0812", "") is None
    assert [r.payload for r in await records.journal("a")] == [{**began, "caller": "", "unfinished": None}, row(1).payload]


async def test_the_configurations_that_calls_had_are_kept_with_their_first_use(records: Records) -> None:
    for call_id, version in (("a", "v2"), ("b", "v1"), ("c", "v2"), ("d", "")):
        await records.begin_call(call_id, version=version)
    assert [kept.version for kept in await records.content_versions()] == ["v2", "v1"]


async def test_calls_that_begin_together_with_a_new_configuration_all_begin(records: Records) -> None:
    await asyncio.gather(*(records.begin_call(str(n), version="v1") for n in range(10)))
    assert {call.version for call in await records.latest_calls(20)} == {"v1"}
    assert len(await records.latest_calls(20)) == 10


async def test_a_later_answer_to_the_same_question_counts(records: Records) -> None:
    for call_id, question, value in (("a", "umum", 2), ("b", "umum", 5), ("a", "umum", 4), ("a", "waktu", 3)):
        await records.rate(call_id, "kepuasan", question, value)
    kept = await records.ratings()
    assert [(r.call_id, r.question, r.value) for r in kept] == [("b", "umum", 5), ("a", "umum", 4), ("a", "waktu", 3)]
    assert [r.value for r in await records.ratings(kept[1].rated_at)] == [4, 3]
