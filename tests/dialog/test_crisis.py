"""Danger and despair when no person can be had: no menu, no office hours, no goodbye; the number is dialled, then told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conversation import Conversation, ktp

from dialog.effects import Outcome
from dialog.events import VoiceFailed
from dialog.schema import Alarm, Flows
from dialog.state import Phase

FIRE = Alarm("api", "emergency", ("kebakaran",), "Menjauhlah dari api.", "112")
SAD = Alarm("sedih", "distress", ("ingin mati",), "Anda tidak sendirian.", "119")
ALONE = replace(SAD, number="")
PRESS = "tekan satu satu sembilan sekarang"
COLD = ("Terima kasih", "Sampai jumpa", "buka lagi", "tidak melayani", "telepon kembali", "titip pesan", "musik")


@pytest.fixture
def sad(flows: Flows) -> Conversation:
    """In despair, and the office is closed."""
    call = Conversation(replace(flows, alarms=(FIRE, SAD))).begins()
    call.agents = {"keadaan": "closed", "buka": "2026-11-25T08:00:00+07:00"}
    return call.says("saya ingin mati")


def warm(call: Conversation) -> bool:
    return not any(word in call.said for word in COLD)


@pytest.mark.parametrize("standing", ["closed", "full", "nobody"])
def test_where_no_person_comes_to_who_is_in_despair_the_number_is_dialled(flows: Flows, standing: str) -> None:
    call = Conversation(replace(flows, alarms=(SAD,))).begins()
    call.agents = {"keadaan": standing}
    call.says("saya ingin mati")
    assert call.said == "Anda tidak sendirian. " + call.flows.prompts.crisis_dial.replace("{{ nomor }}", "satu satu sembilan")
    assert call.transfer is not None and (call.transfer.reason, call.transfer.number) == ("distress", "119")


def test_who_waited_in_despair_and_comes_back_is_dialled_the_number(flows: Flows) -> None:
    call = Conversation(replace(flows, alarms=(SAD,))).begins()
    assert call.says("saya ingin mati").transfer is not None and call.transfer.number == ""
    for reason in ("no_answer", "callback"):
        assert call.comes_back(reason).transfer is not None or call.state.phase is Phase.CRISIS
    assert PRESS in call.said and warm(call)


def test_where_that_comes_back_too_it_is_told_which_number_to_press_and_listening_goes_on(sad: Conversation) -> None:
    sad.comes_back("nobody")
    assert PRESS in sad.said and warm(sad) and sad.state.phase is Phase.CRISIS
    for text in ("tidak", "ya sudah terima kasih", "hmm"):
        assert PRESS in sad.says(text).said and warm(sad) and sad.ended is None


def test_a_fire_that_could_not_be_dialled_is_told_the_number_and_dialled_again(flows: Flows) -> None:
    call = ktp(Conversation(replace(flows, alarms=(FIRE,))).begins())
    assert call.says("kebakaran").transfer is not None
    assert "tekan satu satu dua sekarang" in call.comes_back("no_answer").said and warm(call)
    for text in ("ya tolong cepat", "petugas", "coba lagi", "tolong bantu", "kebakaran"):
        transfer = call.says(text).transfer
        assert transfer is not None and transfer.number == "112", text
        assert call.comes_back().state.phase is Phase.CRISIS


@pytest.mark.parametrize("key", ["1", "0"])
def test_a_key_tries_again(sad: Conversation, key: str) -> None:
    assert sad.comes_back().presses(key).transfer is not None


def test_a_no_by_key_and_again_tell_the_number_once_more(sad: Conversation) -> None:
    sad.comes_back()
    assert PRESS in sad.presses("2").said
    assert PRESS in sad.presses("*").said
    assert PRESS in sad.says("ulangi").said


@pytest.mark.parametrize("silent", [True, False])
def test_who_says_nothing_or_only_no_hears_the_number_last(sad: Conversation, silent: bool) -> None:
    sad.comes_back()
    for _ in range(8):
        if sad.ended is None:
            sad.is_silent() if silent else sad.says("tidak")
    assert sad.ended is Outcome.FAILED
    assert PRESS in sad.said and warm(sad)


def test_where_there_is_no_number_somebody_near_is_the_next_best(flows: Flows) -> None:
    call = Conversation(replace(flows, alarms=(ALONE,))).begins()
    call.agents = {"keadaan": "nobody"}
    assert call.flows.prompts.crisis_alone in call.says("saya ingin mati").said
    call.agents = {"keadaan": "free"}
    assert call.says("coba lagi").transfer is not None


@pytest.mark.parametrize("text", ["batal", "bukan pak salah", "lanjut dengan sapa"])
def test_who_meant_none_of_it_goes_on_where_they_were(flows: Flows, text: str) -> None:
    call = ktp(Conversation(replace(flows, alarms=(FIRE,))).begins()).says("kebakaran").comes_back()
    assert call.says(text).state.slot == "nik"


def test_another_wish_is_taken_up(sad: Conversation) -> None:
    assert sad.comes_back().says("mau lapor jalan rusak").state.intent == "lapor"


def test_despair_is_asked_for_however_often_the_caller_was_in_the_queue(flows: Flows) -> None:
    call = Conversation(replace(flows, alarms=(SAD,))).begins()
    call.says("petugas").comes_back().says("tunggu").comes_back()
    assert call.says("saya ingin mati").found is not None


def test_a_voice_that_fails_leaves_nobody_in_danger_alone(sad: Conversation) -> None:
    transfer = sad.comes_back().happens(VoiceFailed()).transfer
    assert transfer is not None and transfer.number == "119"


def test_after_a_person_spoke_with_them_nothing_of_it_remains(flows: Flows) -> None:
    call = Conversation(replace(flows, alarms=(SAD,))).begins().says("saya ingin mati").is_sent_back("status_ktp")
    assert call.says("petugas").comes_back().state.phase is Phase.OFFER_WAYS
