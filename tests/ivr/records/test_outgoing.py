"""The outbox: what is due, in which order, and what is kept of it afterwards."""

from __future__ import annotations

import time
from datetime import date

import pytest
from sqlalchemy import select

from ivr.records.models import DROPPED, REFUSED, WAITING, OutboxRow
from ivr.records.store import Records

LAPOR = "pengaduan.lapor"


async def due(records: Records, after_s: float = 0.0, each: int = 4) -> list[str]:
    return [row.key for row in await records.due(time.time() + after_s, each)]


async def test_what_arrived_is_due_no_more_and_its_content_is_gone(records: Records) -> None:
    number = await records.file("a", 1, LAPOR, {"apa": "banjir"}, "PGD")
    await records.sent(number)
    await records.sent(number)
    assert await due(records) == []
    assert await records.outbox_counts() == {"sent": 1}
    async with records._reads() as session:
        rows = await session.execute(select(OutboxRow.arguments, OutboxRow.attempts))
        assert rows.all() == [({}, 1)]


async def test_what_failed_is_due_again_at_its_time(records: Records) -> None:
    number = await records.file("a", 1, LAPOR, {}, "PGD")
    await records.failed(number, "timeout", time.time() + 100)
    assert (await due(records), await due(records, 101)) == ([], [number])
    (row,) = await records.unsent()
    assert (row.state, row.error, row.attempts) == (WAITING, "timeout", 1)


async def test_what_was_refused_waits_for_a_person(records: Records) -> None:
    number = await records.file("a", 1, LAPOR, {"apa": "banjir"}, "PGD")
    await records.failed(number, "rejected", None)
    assert await due(records, 1e6) == []
    (row,) = await records.unsent()
    assert (row.state, row.error, row.arguments["apa"]) == (REFUSED, "rejected", "banjir")
    assert await records.send_refused_again(time.time()) == 1
    assert await due(records) == [number]


@pytest.mark.parametrize("confidential", [False, True])
async def test_what_a_person_drops_is_never_sent_and_says_nothing_any_more_but_when(records: Records, confidential: bool) -> None:
    number, other = [await records.file(call_id, 1, LAPOR, {"apa": "banjir"}, "PGD", confidential) for call_id in "ab"]
    assert not await records.drop(number), "it waits, and may be on its way"
    for one in (number, other):
        await records.failed(one, "rejected", None)
    assert await records.drop(number)
    assert not await records.drop(number)
    assert [row.key for row in await records.unsent()] == [other]
    assert await records.send_refused_again(time.time(), number) == 0
    assert await due(records) == []
    assert await records.send_refused_again(time.time(), other) == 1
    async with records._reads() as session:
        row = await session.get(OutboxRow, number)
        assert row is not None
        assert (row.state, row.error, row.arguments) == (DROPPED, "rejected", {})
        assert row.done_at.startswith(f"{date.today()}") and len(row.done_at) == (10 if confidential else 29)
        assert ("a/1" in row.asked) != confidential


async def test_what_arrived_cannot_fail_afterwards(records: Records) -> None:
    """Two that send the same: one is answered, the other is not."""
    number = await records.file("a", 1, LAPOR, {}, "PGD")
    await records.sent(number)
    await records.failed(number, "timeout", 0.0)
    await records.failed(number, "rejected", None)
    assert await records.unsent() == []


async def test_what_another_says_was_refused_has_arrived_all_the_same(records: Records) -> None:
    number = await records.file("a", 1, LAPOR, {}, "PGD")
    await records.failed(number, "rejected", None)
    await records.sent(number)
    assert await records.unsent() == []


async def test_a_system_with_much_to_send_keeps_no_other_waiting(records: Records) -> None:
    many = [await records.file(f"call {n}", 1, LAPOR, {}, "PGD") for n in range(5)]
    other = await records.file("b", 1, "pajak.keringanan", {}, "KRG")
    assert await due(records, each=2) == [*many[:2], other]


async def test_what_belongs_to_a_ticket_follows_it(records: Records) -> None:
    first = await records.file("a", 1, LAPOR, {}, "PGD")
    more = {"tiket": first, "keterangan": "bertambah parah"}
    await records.file("a", 2, "pengaduan.tambah", more)
    await records.file("a", 3, "pengaduan.dukung", {"tiket": "PGD-2610-00018"})
    assert [row.operation for row in await records.due(time.time(), 4)] == [LAPOR, "pengaduan.dukung"]
    await records.failed(first, "timeout", time.time() + 100)
    assert "pengaduan.tambah" not in [row.operation for row in await records.due(time.time(), 4)]
    await records.sent(first)
    assert "pengaduan.tambah" in [row.operation for row in await records.due(time.time(), 4)]


async def test_a_clock_that_was_set_back_keeps_nothing_waiting(records: Records) -> None:
    number = await records.file("a", 1, LAPOR, {}, "PGD")
    assert await due(records, -1e6) == [number]
