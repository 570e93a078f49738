"""A call back or a message instead of a person now: whose number, when, one question for all of it, and the ticket."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conversation import Conversation, complaint, ktp, without_agents

from dialog.calendar import Calendar, Calendars
from dialog.effects import Outcome
from dialog.schema import Flows
from dialog.state import Phase

MOBILE = "081234567890"
SPOKEN = "nol delapan satu dua tiga empat lima enam tujuh delapan sembilan"
OFFICE = Calendars(Calendar(week={day: ((480, 690), (780, 960)) for day in range(5)}))


@pytest.fixture
def mine(flows: Flows) -> Conversation:
    """Somebody whose number is known chooses to be called back. It is Tuesday, ten in the morning."""
    return Conversation(replace(flows, calendars=OFFICE)).begins(MOBILE).says("petugas").comes_back("callback")


def test_the_own_number_a_time_and_one_question(mine: Conversation) -> None:
    assert mine.said == "Kami telepon ke nomor yang Anda pakai ini, yang berakhiran 890?"
    assert mine.says("iya").said == mine.flows.prompts.callback_when
    mine.says("besok jam sembilan pagi")
    assert mine.said == "Kami telepon ke 0812 3456 7890, besok, Rabu, sekitar pukul sembilan pagi. Apakah benar?"
    mine.says("betul")
    assert mine.lookup is not None and mine.lookup.arguments == {
        "contact": MOBILE, "subject": "", "queue": "", "kind": "callback", "when": "2026-11-25T09:00:00+07:00", "message": "",
    }  # fmt: skip
    mine.system_answers(ticket="TLP-7", kapan="besok, Rabu, sekitar pukul sembilan pagi", sms="ya")
    assert "nomornya TLP-7. Petugas akan menelepon besok, Rabu, sekitar pukul sembilan pagi." in mine.said
    assert mine.flows.prompts.callback_sms in mine.said
    assert mine.said.endswith(mine.flows.prompts.anything_else) and mine.state.outcome is Outcome.CALLBACK
    assert "TLP-7" in mine.says("ulangi").said
    assert mine.says("tidak, terima kasih").ended is Outcome.CALLBACK


def test_a_number_that_is_not_known_is_asked_for(call: Conversation) -> None:
    ktp(call).says("tiga dua tujuh tiga").says("sambungkan ke petugas").comes_back()
    assert call.says("telepon kembali").said == call.flows.prompts.callback_number
    assert call.state.digits == ""
    call.says(SPOKEN).says("secepatnya")
    assert call.said == "Kami telepon ke 0812 3456 789, secepatnya. Apakah benar?"
    call.says("betul")
    assert call.lookup is not None
    assert (call.lookup.arguments["contact"], call.lookup.arguments["when"]) == ("08123456789", "")
    assert call.lookup.arguments["subject"] == call.flows.intents["status_ktp"].title
    assert "Petugas akan menelepon secepatnya." in call.system_answers(ticket="C-7").said


@pytest.mark.parametrize("said", ["tidak", "nomor lain saja", "jangan, nomor lain"])
def test_another_number_is_asked_for(mine: Conversation, said: str) -> None:
    assert mine.says(said).said == mine.flows.prompts.callback_number


def test_another_number_may_be_said_at_once(mine: Conversation) -> None:
    assert mine.says(f"bukan, {SPOKEN}").said == mine.flows.prompts.callback_when
    assert mine.state.callback.contact == "08123456789"


@pytest.mark.parametrize(
    ("said", "proposed"),
    [
        ("besok malam", "lusa, Kamis, sekitar pukul delapan pagi"),
        ("hari minggu", "Senin tanggal 30 November, sekitar pukul delapan pagi"),
        ("besok jam dua belas siang", "besok, Rabu, sekitar pukul satu siang"),
    ],
)
def test_when_it_is_closed_then_the_next_opening_is_proposed(mine: Conversation, said: str, proposed: str) -> None:
    mine.says("ya").says(said)
    assert mine.said == f"{mine.flows.prompts.closed_then} Bagaimana kalau {proposed}?"
    assert proposed in mine.says("ya").said and mine.state.phase is Phase.CONFIRM_CALLBACK
    assert mine.says("ya").lookup is not None


def test_a_proposal_may_be_answered_by_another_time_or_a_no(mine: Conversation) -> None:
    mine.says("ya").says("besok malam")
    assert "besok, Rabu, sekitar pukul sepuluh pagi" in mine.says("jam sepuluh saja").said
    mine.says("waktunya salah")
    assert mine.said == mine.flows.prompts.callback_when
    assert mine.says("hari sabtu").says("tidak").said == mine.flows.prompts.callback_when
    assert "secepatnya" in mine.says("hari minggu").says("tidak").said, "who refuses twice is called as soon as possible"


def test_as_soon_as_possible_is_when_it_opens(flows: Flows) -> None:
    mondays = Calendars(Calendar(week={0: ((480, 960),)}))
    call = Conversation(replace(flows, calendars=mondays)).begins(MOBILE).says("petugas").comes_back("callback").says("ya").presses("1")
    assert "begitu kantor buka, Senin tanggal 30 November, pukul delapan pagi." in call.said
    assert call.says("ya").lookup is not None and call.lookup.arguments["when"] == ""  # type: ignore[union-attr]


def test_an_office_that_never_opens_calls_as_soon_as_it_can(flows: Flows) -> None:
    call = Conversation(replace(flows, calendars=Calendars(Calendar()))).begins(MOBILE).says("petugas").comes_back("callback")
    assert "890, secepatnya." in call.says("ya").says("besok").said.replace("7890", "890")


@pytest.mark.parametrize("unclear", [lambda c: c.is_silent(), lambda c: c.says("hmm anu"), lambda c: c.mumbles()])
def test_who_cannot_say_when_is_called_as_soon_as_possible(mine: Conversation, unclear: object) -> None:
    mine.says("ya")
    for _ in range(2):
        unclear(mine)  # type: ignore[operator]
        if mine.state.phase is Phase.CONFIRM_CALLBACK:
            break
    else:
        mine.says("tidak tahu")
    assert "secepatnya" in mine.said


def test_a_mere_no_means_the_time_of_the_own_number_then_the_number_and_not_for_ever(mine: Conversation) -> None:
    mine.says("ya").says("besok")
    assert mine.says("tidak").said == mine.flows.prompts.callback_when
    assert "lusa, Kamis, sekitar pukul sembilan pagi" in mine.says("lusa").said
    assert mine.says("tidak").said == mine.flows.prompts.callback_number
    assert "0812 3456 789, lusa" in mine.says(SPOKEN).said, "the time is kept"
    assert mine.says("tidak").ended is Outcome.FAILED
    assert mine.said.startswith(mine.flows.prompts.callback_dropped)


def test_a_mere_no_means_the_number_where_it_was_said(mine: Conversation) -> None:
    mine.says(f"bukan, {SPOKEN}").says("besok")
    assert mine.says("tidak").said == mine.flows.prompts.callback_number
    mine.says(SPOKEN)
    assert mine.says("tidak").said == mine.flows.prompts.callback_when


@pytest.mark.parametrize("said", ["iya besok jam sembilan", "besok jam sembilan pagi", "jam sembilan ya"])
def test_the_same_again_is_a_yes(mine: Conversation, said: str) -> None:
    assert mine.says("ya").says("besok jam sembilan").says(said).lookup is not None


def test_the_proposal_again_is_a_yes(mine: Conversation) -> None:
    assert mine.says("ya").says("besok malam").says("ya lusa jam delapan").state.phase is Phase.CONFIRM_CALLBACK


def test_as_soon_as_possible_again_is_a_yes(mine: Conversation) -> None:
    assert mine.says("ya").says("secepatnya").says("ya secepatnya saja").lookup is not None


def test_a_part_of_the_number_is_put_right(mine: Conversation) -> None:
    mine.says(SPOKEN).says("besok")
    assert "0812 3456 700, besok" in mine.says("bukan, belakangnya nol nol").said


def test_a_message_is_kept_word_for_word(mine: Conversation) -> None:
    call = Conversation(mine.flows).begins(MOBILE).says("petugas").comes_back().says("titip pesan")
    assert call.said == call.flows.prompts.message
    assert call.says("iya").state.phase is Phase.MESSAGE
    call.says("petugas, tolong cek surat pindah saya, sudah dua minggu")
    assert call.said == "Saya catat: petugas, tolong cek surat pindah saya, sudah dua minggu. Ada lagi, atau sudah?"
    call.says("sudah").says("ya")
    assert call.lookup is not None
    assert (call.lookup.arguments["kind"], call.lookup.arguments["when"]) == ("message", "")
    assert call.lookup.arguments["message"] == "petugas, tolong cek surat pindah saya, sudah dua minggu"
    assert call.system_answers(ticket="TLP-8").said.startswith("Pesan Anda sudah dicatat, nomornya TLP-8")
    assert call.is_silent().ended is Outcome.CALLBACK


def test_the_number_for_a_message_is_read_back_when_it_was_said(call: Conversation) -> None:
    without_agents(call).says("titip pesan").says("jalan rusak belum diperbaiki").is_silent().says(SPOKEN)
    assert call.said == "Saya ulangi, nomor telepon 0812 3456 789. Apakah benar?"
    assert call.says("ya").lookup is not None


def test_of_a_secret_call_only_whom_to_call_and_when_is_kept(flows: Flows) -> None:
    call = Conversation(replace(flows, confidential=("jangan direkam",), queue="umum")).begins(MOBILE)
    complaint(call).says("jangan direkam").says("petugas").comes_back("callback").says("ya").says("besok").says("ya")
    assert call.lookup is not None and call.lookup.confidential
    told = {name: value for name, value in call.lookup.arguments.items() if value}
    assert told == {"contact": MOBILE, "queue": "umum", "kind": "callback", "when": "2026-11-25T09:00:00+07:00"}


def test_a_call_back_that_cannot_be_stored_is_said_so(call: Conversation) -> None:
    without_agents(call).says("telepon kembali").presses("081234567890#").presses("1").says("ya").system_fails("unavailable")
    assert call.flows.prompts.callback_failed in call.said
    assert call.ended is Outcome.FAILED


def test_asking_for_a_person_meanwhile_repeats_the_question(mine: Conversation) -> None:
    assert mine.says("petugas").said.endswith("berakhiran 890?")


def test_who_wants_none_of_it_goes_back_to_what_remains(mine: Conversation) -> None:
    assert mine.says("ya").says("batal").said == mine.flows.prompts.ways


def test_silence_where_all_was_read_back_keeps_what_was_agreed_on(mine: Conversation) -> None:
    mine.says("ya").says("besok")
    while mine.state.listening is not None:
        mine.is_silent()
    assert mine.lookup is not None and mine.lookup.arguments["when"] == "2026-11-25T09:00:00+07:00"
    assert mine.system_answers(ticket="TLP-9").ended is Outcome.CALLBACK and "TLP-9" in mine.said


def test_silence_after_a_number_that_nobody_said_yes_to_keeps_nothing(mine: Conversation) -> None:
    mine.says(f"bukan, {SPOKEN}").says("besok")
    while mine.state.listening is not None:
        mine.is_silent()
    assert mine.ended is Outcome.FAILED and mine.said.startswith(mine.flows.prompts.callback_dropped)
