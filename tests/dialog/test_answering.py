"""Government systems and what they answer."""

from __future__ import annotations

import pytest
from conversation import Conversation, confirmed


@pytest.mark.parametrize("reason", ["timeout", "unavailable", "not_found", "rejected"])
def test_no_answer_from_the_system_offers_a_person(call: Conversation, reason: str) -> None:
    confirmed(call).system_fails(reason)
    there = reason in ("timeout", "unavailable")
    assert call.said == (call.flows.prompts.lookup_failed if there else call.flows.intents["status_ktp"].not_found)
    assert call.says("boleh").transfer is not None
    assert "3273 0141 0790 0001" in call.transfer.briefing  # type: ignore[union-attr]


def test_a_person_declined_after_a_failure(call: Conversation) -> None:
    confirmed(call).system_fails("timeout").says("tidak usah")
    assert call.said == call.flows.prompts.anything_else
    assert call.says("cek status ktp").said == call.flows.intents["status_ktp"].slots[0].ask


def test_an_answer_that_lacks_a_field_is_a_failure_of_the_system(call: Conversation) -> None:
    assert confirmed(call).system_answers(status="siap").said == call.flows.prompts.lookup_failed


def test_while_the_system_is_asked_words_and_keys_wait(call: Conversation) -> None:
    before = confirmed(call).state
    assert call.says("halo").presses("0").is_silent().state == before
