"""Corrections of what was said earlier, answers to questions not yet asked, questions in between."""

from __future__ import annotations

import pytest
from conversation import NIK, SPOKEN_NIK, Conversation, answered, complaint, confirmed, ktp

from dialog.state import Phase

TO_BANDUNG = "mau urus surat pindah"


@pytest.mark.parametrize(
    "words", ["bukan bandung, bogor", "eh bogor bukan bandung", "eh salah, kota tujuannya bogor", "bukan Bandung tapi Bogor"]
)
def test_an_earlier_slot_is_corrected_while_another_is_asked(call: Conversation, words: str) -> None:
    call.says(TO_BANDUNG).says("bandung").says(words)
    assert call.state.slots == {"tujuan": "bogor"}
    assert "bogor" in call.said
    assert call.flows.intents["pindah_kota"].slot("nik").ask in call.said


def test_an_earlier_slot_is_corrected_while_a_value_is_read_back(call: Conversation) -> None:
    call.says(TO_BANDUNG).says("bandung").says(SPOKEN_NIK).says("bukan bandung, bogor")
    assert call.state.slots["tujuan"] == "bogor"
    assert call.state.phase is Phase.CONFIRM_SLOT
    assert call.heard == NIK
    assert "bogor" in call.says("ya").said


def test_a_correction_that_is_not_understood_keeps_what_was_valid(call: Conversation) -> None:
    call.says(TO_BANDUNG).says("bandung").says("bukan bandung, xyzzy")
    assert call.state.slots == {"tujuan": "bandung"}


def test_a_slot_named_as_wrong_is_asked_again_and_keeps_its_value_until_then(call: Conversation) -> None:
    call.says(TO_BANDUNG).says("bandung").says("kota tujuannya salah")
    assert call.said == call.flows.intents["pindah_kota"].slot("tujuan").ask
    assert call.state.slots == {"tujuan": "bandung"}
    call.says("bogor")
    assert call.state.slots == {"tujuan": "bogor"}
    assert call.said == call.flows.intents["pindah_kota"].slot("nik").ask


def test_digits_of_an_earlier_number_are_corrected(call: Conversation) -> None:
    ktp(call).says(SPOKEN_NIK).says("eh salah, delapan bukan sembilan")
    assert call.heard == NIK.replace("9", "8")


def test_left_over_words_fill_nothing(call: Conversation) -> None:
    call.says("mau lapor jalan rusak di dekat pasar lama")
    assert call.state.slots == {}


def test_in_a_summary_the_right_value_may_be_given_at_once(call: Conversation) -> None:
    complaint(call).says("salah, lokasinya jalan asia afrika")
    assert call.state.phase is Phase.SUMMARY
    assert "jalan asia afrika" in call.said
    assert call.state.slots["apa"] == "jalan berlubang besar"


def test_a_part_of_a_story_is_corrected(call: Conversation) -> None:
    call.says("mau lapor jalan rusak").says("jalan berlubang").says("di jalan merdeka dekat pasar")
    call.says("eh salah bukan merdeka jalan sudirman")
    assert call.state.slots == {"apa": "jalan berlubang", "lokasi": "di jalan sudirman dekat pasar"}
    assert call.said.endswith(call.flows.intents["lapor"].slot("sejak").ask)


def test_the_part_called_wrong_may_be_misheard(call: Conversation) -> None:
    call.says("mau lapor jalan rusak").says("jalan berlubang").says("di jalan sudirman dekat pasar")
    call.says("eh salah bukan sudahirman merdeka")
    assert call.state.slots["lokasi"] == "di jalan merdeka dekat pasar"


def test_a_correction_that_cannot_be_placed_fills_nothing_and_is_asked_about(call: Conversation) -> None:
    call.says("mau lapor jalan rusak").says("jalan berlubang").says("di jalan sudirman").says("eh salah bukan kartini merdeka")
    assert call.state.phase is Phase.WHICH_WRONG
    assert call.state.slots == {"apa": "jalan berlubang", "lokasi": "di jalan sudirman"}
    call.says("lokasinya").says("jalan merdeka")
    assert call.state.slots["lokasi"] == "jalan merdeka"
    assert call.said == call.flows.intents["lapor"].slot("sejak").ask


