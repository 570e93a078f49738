"""What comes before and after an answer: conditions, duplicates, limits, further questions, SMS, the survey, a line that was cut."""

from __future__ import annotations

import pytest
from conversation import NIK, Conversation

from dialog.effects import Outcome, Rated
from dialog.events import CallStarted, LookupSlow, Unfinished
from dialog.schema import Flows
from dialog.state import Phase

NOW = "2026-11-24T10:00:00+07:00"
MOBILE = "081234567415"


@pytest.fixture
def call(served: Flows) -> Conversation:
    return Conversation(served).begins(MOBILE)


def snake(call: Conversation) -> Conversation:
    """A report whose duplicates are looked for."""
    return call.says("lapor ular masuk rumah").says("tidak")


def filed(call: Conversation) -> Conversation:
    return snake(call).system_answers(ada="tidak", tiket="").says("ya").system_answers(nomor="STW-2611-00010")


def ratings(call: Conversation) -> list[str]:
    return [effect.value for effect in call.all_effects if isinstance(effect, Rated)]


# A question that depends on an answer


def test_a_slot_whose_condition_does_not_hold_is_not_asked_and_is_empty(call: Conversation) -> None:
    snake(call)
    assert call.lookup is not None and call.lookup.operation == "satwa.serupa"
    assert "luka tidak. Benar?" in call.system_answers(ada="tidak", tiket="").said
    assert call.says("ya").lookup is not None and call.lookup.arguments["berapa"] == ""


def test_a_correction_that_makes_it_hold_asks_it_and_back_again_forgets_it(call: Conversation) -> None:
    call.says("lapor ular masuk rumah").says("ya")
    assert call.said == "Berapa orang terluka?"
    call.says("dua orang").system_answers(ada="tidak", tiket="")
    assert "2 orang" in call.said
    call.says("bukan, ada yang luka tidak")
    assert "berapa" not in call.state.slots


# Something like it is there already


def test_who_supports_what_is_there_files_nothing(call: Conversation) -> None:
    snake(call).system_answers(ada="ya", tiket="STW-2611-00028")
    assert call.said == "Sudah ada laporan STW-2611-00028. Ikut mendukung?"
    call.says("iya")
    assert call.lookup is not None and call.lookup.operation == "satwa.dukung" and call.lookup.arguments == {"tiket": "STW-2611-00028"}


def test_who_does_not_goes_on(call: Conversation) -> None:
    assert "Benar?" in snake(call).system_answers(ada="ya", tiket="STW-2611-00028").says("tidak").said


def test_without_an_answer_about_duplicates_the_report_goes_on(call: Conversation) -> None:
    assert "Benar?" in snake(call).system_fails("timeout").said


# What Sapa has no say in


def test_a_limit_is_refused_with_the_right_office_and_a_person_offered(call: Conversation) -> None:
    assert "Badan Pendapatan Daerah" in call.says("hapus denda saya").said
    assert call.says("ya").transfer is not None and call.transfer is not None and call.transfer.reason == "authority"


# Short further questions


@pytest.mark.parametrize(
    ("question", "answer"),
    [("kalau biayanya?", "gratis"), ("berapa lama ya pak", "Tiga hari"), ("bayar berapa kartu sehatnya", "gratis")],
)
def test_a_further_question_is_about_what_was_just_answered(call: Conversation, question: str, answer: str) -> None:
    call.says("mau kartu sehat").says("tidak")  # no SMS
    assert answer in call.says(question).said
    assert call.flows.prompts.anything_else in call.said


def test_a_question_about_something_else_is_not(call: Conversation) -> None:
    assert "gratis" not in call.says("mau kartu sehat").says("tidak").says("berapa biaya ktp hilang").said


# By SMS


def test_an_answer_can_be_sent_to_the_number_that_calls(call: Conversation) -> None:
    assert call.flows.prompts.offer_sms in call.says("mau kartu sehat").said
    call.says("boleh")
    assert call.lookup is not None and call.lookup.operation == "sms.kirim"
    assert call.lookup.arguments == {"ke": MOBILE, "isi": "Kartu sehat: bawa KTP ke puskesmas."}
    assert "berakhiran 415" in call.system_answers().said


def test_or_to_another_one_which_is_read_back(call: Conversation) -> None:
    call.says("mau kartu sehat").says("ya, tapi ke nomor lain").presses("08111111222#").says("ya benar")
    assert call.lookup is not None and call.lookup.arguments["ke"] == "08111111222"


