"""To a person, and back."""

from __future__ import annotations

from conversation import SPOKEN_NIK, Conversation, answered, ktp, without_agents

from dialog.effects import Lookup, Outcome


def test_the_agent_hears_the_story(call: Conversation) -> None:
    ktp(call).says(SPOKEN_NIK).says("ya").system_fails("timeout").says("petugas")
    assert call.transfer is not None
    assert call.transfer.subject == call.flows.intents["status_ktp"].title
    assert [(f.label, f.value, f.confirmed) for f in call.transfer.facts] == [("NIK", "3273 0141 0790 0001", True)]


def test_what_was_not_confirmed_is_called_so(call: Conversation) -> None:
    call.says("mau lapor jalan rusak").says("jalan berlubang").says("petugas")
    assert call.transfer is not None
    assert "jalan berlubang, belum dikonfirmasi" in call.transfer.briefing


def test_no_agent_then_a_call_back(call: Conversation) -> None:
    ktp(call).says("tiga dua tujuh tiga").says("sambungkan ke petugas").comes_back()
    assert call.said == call.flows.prompts.no_agent
    call.says("boleh")
    assert call.said == call.flows.prompts.callback_number
    assert call.state.digits == ""
    call.says("nol delapan satu dua tiga empat lima enam tujuh delapan sembilan")
    assert "0812 3456 789" in call.said
    call.says("betul")
    subject = call.flows.intents["status_ktp"].title
    assert call.lookup == Lookup(1, "sapa.callback", {"contact": "08123456789", "subject": subject})
    call.system_answers(ticket="C-7")
    assert "C-7" in call.said
    assert call.ended is Outcome.CALLBACK


def test_a_call_back_that_cannot_be_stored_is_said_so(call: Conversation) -> None:
    without_agents(call).says("ya").presses("081234567890#").says("ya").system_fails("unavailable")
    assert call.flows.prompts.callback_failed in call.said
    assert call.ended is Outcome.FAILED


def test_asking_for_a_person_again_when_none_is_there_repeats_the_offer(call: Conversation) -> None:
    assert without_agents(call).says("petugas").said == call.flows.prompts.no_agent


def test_a_call_back_declined(call: Conversation) -> None:
    assert without_agents(call).says("tidak usah").ended is Outcome.FAILED
    assert answered(Conversation(call.flows).begins()).says("petugas").comes_back().says("tidak").ended is Outcome.ANSWERED


def test_silence_when_a_call_back_is_offered_ends(call: Conversation) -> None:
    without_agents(call)
    for _ in range(3):
        call.is_silent()
    assert call.ended is Outcome.FAILED
