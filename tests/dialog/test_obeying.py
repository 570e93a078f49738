"""Commands at any moment."""

from __future__ import annotations

import pytest
from conversation import SPOKEN_NIK, Conversation, answered, complaint, ktp

from dialog.effects import Listen, Outcome, Say


@pytest.mark.parametrize(
    "words", ["petugas", "saya mau bicara dengan petugas", "tolong sambungkan ke petugas ya", "operator", "minta petugas dong"]
)
def test_a_person_may_be_asked_for_anywhere(call: Conversation, words: str) -> None:
    for so_far in (lambda c: c, ktp, lambda c: ktp(c).says(SPOKEN_NIK), answered, complaint, lambda c: c.says("mau lapor jalan rusak")):
        one = so_far(Conversation(call.flows).begins()).says(words)
        assert one.transfer is not None
        assert one.transfer.reason == "requested"


@pytest.mark.parametrize(
    "words", ["petugasnya tidak ada di tempat", "petugasnya tidak ada", "petugas kelurahan meminta uang kepada warga setiap hari"]
)
def test_a_complaint_about_agents_is_no_wish_for_one(call: Conversation, words: str) -> None:
    call.says("mau menyampaikan keluhan").says(words)
    assert call.transfer is None
    assert call.state.slots == {"apa": words}


@pytest.mark.parametrize("words", ["ktp saya sudah selesai belum", "ktp sudah selesai"])
def test_words_of_a_command_in_a_question_end_no_call(call: Conversation, words: str) -> None:
    assert call.says(words).ended is None
    assert call.state.intent == "status_ktp"


def test_batal_returns_to_the_open_question(call: Conversation) -> None:
    assert ktp(call).says("tidak jadi").said == call.flows.prompts.ask_intent
    assert call.state.intent is None


def test_ulangi_repeats_the_question_and_after_an_answer_the_answer(call: Conversation) -> None:
    ask = call.flows.intents["status_ktp"].slots[0].ask
    assert ktp(call).says("tolong diulang").said == ask
    call.says(SPOKEN_NIK).says("ya").system_answers(nama="Budi", status="siap", kantor="Dukcapil", perkiraan="")
    answer = call.said
    assert call.says("ulangi").said == answer


def test_ulangi_in_the_middle_of_a_number_tells_what_is_there(call: Conversation) -> None:
    ktp(call).says("tiga dua tujuh tiga").says("ulangi")
    assert "3273" in call.said
    assert call.state.digits == "3273"


def test_a_caller_who_fetches_a_card_gets_time_and_not_for_ever(call: Conversation) -> None:
    ktp(call).says("tiga dua tujuh tiga").says("sebentar ya saya ambil dulu")
    assert call.said == call.flows.prompts.waiting
    assert isinstance(call.waits_for, Listen)
    assert (call.waits_for.no_input_ms, call.waits_for.digits, call.state.digits) == (30_000, 16, "3273")
    assert call.says("tunggu").transfer is None
    assert call.says("tunggu").transfer is not None


def test_selesai_ends(call: Conversation) -> None:
    assert call.says("selesai").ended is Outcome.ABANDONED


def test_kembali_asks_the_question_before(call: Conversation) -> None:
    call.says("mau lapor jalan rusak").says("jalan berlubang").says("kembali ke pertanyaan sebelumnya")
    assert call.said.endswith(call.flows.intents["lapor"].slot("apa").ask)
    assert call.state.slots == {}
    assert call.says("kembali").said.startswith(call.flows.prompts.nothing_back)


def test_kembali_from_the_summary_and_from_a_value_read_back(call: Conversation) -> None:
    complaint(call).says("kembali")
    assert call.said.endswith(call.flows.intents["lapor"].slot("sejak").ask)
    other = ktp(Conversation(call.flows).begins()).says(SPOKEN_NIK).says("kembali")
    assert other.said.endswith(call.flows.intents["status_ktp"].slots[0].ask)


def test_bantuan_tells_how_to_answer_and_asks_again(call: Conversation) -> None:
    ktp(call).says("bantuan")
    assert call.flows.prompts.help in call.said
    assert call.said.endswith(call.flows.intents["status_ktp"].slots[0].ask)
    assert Conversation(call.flows).begins().says("bantuan").said.endswith(call.flows.prompts.ask_intent)


def test_mulai_lagi_begins_the_same_wish_anew(call: Conversation) -> None:
    complaint(call).says("mulai dari awal")
    assert call.state.slots == {}
    assert call.state.intent == "lapor"
    assert call.said.endswith(call.flows.intents["lapor"].slot("apa").ask)


def test_pelan_is_slow_from_then_on(call: Conversation) -> None:
    ktp(call).says("pelan pelan")
    assert all(effect.slow for effect in call.effects if isinstance(effect, Say))
    assert all(effect.slow for effect in call.says(SPOKEN_NIK).effects if isinstance(effect, Say))


def test_pace_goes_step_by_step_to_its_bounds_and_stays(call: Conversation) -> None:
    ktp(call).says("lebih pelan").says("lebih pelan")
    assert (call.state.pace, call.said.startswith(call.flows.prompts.slower)) == (0.65, True)
    assert call.says("pelan pelan").said.startswith(call.flows.prompts.slowest)
    paces = []
    for _ in range(5):
        call.says("lebih cepat")
        paces.append(call.state.pace)
    assert paces == [0.8, 1.0, 1.15, 1.3, 1.3]
    assert call.said.startswith(call.flows.prompts.fastest)
    assert call.says(SPOKEN_NIK).state.pace == 1.3
    assert all(effect.pace == 1.3 for effect in call.effects if isinstance(effect, Say))


def test_who_does_not_know_is_offered_a_person_and_may_go_on(call: Conversation) -> None:
    ktp(call).says("saya nggak hafal NIK nya")
    assert call.said == call.flows.prompts.unknown
    assert call.says("tidak usah").said == call.flows.intents["status_ktp"].slots[0].ask
    assert call.says("lupa").says("ya").transfer is not None


def test_not_to_know_is_an_answer_where_a_story_is_due(call: Conversation) -> None:
    call.says("mau lapor jalan rusak").says("jalan berlubang").says("jalan merdeka").says("tidak tahu")
    assert call.state.slots["sejak"] == "tidak tahu"