def test_a_landline_is_asked_for_a_number(served: Flows) -> None:
    call = Conversation(served).begins("0215551234").says("mau kartu sehat")
    assert served.prompts.offer_sms_to in call.said
    assert call.says("ya").said == served.prompts.sms_number


def test_an_sms_that_cannot_be_sent_is_owned_up_to(call: Conversation) -> None:
    assert call.flows.prompts.sms_failed in call.says("mau kartu sehat").says("ya").system_fails("unavailable").said


def test_who_goes_without_it_is_not_kept(call: Conversation) -> None:
    assert "Seberapa puas?" in call.says("mau kartu sehat").says("tidak, terima kasih, sudah cukup").said


# The survey


def test_word_and_key_rate_and_goodbye_follows(call: Conversation) -> None:
    filed(call).says("tidak").says("tidak, itu saja")
    assert call.said == "Seberapa puas?"
    assert call.says("puas").said == "Mau memakai lagi?"
    call.presses("2")
    assert ratings(call) == ["3", "2"]
    assert "Terima kasih atas nilainya." in call.said
    assert call.ended is Outcome.TICKET


@pytest.mark.parametrize("way", [lambda c: c.is_silent(), lambda c: c.says("tidak usah"), lambda c: c.says("selesai")])
def test_nobody_has_to_rate(call: Conversation, way: object) -> None:
    filed(call).says("tidak").says("tidak")
    for _ in range(2):
        if call.ended is None:
            way(call)  # type: ignore[operator]
    assert call.ended is Outcome.TICKET
    assert ratings(call) == []


def test_another_wish_instead_of_a_rating_is_served(call: Conversation) -> None:
    filed(call).says("tidak").says("tidak")
    assert "puskesmas" in call.says("eh sebentar, mau kartu sehat").said


def test_who_was_not_served_is_not_asked(call: Conversation) -> None:
    assert call.says("selesai").ended is Outcome.ABANDONED


# A slow system


def test_waiting_is_spoken_of_only_when_it_takes_long(call: Conversation) -> None:
    snake(call)
    assert call.said == ""
    assert call.happens(LookupSlow(call.state.request)).said == call.flows.prompts.looking_up
    assert call.happens(LookupSlow(call.state.request - 1)).said == ""


def test_a_call_back_may_be_chosen_instead_of_a_person(call: Conversation) -> None:
    call.says("cek jatah beras").presses(NIK).says("ya").says("1 juli 1990").system_fails("timeout")
    assert call.says("telepon kembali saja").state.phase is Phase.CALLBACK_SAME
    assert MOBILE[-3:] in call.said


# A line that was cut


def again(served: Flows, unfinished: Unfinished) -> Conversation:
    return Conversation(served).happens(CallStarted(NOW, MOBILE, unfinished))


def test_a_caller_who_was_cut_off_goes_on_where_the_call_ended(served: Flows) -> None:
    call = again(served, Unfinished("lapor_satwa", {"satwa": "ular", "luka": "ya"}))
    assert "melaporkan satwa liar" in call.said
    assert call.says("ya").said == "Berapa orang terluka?"


def test_what_proves_who_is_calling_is_asked_again(served: Flows) -> None:
    call = again(served, Unfinished("jatah_beras", {"nik": NIK, "tanggal_lahir": "1990-07-01"})).says("ya")
    assert call.state.slots == {}
    assert NIK[:4] not in call.said


@pytest.mark.parametrize("answer", ["tidak", "mau kartu sehat"])
def test_or_begins_anew(served: Flows, answer: str) -> None:
    call = again(served, Unfinished("lapor_satwa", {"satwa": "ular"})).says(answer)
    assert call.said == served.prompts.ask_intent or "puskesmas" in call.said


def test_a_ticket_that_was_not_heard_is_told(served: Flows) -> None:
    assert "STW-2611-00010" in again(served, Unfinished("lapor_satwa", {}, "STW-2611-00010")).said


def test_what_is_not_in_the_configuration_any_more_is_forgotten(served: Flows) -> None:
    assert served.prompts.ask_intent in again(served, Unfinished("gone", {"x": "1"})).said


# What is no answer, what is no other wish


