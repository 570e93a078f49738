"""Hand-overs: what is kept of each way to a person."""

from __future__ import annotations

import asyncio
from itertools import count

import pytest

from ivr.records import handovers
from ivr.records.handovers import LOST
from ivr.records.store import Records

STORY = {"subject": "KTP hilang", "facts": [{"label": "NIK", "value": "3273…"}]}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each moment that is asked for is a second later."""
    seconds = count()
    monkeypatch.setattr(handovers, "now", lambda: f"2026-11-24T10:00:{next(seconds):02}.000+07:00")


async def test_a_hand_over_from_the_request_to_its_end(records: Records) -> None:
    way = await records.begin_handover("a", "petugas", "requested", STORY)
    await records.handover_at(way, "holding", entered_at="T1")
    await records.add_attempt(way, "ani", "no_answer")
    await records.handover_at(way, "ringing", rang_at="T2", agent="budi")
    await records.handover_at(way, "ringing", rang_at="T3")
    await records.handover_at(way, "joined", joined_at="T4")
    await records.add_attempt(way, "budi", "accepted")
    (open_,) = await records.open_handovers()
    assert (open_.id, open_.stage, open_.agent) == (way, "joined", "budi")
    assert (open_.entered_at, open_.rang_at, open_.joined_at) == ("T1", "T2", "T4")
    await records.end_handover(way, "joined")
    await records.end_handover(way, "abandoned", "late")
    kept = await records.handover(way)
    assert kept is not None
    assert (kept.outcome, kept.why, kept.stage, kept.story) == ("joined", "", "over", STORY)
    assert [(a["agent"], a["result"]) for a in kept.attempts] == [("ani", "no_answer"), ("budi", "accepted")]
    assert await records.open_handovers() == []


async def test_what_is_not_there_or_cannot_be_set(records: Records) -> None:
    await records.handover_at(99, "joined")
    await records.add_attempt(99, "ani", "declined")
    assert await records.handover(99) is None
    with pytest.raises(TypeError, match="outcome"):
        await records.handover_at(99, "joined", outcome="joined")


async def test_attempts_that_are_added_at_once_are_all_kept(records: Records, database: str) -> None:
    way = await records.begin_handover("a", "petugas", "requested", {})
    async with Records(database) as other:
        await asyncio.gather(*(r.add_attempt(way, str(n), "declined") for n in range(5) for r in (records, other)))
    kept = await records.handover(way)
    assert kept is not None
    assert sorted(a["agent"] for a in kept.attempts) == sorted([*"0123401234"])


async def test_what_was_thought_lost_may_still_be_seen_to_end(records: Records) -> None:
    ways = [await records.begin_handover(call, "petugas", "requested", {}) for call in "abc"]
    await records.end_handover(ways[0], "abandoned")
    assert [row.id for row in await records.open_handovers()] == ways[1:]
    for way in ways:
        await records.end_handover(way, LOST)
    await records.end_handover(ways[2], "joined")
    assert [row.outcome for row in await records.handovers_between("")] == ["abandoned", "lost", "joined"]


async def test_by_call_and_by_time(records: Records) -> None:
    for call in "aba":
        await records.begin_handover(call, "petugas", "requested", {})
    assert [row.requested_at[17:19] for row in await records.handovers_of("a")] == ["00", "02"]
    assert [row.call_id for row in await records.handovers_between("2026-11-24T10:00:01", "2026-11-24T10:00:01")] == ["b"]
    assert len(await records.handovers_between("2026-11-24")) == 3
