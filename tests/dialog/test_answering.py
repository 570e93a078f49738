"""Government systems and what they answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from conversation import Conversation, confirmed, ktp

from dialog.schema import Answer, DatedFact, Flows
from dialog.templates import sentence


@pytest.mark.parametrize("reason", ["timeout", "unavailable", "not_found", "rejected"])
def test_no_answer_from_the_system_offers_a_person(call: Conversation, reason: str) -> None:
    confirmed(call).system_fails(reason)
    there = reason in ("timeout", "unavailable")
    assert call.said == (call.flows.prompts.lookup_failed if there else call.flows.intents["status_ktp"].not_found)
    assert call.says("boleh").transfer is not None
    assert call.transfer is not None and [fact.value for fact in call.transfer.facts] == ["3273 0141 0790 0001"]


def test_a_person_declined_after_a_failure(call: Conversation) -> None:
    confirmed(call).system_fails("timeout").says("tidak usah")
    assert call.said == call.flows.prompts.anything_else
    assert "Saya ulangi, NIK" in call.says("cek status ktp").said


def test_a_number_that_was_not_found_is_asked_anew(call: Conversation) -> None:
    confirmed(call).system_fails("not_found").says("tidak usah")
    assert call.says("cek status ktp").said == call.flows.intents["status_ktp"].slots[0].ask


def test_an_answer_that_lacks_a_field_is_a_failure_of_the_system(call: Conversation) -> None:
    assert confirmed(call).system_answers(status="siap").said == call.flows.prompts.lookup_failed


def test_while_the_system_is_asked_words_and_keys_wait(call: Conversation) -> None:
    before = confirmed(call).state
    assert call.says("halo").presses("1").is_silent().state == before


@pytest.mark.parametrize("way_out", [lambda c: c.says("petugas"), lambda c: c.presses("0")])
def test_while_the_system_is_asked_a_person_can_be_had(call: Conversation, way_out: Callable[[Conversation], Conversation]) -> None:
    assert way_out(confirmed(call)).transfer is not None
    assert call.system_answers(nama="Budi", status="siap").effects == ()


# Answers that nobody vouches for, and what only a person may decide


def test_an_answer_past_its_last_day_is_not_given(flows: Flows) -> None:
    intents = {**flows.intents, "ktp_hilang": replace(flows.intents["ktp_hilang"], valid_until=date(2026, 11, 23))}
    call = Conversation(replace(flows, intents=intents)).begins().says("ktp saya hilang")
    assert call.said == flows.prompts.expired
    assert call.says("ya").transfer is not None
    assert call.transfer is not None and call.transfer.reason == "expired"


def test_a_question_whose_answer_has_expired_is_not_even_begun(flows: Flows) -> None:
    intents = {**flows.intents, "status_ktp": replace(flows.intents["status_ktp"], valid_from=date(2026, 11, 25))}
    assert ktp(Conversation(replace(flows, intents=intents)).begins()).said == flows.prompts.expired


def test_a_fact_past_its_last_day_takes_the_answer_with_it(flows: Flows) -> None:
    lost = flows.intents["ktp_hilang"]
    answer = Answer(sentence("Biayanya {{ fakta.biaya }}.", frozenset({"fakta.biaya"})), facts=frozenset({"biaya"}))
    intents = {**flows.intents, "ktp_hilang": replace(lost, answers=(answer,))}
    spoken = {"fakta": {"biaya": "nol rupiah"}}
    for until, said in ((date(2026, 11, 24), "Biayanya nol rupiah."), (date(2026, 11, 23), flows.prompts.expired)):
        facts = {"biaya": DatedFact("biaya", "nol rupiah", "UU 24/2013", valid_until=until)}
        call = Conversation(replace(flows, intents=intents, facts=facts, spoken=spoken)).begins()
        assert said in call.says("ktp saya hilang").said


def test_what_a_person_must_decide_is_said_and_put_through(flows: Flows) -> None:
    lost = flows.intents["ktp_hilang"]
    answer = Answer(sentence("Itu harus diputuskan petugas.", frozenset()), person=True)
    call = Conversation(replace(flows, intents={**flows.intents, "ktp_hilang": replace(lost, answers=(answer,))})).begins()
    transfer = call.says("ktp saya hilang").transfer
    assert call.said.startswith("Itu harus diputuskan petugas.")
    assert transfer is not None and transfer.reason == "authority"