@pytest.mark.parametrize("question", ["bisa diwakilkan tidak", "boleh nggak besok pagi", "perlu foto lagi tidak", "saya belum jelas"])
def test_a_question_that_ends_in_a_no_sends_nobody_away(call: Conversation, question: str) -> None:
    call.says("mau kartu sehat").says("tidak usah").says(question)
    assert call.ended is None
    assert "Seberapa puas?" not in call.said


@pytest.mark.parametrize("thanks", ["ya sudah makasih banyak ya nak semoga sehat", "baik kalau begitu saya ke sana besok"])
def test_who_takes_leave_in_many_words_is_let_go(call: Conversation, thanks: str) -> None:
    assert call.says("mau kartu sehat").says("tidak usah").says(thanks).said == "Seberapa puas?"


def test_a_request_with_a_mere_ya_at_its_end_confirms_nothing(call: Conversation) -> None:
    snake(call).system_answers(ada="tidak", tiket="")
    assert call.says("pastikan besok ditangkap ya").lookup is None


def test_a_yes_with_a_but_confirms_no_number(call: Conversation) -> None:
    call.says("cek jatah beras").presses(NIK)
    assert "Tanggal lahir" not in call.says("ya tapi belakangnya keliru").said


def test_a_choice_is_corrected_in_the_summary_by_its_name(call: Conversation) -> None:
    snake(call).system_answers(ada="tidak", tiket="")
    call.says("salah, monyet")
    assert call.state.slots["satwa"] == "monyet"


def test_a_report_can_be_taken_back_at_its_summary(call: Conversation) -> None:
    snake(call).system_answers(ada="tidak", tiket="")
    assert call.says("batal").said == call.flows.prompts.ask_intent


def test_what_is_filed_is_not_filed_again_by_a_correction(call: Conversation) -> None:
    filed(call).says("salah, monyet")
    assert call.lookup is None
    assert call.transfer is not None or "petugas" in call.said


def test_a_question_is_asked_anew_with_what_is_right(served: Flows) -> None:
    call = Conversation(served).begins(MOBILE).says("cek jatah beras").presses(NIK).says("ya").says("1 juli 1990")
    call.system_answers(cocok="ya").system_answers(status="siap").says("bukan, NIK saya 3273014107900002")
    assert "3273 0141 0790 0002" in call.said
    call.says("ya")
    assert call.state.phase != "lookup"  # another person's: proved anew


def test_somebody_elses_matter_is_not_looked_up_with_ones_own_number(served: Flows) -> None:
    call = Conversation(served).begins(MOBILE).says("cek jatah beras").presses(NIK).says("ya").says("1 juli 1990")
    call.system_answers(cocok="ya").system_answers(status="siap").says("cek jatah beras ibu saya")
    assert "yang tadi" not in call.said
    assert call.state.slots == {}


def test_the_answer_is_said_again_for_who_asks(call: Conversation) -> None:
    filed(call)
    for words in ("nomornya berapa tadi", "tolong ulangi nomornya"):
        assert "STW-2611-00010" in call.says(words).said
    assert call.state.phase == "offer_sms"


def test_this_number_is_the_one_that_calls(call: Conversation) -> None:
    call.says("petugas").comes_back().says("telepon kembali").says("ya nomor yang saya pakai ini saja")
    assert call.state.callback.contact == MOBILE
    assert call.said == call.flows.prompts.callback_when


def test_secrecy_asked_for_with_a_yes_holds_for_what_the_yes_files(call: Conversation) -> None:
    snake(call).system_answers(ada="tidak", tiket="").says("ya betul, jangan direkam")
    assert call.lookup is not None and call.lookup.confidential


@pytest.mark.parametrize("way", [lambda c: c.is_silent(), lambda c: c.mumbles()])
def test_a_report_is_not_lost_at_the_offer_to_support_another(call: Conversation, way: object) -> None:
    snake(call).system_answers(ada="ya", tiket="STW-2611-00028")
    for _ in range(8):
        if call.state.listening is None:
            break
        way(call)  # type: ignore[operator]
    assert call.state.phase == "transferring"
    assert any("ular" in fact.value for fact in call.all_effects[-1].facts)  # type: ignore[union-attr]


def test_thanks_that_come_a_moment_late_do_not_end_the_survey(call: Conversation) -> None:
    filed(call).says("tidak").says("tidak").says("terima kasih")
    assert call.said == "Seberapa puas?"
    assert ratings(call.says("puas").presses("2")) == ["3", "2"]
