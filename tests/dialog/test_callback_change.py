"""Changes of mind while a call back or a message is agreed on; and what is kept when the call ends before it was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conversation import Conversation, complaint

from dialog.calendar import Calendar, Calendars
from dialog.effects import Confidential, Outcome
from dialog.schema import Flows
from dialog.state import Phase

MOBILE = "081234567890"
SPOKEN = "nol delapan satu dua tiga empat lima enam tujuh delapan sembilan"
OFFICE = Calendars(Calendar(week={day: ((480, 690), (780, 960)) for day in range(5)}))
TOLD = "lampu jalan di depan masjid mati sudah seminggu"
NOTHING = ["batal", "tidak usah terima kasih", "jangan telepon saya", "saya tidak mau ditelepon", "tidak jadi"]


@pytest.fixture
def ways(flows: Flows) -> Conversation:
    """What remains is offered, waiting too. It is Tuesday, ten in the morning."""
    office = replace(flows, calendars=OFFICE, confidential=("jangan direkam", "jangan dicatat"))
    return Conversation(office).begins(MOBILE).says("petugas").comes_back()


@pytest.fixture
def same(ways: Conversation) -> Conversation:
    return ways.says("telepon kembali")


@pytest.fixture
def message(ways: Conversation) -> Conversation:
    return ways.says("titip pesan")


@pytest.mark.parametrize("said", NOTHING)
def test_none_of_it_after_all(same: Conversation, said: str) -> None:
    assert same.says(said).said == same.flows.prompts.ways_wait
    same.says("telepon kembali").says("ya").says("besok jam sembilan")
    assert same.says(said).said == same.flows.prompts.ways_wait


@pytest.mark.parametrize("said", ["batal", "tidak usah", "tidak jadi"])
def test_no_message_after_all(message: Conversation, said: str) -> None:
    assert message.says(said).said == message.flows.prompts.ways_wait


def test_who_hangs_up_is_let_go(same: Conversation) -> None:
    assert same.says("sudah tidak usah, saya tutup").ended is Outcome.FAILED


@pytest.mark.parametrize("agreed", [(), ("ya",), ("ya", "besok jam sembilan")])
@pytest.mark.parametrize(
    ("said", "phase"),
    [("titip pesan saja", Phase.MESSAGE), ("saya tunggu saja", Phase.TRANSFERRING), ("lanjut dengan sapa saja", Phase.INTENT)],
)
def test_another_way(same: Conversation, agreed: tuple[str, ...], said: str, phase: Phase) -> None:
    for answer in agreed:
        same.says(answer)
    assert same.says(said).state.phase is phase


def test_who_will_wait_for_the_call_says_yes(same: Conversation) -> None:
    assert same.says("ya saya tunggu").said == same.flows.prompts.callback_when


def test_who_waits_where_it_is_not_offered_hears_the_question_again(flows: Flows) -> None:
    call = Conversation(flows).begins(MOBILE).says("petugas").comes_back("full").says("telepon kembali")
    assert call.says("saya tunggu saja").said.endswith("berakhiran 890?")
    assert call.says("masa harus nunggu berapa lama").state.phase is Phase.CALLBACK_SAME


def test_another_wish(same: Conversation) -> None:
    assert same.says("saya mau lapor jalan rusak").state.intent == "lapor"
    assert same.state.phase is Phase.SLOT


def test_a_time_said_early_is_not_asked_for_again(ways: Conversation) -> None:
    assert "besok, Rabu, sekitar pukul sepuluh pagi" in ways.says("telepon saya besok jam sepuluh").says("ya").said


def test_a_time_said_with_the_yes(same: Conversation) -> None:
    assert "besok, Rabu, sekitar pukul sepuluh pagi" in same.says("iya besok jam sepuluh").said


def test_a_time_that_is_only_refused_is_asked_for(same: Conversation) -> None:
    assert same.says("iya tapi jangan pagi pagi").said == same.flows.prompts.callback_when


def test_a_no_to_the_number_may_tell_of_time(same: Conversation) -> None:
    assert same.says("tidak, nomor lain, yang ini mati kalau malam").said == same.flows.prompts.callback_number


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("jumat saja", "Jumat tanggal 27 November, sekitar pukul sembilan pagi"),
        ("kalau kamis bagaimana", "lusa, Kamis, sekitar pukul sembilan pagi"),
        ("tidak, senin saja", "Senin tanggal 30 November, sekitar pukul sembilan pagi"),
        ("besoknya lagi", "lusa, Kamis, sekitar pukul sembilan pagi"),
        ("satu jam sebelumnya", "besok, Rabu, sekitar pukul delapan pagi"),
        ("jam sepuluhan", "besok, Rabu, sekitar pukul sepuluh pagi"),
        ("sekarang saja", "secepatnya"),
        ("jangan jam sembilan, jam sepuluh", "besok, Rabu, sekitar pukul sepuluh pagi"),
    ],
)
def test_another_time_where_all_was_read_back(same: Conversation, said: str, words: str) -> None:
    assert f"7890, {words}. Apakah benar?" in same.says("ya").says("besok jam sembilan").says(said).said


def test_a_time_that_is_refused_where_all_was_read_back(same: Conversation) -> None:
    same.says("ya").says("besok jam sembilan")
    assert same.says("jangan jam segitu").said == same.flows.prompts.callback_when
    same.says("besok jam sembilan").says("tadi pagi")
    assert same.said == f"{same.flows.prompts.time_past} {same.flows.prompts.callback_when}"
    same.says("besok jam sembilan").says("tanggal satu maret")
    assert same.said == f"{same.flows.prompts.time_far} {same.flows.prompts.callback_when}"


def test_the_number_is_changed_where_all_was_read_back(same: Conversation) -> None:
    same.says("ya").says("besok jam sembilan")
    assert same.says("ganti nomor").said == same.flows.prompts.callback_number
    assert "0812 3456 789, besok, Rabu" in same.says(SPOKEN).said


@pytest.mark.parametrize("said", ["nggak papa", "tidak apa apa", "iya tidak masalah"])
def test_it_is_fine_so(same: Conversation, said: str) -> None:
    assert same.says("ya").says("hari minggu").says(said).state.phase is Phase.CONFIRM_CALLBACK
    assert same.says(said).lookup is not None


def test_why_a_time_cannot_be_had(same: Conversation) -> None:
    prompts = same.says("ya").flows.prompts
    assert same.says("hari ini jam sembilan").said == f"{prompts.time_past} {prompts.callback_when}"
    assert same.says("tanggal satu maret").said == f"{prompts.time_far} {prompts.callback_when}"
    assert "secepatnya" in same.says("tanggal satu maret").said


def test_what_time_it_is(same: Conversation) -> None:
    assert same.says("ya").says("ini sudah jam berapa").said == f"Sekarang pukul sepuluh pagi. {same.flows.prompts.callback_when}"
    assert same.state.phase is Phase.CALLBACK_WHEN


def test_a_day_and_a_date_that_do_not_agree(same: Conversation) -> None:
    assert same.says("ya").says("hari selasa tanggal tiga puluh").said.startswith("Tanggal 30 November itu hari Senin. Kami telepon")
    assert same.says("hari kamis tanggal satu").said.startswith("Tanggal 1 Desember itu hari Selasa.")


def test_a_message_in_breaths(message: Conversation) -> None:
    assert message.says("pesannya begini").said == message.flows.prompts.message
    message.says("lampu jalan mati").says("sudah seminggu tidak diperbaiki")
    assert message.said == "Saya catat: lampu jalan mati. sudah seminggu tidak diperbaiki. Ada lagi, atau sudah?"
    assert message.says("ada lagi").state.phase is Phase.MESSAGE
    assert message.says("itu saja pak").said.endswith("berakhiran 890?")
    message.says("oh ya dekat masjid raya persis di pojok")
    assert "pojok. Ada lagi" in message.said
    message.says("selesai").says("ya")
    assert message.lookup is not None and message.lookup.arguments["message"].startswith("lampu jalan mati. sudah seminggu")


def test_a_long_message_is_read_back_by_its_end(message: Conversation) -> None:
    assert message.says(" ".join(["lampu jalan di depan masjid mati"] * 10)).said.startswith("Saya catat: ... ")


@pytest.mark.parametrize("said", ["berapa lama", "iya"])
def test_what_is_no_message(message: Conversation, said: str) -> None:
    assert message.says(said).state.callback.message == "" and message.state.phase is Phase.MESSAGE


def test_rather_a_call_than_a_message(message: Conversation) -> None:
    assert message.says("telepon saya saja").said.endswith("berakhiran 890?") and not message.state.callback.wants_message


@pytest.mark.parametrize("unclear", ["ke yang biasa itu", "hmm anu"])
def test_a_message_is_kept_whatever_becomes_of_the_number(message: Conversation, unclear: str) -> None:
    message.says(TOLD).says("sudah")
    while message.state.listening is not None:
        message.says(unclear)
    assert message.lookup is not None
    assert (message.lookup.arguments["message"], message.lookup.arguments["contact"]) == (TOLD, MOBILE)
    assert message.system_answers(ticket="TLP-3").ended is Outcome.CALLBACK and "TLP-3" in message.said


def test_a_message_without_any_number_is_said_to_be_lost(flows: Flows) -> None:
    call = Conversation(flows).begins("").says("petugas").comes_back().says("titip pesan").says(TOLD).is_silent()
    while call.state.listening is not None:
        call.is_silent()
    assert call.said.startswith(call.flows.prompts.callback_dropped) and call.ended is Outcome.FAILED


@pytest.mark.parametrize("first", [(), (TOLD,), (TOLD, "sudah")])
def test_a_message_that_is_not_to_be_kept_is_not_promised(message: Conversation, first: tuple[str, ...]) -> None:
    for said in first:
        message.says(said)
    message.says("jangan dicatat, pak Joko minta uang")
    prompts = message.flows.prompts
    assert (
        message.said == f"{prompts.confidential} {prompts.message_dropped} Kami telepon ke nomor yang Anda pakai ini, yang berakhiran 890?"
    )
    assert any(isinstance(effect, Confidential) for effect in message.effects)
    message.says("ya").says("besok").says("ya")
    assert message.lookup is not None and message.lookup.confidential
    assert (message.lookup.arguments["kind"], message.lookup.arguments["message"]) == ("callback", "")


def test_after_it_is_stored_the_report_goes_on(flows: Flows) -> None:
    call = Conversation(replace(flows, calendars=OFFICE)).begins(MOBILE)
    complaint(call).says("petugas").comes_back().says("telepon kembali").says("ya").says("besok").says("ya").system_answers(ticket="TLP-1")
    assert call.state.phase is Phase.MORE
    assert call.says("lanjutkan laporan tadi").state.phase is Phase.SUMMARY
