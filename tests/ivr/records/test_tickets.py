"""Tickets: stored with what is to be sent, counted without gaps, the same for the same request; forgotten where they are confidential."""

from __future__ import annotations

import asyncio
import time
from datetime import date

import pytest
from databases import everything_in
from sqlalchemy import Connection, Engine, event

from dialog.slots import ticket
from ivr.records import numbers
from ivr.records.models import WAITING
from ivr.records.store import Records, RecordsError

REPORT = {"apa": "jalan rusak di depan pasar", "nama": "Sari Contoh"}
LAPOR = "pengaduan.lapor"


def serial(number: str) -> int:
    return int(number[9:13])


async def test_a_ticket_is_stored_with_what_is_to_be_sent(records: Records) -> None:
    number = await records.file("a", 3, LAPOR, REPORT, "PGD")
    assert ticket.valid(number)
    assert number.startswith(f"PGD-{date.today():%y%m}-0001")
    assert [(row.number, row.operation) for row in await records.tickets_of("a")] == [(number, LAPOR)]
    (row,) = await records.due(time.time(), 4)
    assert (row.key, row.system, row.operation, row.arguments) == (number, "pengaduan", LAPOR, {**REPORT, "nomor": number})


async def test_without_a_prefix_there_is_no_number_but_a_key_that_nobody_can_guess(records: Records) -> None:
    assert [await records.file(call_id, 1, "sms.kirim", {"ke": "0812"}) for call_id in "ab"] == ["", ""]
    one, two = await records.due(time.time(), 4)
    assert len(one.key) == 32
    assert one.key != two.key
    assert one.arguments == {"ke": "0812"}
    assert await records.tickets_of("a") == []


async def test_the_same_request_asked_again_is_the_same_ticket(records: Records) -> None:
    asked = [("a", 1, "PGD"), ("b", 1, "PGD"), ("a", 1, "PGD"), ("c", 1, ""), ("c", 1, "")]
    numbers = [await records.file(call_id, request, LAPOR, REPORT, prefix) for call_id, request, prefix in asked]
    assert numbers[2] == numbers[0]
    assert len({*numbers}) == 3
    assert len(await records.unsent()) == 3


@pytest.mark.parametrize("confidential", [False, True])
async def test_the_same_content_asked_again_in_the_call_is_the_same_ticket_also_once_it_was_sent(
    records: Records, database: str, confidential: bool
) -> None:
    """The first try was stored after its deadline: the caller heard that it failed, and said "coba lagi"."""
    number = await records.file("a", 1, LAPOR, REPORT, "PGD", confidential)
    assert await records.file("a", 2, LAPOR, dict(reversed(REPORT.items())), "PGD", confidential) == number
    await records.sent(number)
    assert await records.file("a", 3, LAPOR, REPORT, "PGD", confidential) == number
    others = [("a", {**REPORT, "apa": "lampu mati"}, LAPOR), ("b", REPORT, LAPOR), ("a", REPORT, "pengaduan.tambah")]
    numbers = {await records.file(call_id, 4 + n, operation, what, "PGD") for n, (call_id, what, operation) in enumerate(others)}
    assert len({number, *numbers}) == 4


async def test_the_same_content_asked_twice_at_once_is_one_ticket(records: Records, database: str) -> None:
    async with Records(database) as other:
        given = await asyncio.gather(*(keeper.file("a", n, LAPOR, REPORT, "PGD") for n, keeper in enumerate((records, other) * 2)))
    assert len({*given}) == 1
    assert [row.number for row in await records.unsent()] == given[:1]


async def test_it_stays_the_same_once_it_was_sent(records: Records, database: str) -> None:
    number = await records.file("a", 1, LAPOR, REPORT, "PGD")
    await records.sent(number)
    async with Records(database) as later:
        assert await later.file("a", 1, LAPOR, REPORT, "PGD") == number
        assert await later.unsent() == []


async def test_many_who_file_at_once_from_two_processes_get_numbers_without_gap_or_double(records: Records, database: str) -> None:
    async with Records(database) as other:
        filing = [
            keeper.file(f"call {n}", request, LAPOR, {**REPORT, "lokasi": str(request)}, "PGD")
            for n in range(10)
            for request in (1, 2)
            for keeper in (records, other)  # the same request twice, at the same time
        ]
        given = await asyncio.gather(*filing)
    assert sorted(map(serial, {*given})) == list(range(1, 21))
    assert given[::2] == given[1::2]
    assert len(await records.unsent()) == 20