def test_who_finds_nothing_wrong_after_all_is_asked_the_next_question(call: Conversation) -> None:
    call.says("mau lapor jalan rusak").says("jalan berlubang").says("di jalan sudirman")
    call.says("eh salah bukan kartini merdeka").says("iya benar")
    assert call.said == call.flows.intents["lapor"].slot("sejak").ask


def test_in_a_summary_a_value_may_be_said_anew_by_its_name(call: Conversation) -> None:
    assert complaint(call).says("sejak kemarin").state.slots["sejak"] == "kemarin"
    assert call.state.phase is Phase.SUMMARY


def test_a_no_in_a_story_is_part_of_it(call: Conversation) -> None:
    call.says("mau lapor jalan rusak").says("bukan hanya jalan tapi trotoar juga rusak")
    assert call.state.slots == {"apa": "bukan hanya jalan tapi trotoar juga rusak"}


def test_several_slots_from_one_sentence(call: Conversation) -> None:
    call.says(f"mau urus surat pindah ke bogor, nik saya {SPOKEN_NIK}")
    assert call.state.slots == {"tujuan": "bogor", "nik": NIK}
    assert "3273 0141 0790 0001" in call.said
    assert "bogor" in call.says("ya").said


def test_an_answer_to_the_next_question_comes_with_this_one(call: Conversation) -> None:
    call.says(TO_BANDUNG).says(f"ke bandung, nik {SPOKEN_NIK}")
    assert call.state.slots["tujuan"] == "bandung"
    assert call.heard == NIK


def test_a_question_in_between_is_answered_and_the_question_comes_back(call: Conversation) -> None:
    ktp(call).says("tiga dua tujuh tiga").says("jam bukanya sampai kapan")
    assert "pukul empat" in call.said
    assert call.said.endswith("Sudah saya catat, 3273. Silakan lanjutkan angka berikutnya.")
    assert (call.state.intent, call.state.digits) == ("status_ktp", "3273")


def test_a_question_in_the_middle_of_a_story(call: Conversation) -> None:
    call.says("mau lapor jalan rusak").says("jam bukanya sampai kapan")
    assert "pukul empat" in call.said
    assert call.state.slots == {}


def test_another_wish_takes_what_is_known_along(call: Conversation) -> None:
    ktp(call).says(SPOKEN_NIK).says("ya").system_fails("timeout").says("mau urus surat pindah ke bogor")
    assert call.state.intent == "pindah_kota"
    assert call.state.slots == {"tujuan": "bogor", "nik": NIK}


def test_eh_and_the_name_of_a_slot_is_a_correction_too(call: Conversation) -> None:
    call.says("mau lapor jalan rusak").says("jalan berlubang").says("jalan merdeka").says("eh lokasinya jalan sudirman saja")
    assert call.state.slots["lokasi"] == "jalan sudirman saja"
    assert call.said.endswith(call.flows.intents["lapor"].slot("sejak").ask)


def test_digits_of_an_address_correct_no_number_told_before(call: Conversation) -> None:
    call.says("mau lapor jalan rusak").says("jalan berlubang").says("jalan merdeka nomor 12").says("bukan dua belas, dua puluh")
    assert "jalan berlubang" in call.state.slots["apa"]


@pytest.mark.parametrize("words", ["lho namanya salah", "bukan itu"])
def test_nobody_is_sent_away_with_a_wrong_answer(call: Conversation, words: str) -> None:
    assert answered(call).says(words).said == call.flows.prompts.offer_person
    assert call.ended is None


def test_after_not_found_the_number_may_be_said_again(call: Conversation) -> None:
    confirmed(call).system_fails("not_found").says("coba lagi deh, nik nya salah")
    assert call.said.endswith(call.flows.intents["status_ktp"].slots[0].ask)
