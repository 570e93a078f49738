"""Promises to call back: made once, one agent at a time, tried by plan, closed once."""

from __future__ import annotations

import asyncio
from itertools import count

import pytest

from dialog.slots import ticket
from ivr.records import callbacks
from ivr.records.store import Records


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each moment that is asked for is a second later."""
    seconds = count()
    monkeypatch.setattr(callbacks, "now", lambda: f"2026-11-24T10:00:{next(seconds):02}.000+07:00")


async def test_each_has_a_number_that_can_be_checked_and_what_is_due_first_comes_first(records: Records) -> None:
    tickets = [await records.add_callback("a", f"08{n}", "KTP " * 200, queue=f"q{n}", due_at=9.0 - n) for n in range(3)]
    kept = await records.open_callbacks()
    assert [(row.ticket, row.contact) for row in kept] == [(tickets[n], f"08{n}") for n in (2, 1, 0)]
    assert len(kept[0].subject) == callbacks.MAX_SUBJECT
    assert len(set(tickets)) == 3
    assert all(number.startswith("TLP-") and ticket.valid(number) for number in tickets)
    assert [row.ticket for row in await records.open_callbacks(["q0", "q2", "none"])] == [tickets[2], tickets[0]]
    one = await records.callback(tickets[1])
    assert one is not None
    assert (one.due_at, one.state, one.kind) == (8.0, "open", "callback")
    assert await records.callback("TLP-2611-00009") is None


async def test_the_same_one_is_made_once_a_call_and_has_the_time_said_last(records: Records, database: str) -> None:
    async with Records(database) as other:
        at_once = await asyncio.gather(*(keeper.add_callback("a", "0812", "KTP", due_at=7.0) for keeper in (records, other)))
    assert {*at_once} == {await records.add_callback("a", "0812", "KTP", due_at=9.0)}
    (kept,) = await records.open_callbacks()
    assert kept.due_at == 9.0
    others = [
        await records.add_callback("b", "0812", "KTP"),
        await records.add_callback("a", "0813", "KTP"),
        await records.add_callback("a", "0812", "KTP", kind="message", message="tolong\0"),
    ]
    assert len({*at_once, *others}) == len(await records.open_callbacks()) == 4
    assert [row.ticket for row in await records.callbacks_of("0812")] == [others[2], others[0], at_once[0]]


async def test_one_agent_at_a_time_calls_and_a_lock_ends_by_itself(records: Records, database: str) -> None:
    number = await records.add_callback("a", "0812", "KTP")
    async with Records(database) as other:
        both = (records.lock_callback(number, "ani", 100.0, 40.0), other.lock_callback(number, "budi", 100.0, 40.0))
        assert sorted(await asyncio.gather(*both)) == [False, True]
    assert await records.lock_callback(number, "budi", 160.0, 100.0)
    assert not await records.lock_callback(number, "ani", 160.0, 159.0)
    assert await records.lock_callback(number, "budi", 170.0, 159.0), "who has it may have it longer"
    assert not await records.lock_callback("TLP-2611-00009", "ani", 1.0, 0.0)


async def test_it_is_tried_again_until_somebody_was_reached(records: Records) -> None:
    number = await records.add_callback("a", "0812", "KTP", due_at=5.0)
    for outcome, due, state in (("no_answer", 65.0, "open"), ("reached", None, "done"), ("busy", 99.0, "open")):
        await records.lock_callback(number, "ani", 900.0, 0.0)
        await records.callback_outcome(await records.callback_attempt(number, "ani"), outcome, due, state)
    await records.callback_outcome(99, "reached", None, "done")
    kept = await records.callback(number)
    assert kept is not None
    assert (kept.state, kept.due_at, kept.attempts, kept.locked_by) == ("done", 65.0, 3, ""), "what is closed stays so"
    assert kept.done_at
    assert [(row.login, row.outcome) for row in await records.attempts(number)] == [("ani", o) for o in ("no_answer", "reached", "busy")]
    assert not await records.lock_callback(number, "ani", 900.0, 0.0)
    assert await records.open_callbacks() == []


async def test_who_calls_again_first_needs_no_call_and_a_message_stays(records: Records) -> None:
    tickets = [await records.add_callback(call, "0812", "KTP") for call in "ab"]
    message = await records.add_callback("a", "0812", "KTP", kind="message")
    await records.add_callback("c", "0813", "KTP")
    assert await records.close_callbacks("0812", "called_again") == tickets
    assert await records.close_callbacks("0812", "called_again") == []
    assert [row.state for row in await records.callbacks_of("0812")] == ["open", "called_again", "called_again"]
    assert message in [row.ticket for row in await records.open_callbacks()]
