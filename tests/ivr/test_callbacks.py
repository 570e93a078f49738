"""Promises to call back: kept in office hours, by one agent at a time, over restarts, and closed when the caller is faster."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from callback_office import FLOOR, LANDLINE, MOBILE, MONDAY, Office

from ivr.callbacks import Attempt, Refused, Why, code_of
from ivr.queue_settings import CallbackPlan
from ivr.records.store import RecordsError


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with Office(tmp_path / "records.db") as opened:
        yield opened


async def refused(office: Office, ticket: str, login: str = "siti", *, forced: bool = False) -> Why:
    with pytest.raises(Refused) as caught:
        await office.callbacks.begin(ticket, login, forced=forced)
    return caught.value.why


async def test_a_promise_is_stored_with_its_time_and_confirmed_by_sms(office: Office) -> None:
    asked = {"contact": MOBILE, "subject": "KTP hilang", "queue": "", "kind": "callback", "when": "2026-11-24T09:00:00+07:00"}
    answer = await office.callbacks.promise("a", asked, False)
    assert answer == {"ticket": answer["ticket"], "kapan": "besok, Selasa, sekitar pukul sembilan pagi", "sms": "ya"}
    row = await office.records.callback(answer["ticket"])
    assert row is not None
    assert (row.queue, row.subject, row.due_at) == ("petugas", "KTP hilang", (MONDAY + timedelta(hours=23)).timestamp())
    (sms,) = await office.sms()
    assert sms.startswith(f"{MOBILE}: Petugas layanan akan menelepon Anda Selasa, 24 November 2026, sekitar pukul 09.00 WIB.")
    assert answer["ticket"] in sms
    assert office.nudged == 1


@pytest.mark.parametrize("contact", ["08091234567", "0900123456"])
async def test_a_premium_service_is_promised_nothing(office: Office, contact: str) -> None:
    with pytest.raises(RecordsError, match="premium"):
        await office.callbacks.promise("a", {"contact": contact}, False)
    assert await office.records.open_callbacks() == []


async def test_asked_again_in_the_same_call_it_is_one_promise_and_one_sms(office: Office) -> None:
    asked = {"contact": MOBILE, "subject": "KTP"}
    first = await office.callbacks.promise("a", asked, False)
    office.now += timedelta(seconds=9)
    assert await office.callbacks.promise("a", asked, False) == first
    assert len(await office.sms()) == 1


@pytest.mark.parametrize(("contact", "sms"), [(LANDLINE, True), (MOBILE, False)])
async def test_no_sms_to_a_landline_nor_where_the_operator_wants_none(office: Office, contact: str, sms: bool) -> None:
    office.floor = replace(FLOOR, callback=CallbackPlan(sms=sms))
    answer = await office.callbacks.promise("a", {"contact": contact}, False)
    assert (answer["sms"], await office.sms()) == ("", [])


async def test_an_sms_that_cannot_be_stored_keeps_nobody_from_being_called(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(*_: object) -> str:
        raise OSError

    monkeypatch.setattr(office.records, "file", fails)
    answer = await office.callbacks.promise("a", {"contact": MOBILE}, False)
    assert answer["sms"] == ""
    assert await office.due() == [answer["ticket"]]


async def test_of_a_confidential_call_only_the_number_is_kept(office: Office) -> None:
    await office.callbacks.promise("secret", {"contact": MOBILE, "subject": "korupsi", "message": "rahasia"}, True)
    (row,) = await office.records.open_callbacks()
    assert (row.contact, row.call_id, row.subject, row.message) == (MOBILE, "", "", "")


async def test_two_confidential_promises_are_never_taken_for_one(office: Office) -> None:
    first = await office.callbacks.promise("secret", {"contact": MOBILE}, True)
    second = await office.callbacks.promise("other", {"contact": MOBILE}, True)
    assert first["ticket"] != second["ticket"] and len(await office.records.open_callbacks()) == 2


async def test_a_message_is_there_at_once_at_any_hour_and_over_when_it_was_read(office: Office) -> None:
    office.now = MONDAY.replace(hour=22)
    answer = await office.callbacks.promise("a", {"contact": MOBILE, "kind": "message", "message": "Mohon dicek."}, False)
    assert answer["kapan"] == ""
    assert "akan dibaca petugas" in (await office.sms())[0]
    assert await office.due() == [answer["ticket"]]
    assert await office.callbacks.read(answer["ticket"], "siti") == "done"
    assert await office.due() == []


async def test_a_call_is_due_at_its_time_and_while_its_queue_is_open(office: Office) -> None:
    later, night = await office.promised(when="2026-11-23T15:00:00"), await office.promised(LANDLINE, queue="darurat")
    assert await office.due() == [night]
    assert await refused(office, later) is Why.EARLY
    office.now = MONDAY.replace(hour=15)
    assert await office.due() == [night, later]
    office.now = MONDAY.replace(hour=17)
    assert await office.due() == [night]
    assert await refused(office, later) is Why.CLOSED
    assert (await office.callbacks.begin(later, "siti", forced=True)).number == MOBILE
    assert (await office.callbacks.begin(later, "siti")).number == MOBILE, "begun already"


async def test_one_agent_at_a_time(office: Office) -> None:
    ticket = await office.promised()
    both = await asyncio.gather(*(office.callbacks.begin(ticket, login) for login in ("siti", "budi")), return_exceptions=True)
    (winner,) = [one for one in both if isinstance(one, Attempt)]
    (loser,) = [one for one in both if isinstance(one, Refused)]
    assert loser.why is Why.LOCKED
    assert await office.due() == []
    assert (await office.callbacks.begin(ticket, winner.login)).id == winner.id, "begun twice it is the same attempt"
    other = "budi" if winner.login == "siti" else "siti"
    assert await refused(office, ticket, other, forced=True) is Why.LOCKED
    assert await office.callbacks.attempt_of(ticket, other) is None


async def test_an_agent_keeps_one_promise_at_a_time_and_it_is_written_down(office: Office) -> None:
    tickets = [await office.promised(f"08120000000{number}") for number in range(3)]
    begun = await asyncio.gather(*(office.callbacks.begin(ticket, "siti") for ticket in tickets), return_exceptions=True)
    (attempt,) = [one for one in begun if isinstance(one, Attempt)]
    assert [one.why for one in begun if isinstance(one, Refused)] == [Why.HOLDING] * 2
    others = [ticket for ticket in tickets if ticket != attempt.ticket]
    assert (await office.callbacks.begin(others[0], "budi")).number, "colleagues keep theirs"
    await office.callbacks.cancel(attempt)
    row = await office.records.callback(attempt.ticket)
    assert row is not None and (row.attempts, row.locked_by, await office.records.attempts(attempt.ticket)) == (0, "", [])
    assert attempt.ticket in await office.due()
    last = await office.callbacks.begin(others[1], "siti")
    office.now += timedelta(minutes=FLOOR.callback.lock_min)
    assert (await office.callbacks.begin(attempt.ticket, "siti")).number, "what has lapsed holds nobody"
    told = [(row.login, row.action, row.about) for row in reversed(await office.records.audit_rows(9))]
    assert told == [
        ("siti", "telepon_kembali", attempt.ticket),
        ("budi", "telepon_kembali", others[0]),
        ("siti", "batal_telepon_kembali", attempt.ticket),
        ("siti", "telepon_kembali", last.ticket),
        ("siti", "telepon_kembali", attempt.ticket),
    ]


async def test_nothing_is_lost_when_the_service_dies_during_a_call(office: Office) -> None:
    ticket = await office.promised()
    attempt = await office.callbacks.begin(ticket, "siti")
    await office.restart()
    assert await refused(office, ticket, "budi") is Why.LOCKED
    found = await office.callbacks.attempt_of(ticket, "siti")
    assert found == attempt, "its outcome can still be told"
    office.now += timedelta(minutes=FLOOR.callback.lock_min)
    assert await office.due() == [ticket]
    assert (await office.callbacks.begin(ticket, "budi")).id != attempt.id


async def test_tried_by_plan_then_given_up_and_told(office: Office) -> None:
    ticket = await office.promised()
    for n, pause in enumerate(FLOOR.callback.pauses_min[:2], 1):
        assert await office.in_vain(ticket, outcome="busy" if n == 1 else "no_answer") == "open"
        assert await refused(office, ticket) is Why.EARLY
        office.now += timedelta(minutes=pause)
        assert await office.due() == [ticket]
    assert await office.in_vain(ticket) == "given_up"
    assert await refused(office, ticket) is Why.GONE
    assert [one.outcome for one in await office.records.attempts(ticket)] == ["busy", "no_answer", "no_answer"]
    assert "sudah beberapa kali menelepon" in (await office.sms())[-1]


async def test_reached_it_is_done_and_an_outcome_told_twice_changes_nothing(office: Office) -> None:
    ticket = await office.promised()
    attempt = await office.callbacks.begin(ticket, "siti")
    assert await office.callbacks.outcome(attempt, "reached") == "done"
    assert await office.callbacks.outcome(attempt, "no_answer") == "done"
    with pytest.raises(ValueError, match="no outcome"):
        await office.callbacks.outcome(attempt, "maybe")


async def test_a_wrong_number_is_not_tried_again_nor_written_to(office: Office) -> None:
    ticket = await office.promised()
    before = await office.sms()
    assert await office.in_vain(ticket, outcome="wrong_number") == "given_up"
    assert await office.sms() == before


async def test_who_calls_again_first_closes_the_promise_by_speaking_to_an_agent(office: Office) -> None:
    ticket, other = await office.promised(), await office.promised(LANDLINE)
    secret = (await office.callbacks.promise("secret", {"contact": MOBILE}, True))["ticket"]
    attempt = await office.callbacks.begin(ticket, "siti")
    assert await office.callbacks.called_again("") == []
    assert await office.callbacks.called_again(MOBILE) == [ticket]
    assert await office.callbacks.outcome(attempt, "no_answer") == "called_again"
    assert await office.due() == [other, secret], "somebody else may wait for the confidential one"
    assert len(await office.sms()) == 2, "nothing about giving up"


async def test_a_code_means_what_the_agent_has_locked_else_what_is_due_first(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = await office.promised(), await office.promised(LANDLINE, when="2026-11-23T11:00:00")
    found = await office.callbacks.by_code(code_of(first), "siti")
    assert found is not None
    assert found.ticket == first
    assert await office.callbacks.by_code("9999", "siti") is None
    assert await office.callbacks.by_code(code_of(first), "siti", ["darurat"]) is None, "another queue's"
    monkeypatch.setattr("ivr.callbacks.code_of", lambda ticket: "0001")  # as of two months
    await office.callbacks.begin(second, "siti", forced=True)
    assert [getattr(await office.callbacks.by_code("0001", login), "ticket", "") for login in ("siti", "budi")] == [second, first]