async def test_each_prefix_and_each_month_counts_by_itself(records: Records) -> None:
    days = (("PGD", date(2026, 11, 30)), ("KLD", date(2026, 11, 30)), ("PGD", date(2026, 12, 1)), ("PGD", date(2026, 12, 2)))
    async with records._changes.begin() as session:
        given = [await numbers.next_number(session, prefix, day) for prefix, day in days]
    assert [(number[:8], serial(number)) for number in given] == [("PGD-2611", 1), ("KLD-2611", 1), ("PGD-2612", 1), ("PGD-2612", 2)]


async def test_a_month_without_numbers_left_is_told_and_nothing_is_half_stored(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbers, "MOST", 1)
    await records.file("a", 1, LAPOR, REPORT, "PGD")
    with pytest.raises(RecordsError, match="all 1 numbers of PGD"):
        await records.file("b", 1, LAPOR, REPORT, "PGD")
    assert len(await records.unsent()) == 1


async def test_who_gives_up_in_the_middle_leaves_nothing_behind_and_blocks_nobody(records: Records) -> None:
    for n in range(20):
        filing = asyncio.create_task(records.file("a", n, LAPOR, REPORT, "PGD"))
        for _ in range(n):
            await asyncio.sleep(0)
        filing.cancel()
        await asyncio.gather(filing, return_exceptions=True)
    assert await records.file("b", 1, LAPOR, REPORT, "PGD")
    tickets, waiting = [*await records.tickets_of("a"), *await records.tickets_of("b")], await records.unsent()
    assert {row.number for row in tickets} == {row.key for row in waiting}
    assert sorted(serial(row.number) for row in tickets) == list(range(1, len(tickets) + 1))


async def test_a_confidential_ticket_knows_no_call_and_nothing_once_it_arrived(records: Records, database: str) -> None:
    await records.begin_call("call-7", "081234567890")
    number = await records.file("call-7", 5, "pengaduan.rahasia", {"apa": "suap di loket"}, "WBS", confidential=True)
    assert "081234567890" not in await everything_in(database), "the call's number goes with the first confidential thing filed"
    assert await records.tickets_of("call-7") == []
    (row,) = await records.due(time.time(), 4)
    assert row.arguments == {"apa": "suap di loket", "nomor": number}
    await records.sent(number)
    await records.end_call("call-7", "ticket", "", "")
    kept = await everything_in(database)
    assert "suap" not in kept
    assert kept.count("call-7") == 1, "only the call itself"
    assert await records.file("call-7", 5, "pengaduan.rahasia", {"apa": "suap di loket"}, "WBS", confidential=True) == number


async def test_nothing_of_it_stays_in_the_file(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("rahasia")
    async with Records(str(folder / "r.db")) as records:
        number = await records.file("call-7", 5, "pengaduan.rahasia", {"apa": "suap di loket"}, "WBS", confidential=True)
        await records.sent(number)
    kept = b"".join(path.read_bytes() for path in folder.iterdir())
    assert number.encode() in kept
    assert b"suap" not in kept
    assert b"call-7" not in kept


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_when_the_connection_is_lost_with_the_answer_it_is_asked_again_and_stored_once(records: Records) -> None:
    losses = iter([True])

    def lose(connection: Connection) -> None:
        if next(losses, False):
            connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")

    event.listen(Engine, "commit", lose)
    try:
        assert await records.file("a", 1, LAPOR, REPORT, "PGD")
    finally:
        event.remove(Engine, "commit", lose)
    assert next(losses, "lost once") == "lost once"
    assert len(await records.unsent()) == 1


async def test_what_a_database_cannot_hold_is_left_out(records: Records) -> None:
    await records.file("a", 1, LAPOR, {"apa": "jalan\0rusak 😀"}, "PGD")
    (row,) = await records.due(time.time(), 4)
    assert (row.state, row.arguments["apa"]) == (WAITING, "jalanrusak 😀")
