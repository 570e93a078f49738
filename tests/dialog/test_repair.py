"""Ladders: other words, an example, keys, a person."""

from __future__ import annotations

import pytest
from conversation import SPOKEN_NIK, Conversation, ktp

from dialog.effects import Listen, Say, Transfer
from dialog.events import VoiceFailed
from dialog.slots import KINDS
from dialog.state import Phase


def test_not_understood_in_other_words_each_time_then_a_person(call: Conversation) -> None:
    said = [call.mumbles().said, call.says("xyzzy plugh").said]
    assert said == list(call.flows.prompts.no_match)
    call.mumbles()
    assert call.transfer is not None
    assert call.transfer.reason == "not_understood"


def test_silence_in_other_words_each_time_then_a_person(call: Conversation) -> None:
    said = [call.is_silent().said, call.is_silent().said]
    assert said == list(call.flows.prompts.no_input)
    call.is_silent()
    assert call.transfer is not None
    assert call.transfer.reason == "no_input"


@pytest.mark.parametrize("miss", ["mumbles", "is_silent"])
def test_a_slot_is_asked_in_other_words_each_time(call: Conversation, miss: str) -> None:
    slot = ktp(call).flows.intents["status_ktp"].slots[0]
    said = [call.said]
    for _ in range(2):
        getattr(call, miss)()
        said.append(call.said)
    assert said[0] == slot.ask
    assert slot.reask[0] in said[1]
    assert said[2] not in said[:2]
    for _ in range(3 if miss == "mumbles" else 2):
        getattr(call, miss)()
    assert call.transfer is not None


def test_the_ladder_of_a_number_other_words_keys_the_offer_of_a_person_a_person(call: Conversation) -> None:
    slot = ktp(call).flows.intents["status_ktp"].slots[0]
    assert slot.reask[0] in call.mumbles().said
    assert KINDS["nik"].example in call.mumbles().said
    assert KINDS["nik"].keypad in call.mumbles().said
    assert call.mumbles().said == call.flows.prompts.offer_person
    assert call.says("tidak usah").state.phase is Phase.SLOT
    assert call.mumbles().transfer is not None


def test_a_no_to_the_offer_of_a_person_keeps_what_is_known(call: Conversation) -> None:
    call.says("mau lapor jalan rusak").says("jalan berlubang").mumbles().mumbles()
    assert call.state.phase is Phase.OFFER_PERSON
    call.says("tidak").says("di jalan merdeka")
    assert call.state.slots == {"apa": "jalan berlubang", "lokasi": "di jalan merdeka"}


def test_a_caller_who_struggles_is_spoken_to_slowly_and_waited_for_longer(call: Conversation) -> None:
    ktp(call)
    assert isinstance(call.waits_for, Listen)
    usual = call.waits_for
    call.mumbles().is_silent().mumbles()
    assert all(effect.slow for effect in call.effects if isinstance(effect, Say))
    call.says("tidak")
    assert isinstance(call.waits_for, Listen)
    assert call.waits_for.pauses.complete_ms == usual.pauses.complete_ms
    call.mumbles()
    fresh = ktp(Conversation(call.flows).begins()).says("lebih pelan").says("tiga dua tujuh tiga")
    assert all(effect.slow for effect in fresh.effects if isinstance(effect, Say))


def test_who_asked_for_slower_speech_is_waited_for_longer_at_the_next_question(call: Conversation) -> None:
    usual = call.flows.intents["lapor"].slot("lokasi")
    call.says("mau lapor jalan rusak").says("pelan pelan").says("jalan berlubang")
    assert isinstance(call.waits_for, Listen)
    assert call.waits_for.no_input_ms == int(usual.no_input_ms * 1.5)
    assert call.waits_for.pauses.open_ms == int(usual.pauses.open_ms * 1.5)
    assert call.waits_for.pauses.complete_ms == usual.pauses.complete_ms


def test_silence_and_then_a_miss_are_two_different_questions(call: Conversation) -> None:
    slot = ktp(call).flows.intents["status_ktp"].slots[0]
    assert slot.reask[0] in call.is_silent().said
    assert slot.reask[1] in call.mumbles().said


def test_an_answer_gives_new_patience_but_does_not_forget_at_once(call: Conversation) -> None:
    call.mumbles().mumbles()
    assert ktp(call).state.misses == 1
    assert call.mumbles().transfer is None
    assert call.says(SPOKEN_NIK).says("ya").state.misses < 2


def test_garbage_between_halves_of_a_number_does_not_go_on_for_ever(call: Conversation) -> None:
    ktp(call)
    for _ in range(12):
        call.says("tiga dua tujuh tiga").says("apa ya tadi lupa")
        if call.transfer:
            break
    assert isinstance(call.waits_for, Transfer)


def test_the_recogniser_fails_twice(call: Conversation) -> None:
    assert call.flows.prompts.recognizer_failed in call.recognizer_fails().said
    call.recognizer_fails()
    assert call.transfer is not None
    assert call.transfer.reason == "failure"


def test_a_voice_that_fails_is_replaced_by_a_person(call: Conversation) -> None:
    assert ktp(call).happens(VoiceFailed()).transfer is not None
