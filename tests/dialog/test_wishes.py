"""What the caller wants: at once, asked about, or instead of something else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conversation import NIK, SPOKEN_NIK, Conversation, answered, ktp

from dialog.effects import Outcome
from dialog.schema import Flows
from dialog.state import Phase


def test_half_understood_is_asked_and_a_yes_begins(call: Conversation) -> None:
    call.says("cek status ktp", confidence=0.1)
    assert call.flows.intents["status_ktp"].title in call.said
    assert call.says("iya").said == call.flows.intents["status_ktp"].slots[0].ask


@pytest.mark.parametrize("answer", ["bukan, saya mau lapor jalan rusak", "mau lapor jalan rusak"])
def test_half_understood_and_corrected_in_the_same_breath(call: Conversation, answer: str) -> None:
    call.says("cek status ktp", confidence=0.1).says(answer)
    assert call.state.intent == "lapor"
    assert call.state.phase is Phase.SLOT


def test_half_understood_and_refused_is_asked_anew(call: Conversation) -> None:
    call.says("cek status ktp", confidence=0.1).says("bukan")
    assert call.said == call.flows.prompts.no_match[0]
    assert call.state.intent is None


def test_a_guess_that_is_refused_after_an_answer_leaves_the_answer_and_its_question(call: Conversation) -> None:
    answered(call)
    told, wish = call.state.told, call.state.intent
    call.says("mau lapor jalan rusak", confidence=0.1)
    assert call.state.phase is Phase.CONFIRM_INTENT
    call.says("bukan")
    assert (call.state.phase, call.state.intent, call.state.told) == (Phase.MORE, wish, told)
    assert call.state.misses == 1


def test_the_second_hypothesis_may_be_the_one_that_makes_sense(call: Conversation) -> None:
    ktp(call).says("tiga dua tujuh sembilan sembilan", SPOKEN_NIK)
    assert call.heard == NIK


@pytest.mark.parametrize("wish", ["mau lapor jalan rusak", "iya, jalan di depan rumah saya berlubang", "lapor sampah menumpuk"])
def test_the_next_wish_may_follow_at_once(call: Conversation, wish: str) -> None:
    assert answered(call).says(wish).state.intent == "lapor"


@pytest.mark.parametrize("leave", ["tidak", "tidak ada", "sudah", "sudah cukup", "itu saja terima kasih", "nggak pak makasih", "selesai"])
def test_taking_leave_in_many_words(call: Conversation, leave: str) -> None:
    assert answered(call).says(leave).ended is Outcome.ANSWERED


def test_silence_after_the_answer_is_a_goodbye(call: Conversation) -> None:
    assert answered(call).is_silent().ended is Outcome.ANSWERED


def test_yes_there_is_more_and_then_no(call: Conversation) -> None:
    assert answered(call).says("iya ada").says("eh tidak jadi").said == call.flows.prompts.ask_intent
    assert call.says("sudah cukup terima kasih").ended is Outcome.ANSWERED


def test_yes_there_is_more(call: Conversation) -> None:
    assert answered(call).says("iya ada").said == call.flows.prompts.ask_intent


def test_another_wish_instead_of_a_number(call: Conversation) -> None:
    assert ktp(call).says("eh maaf saya mau lapor jalan rusak").state.intent == "lapor"
    assert call.says("cek status ktp").state.slots == {"apa": "cek status ktp"}  # a free answer is what was said


# One of two


@pytest.fixture
def torn(flows: Flows) -> Conversation:
    """A caller whose wish may be one of two."""
    wide = {risk: replace(bands, gap=0.99, confirm=0.0) for risk, bands in flows.bands.items()}
    call = Conversation(replace(flows, bands=wide)).begins().says("ktp saya hilang mau cek status ktp")
    assert call.state.phase is Phase.CHOOSE_INTENT
    return call


def test_two_wishes_close_together_are_both_named(torn: Conversation) -> None:
    for name in (torn.state.intent or "", torn.state.rival):
        assert torn.flows.intents[name].title in torn.said


@pytest.mark.parametrize(("place", "words"), [(0, "yang pertama"), (1, "yang kedua pak"), (1, "nomor dua")])
def test_one_of_two_by_its_place(torn: Conversation, place: int, words: str) -> None:
    pair = (torn.state.intent, torn.state.rival)
    assert torn.says(words).state.intent == pair[place]
    assert torn.state.phase is not Phase.CHOOSE_INTENT


def test_one_of_two_by_key(torn: Conversation) -> None:
    rival = torn.state.rival
    assert torn.presses("2").state.intent == rival


def test_one_of_two_by_its_name(torn: Conversation) -> None:
    assert torn.says("mengurus KTP yang hilang").state.intent == "ktp_hilang"


def test_neither_of_two(torn: Conversation) -> None:
    assert torn.says("bukan dua duanya").state.phase is Phase.INTENT
    assert torn.state.intent is None


def test_too_little_confidence_for_what_is_at_stake_goes_to_a_person(flows: Flows) -> None:
    strict = {risk: replace(bands, act=0.99, confirm=0.99, hand_over=0.98, gap=0.0) for risk, bands in flows.bands.items()}
    transfer = ktp(Conversation(replace(flows, bands=strict)).begins()).says("cek status ktp", confidence=0.2).transfer
    assert transfer is None or transfer.reason == "low_confidence"
    assert Conversation(replace(flows, bands=strict)).begins().says("cek status ktp", confidence=0.2).transfer is not None
