"""How it stands with the agents is asked first and told honestly; nobody goes round for ever."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conversation import SPOKEN_NIK, Conversation, answered, complaint, ktp

from dialog.calendar import Calendar, Calendars
from dialog.effects import Lookup, Outcome, Transfer
from dialog.events import LookupDone, TakenOver, VoiceFailed
from dialog.handover import FIND
from dialog.place_words import FARTHEST, minutes, place, waits_and_places
from dialog.schema import Alarm, Flows, Language
from dialog.state import Phase

BUSY = {"keadaan": "busy", "posisi": "3", "tunggu": "110"}
OPENS = "2026-11-25T08:00:00+07:00"


def asking(call: Conversation, **standing: str) -> Conversation:
    call.agents = standing
    return call.says("petugas")


def test_a_transfer_is_spoken_of_only_once_it_is_accepted(call: Conversation) -> None:
    call.agents = None
    ktp(call).says("petugas")
    assert call.found == Lookup(1, FIND, {"queue": "", "reason": "requested"}, deadline_ms=4000)
    assert (call.said, call.transfer) == ("", None)
    (transfer,) = call.system_answers(keadaan="free").effects
    assert isinstance(transfer, Transfer)
    assert (transfer.reason, transfer.announced) == ("requested", call.flows.prompts.transfer)


def test_who_must_wait_hears_place_and_time_and_may_choose(call: Conversation) -> None:
    asking(call, **BUSY)
    assert call.said.startswith(
        "Maaf, semua petugas sedang melayani. Anda nomor tiga dalam antrean. Kira-kira dua menit lagi. Mau menunggu"
    )
    assert call.state.phase is Phase.OFFER_WAYS
    call.says("saya tunggu")
    assert call.found is not None and call.found.arguments["wait"] == "ya"
    assert call.said == call.flows.prompts.wait_music
    assert call.transfer is not None


def test_who_waits_and_finds_somebody_free_is_put_through(call: Conversation) -> None:
    asking(call, **BUSY)
    call.agents = {"keadaan": "free"}
    assert call.presses("1").said == call.flows.prompts.transfer


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        ({"keadaan": "full"}, "Maaf, antrean petugas sedang penuh. Mau kami telepon kembali"),
        ({"keadaan": "nobody"}, "Maaf, belum ada petugas yang bisa melayani sekarang. Mau kami telepon kembali"),
        ({"keadaan": "closed"}, "Maaf, petugas sedang tidak melayani. Mau kami telepon kembali"),
        ({"keadaan": "closed", "buka": OPENS}, "Maaf, petugas sedang tidak melayani. Kami buka lagi besok, Rabu, pukul delapan pagi. Mau"),
        ({"keadaan": "closed", "buka": "kapan"}, "Maaf, petugas sedang tidak melayani. Mau"),
    ],
)
def test_where_nobody_can_come_what_remains_is_offered(call: Conversation, standing: dict[str, str], said: str) -> None:
    assert asking(call, **standing).said.startswith(said)
    assert call.transfer is None and call.presses("1").found is None, "nobody waits there"


def test_why_it_is_closed_is_told_by_the_calendar(call: Conversation) -> None:
    mondays = Calendars(Calendar(week={0: ((480, 960),)}))  # it is a Tuesday
    call.flows = replace(call.flows, calendars=mondays)
    said = asking(call, keadaan="closed").said
    assert "Sekarang hari Selasa. Kami buka lagi Senin tanggal 30 November, pukul delapan pagi." in said


@pytest.mark.parametrize("standing", [{"keadaan": "unknown"}, {"keadaan": "?"}, {}])
def test_where_nobody_knows_the_dialplan_leads_to_a_person(call: Conversation, standing: dict[str, str]) -> None:
    asking(call, **standing)
    assert call.said == call.flows.prompts.trying
    assert call.transfer is not None


def test_a_pbx_that_does_not_answer_is_no_wall(call: Conversation) -> None:
    call.agents = None
    assert call.says("petugas").is_slow().said == call.flows.prompts.looking_up
    assert call.system_fails("timeout").said == call.flows.prompts.trying
    assert call.transfer is not None


def test_nothing_but_an_emergency_is_heard_while_it_is_asked(call: Conversation) -> None:
    fire = Alarm("api", "emergency", ("kebakaran",), "Menjauhlah.", "112")
    call.flows, call.agents = replace(call.flows, alarms=(fire,)), None
    call.says("petugas")
    assert call.says("petugas").presses("0").effects == ()
    transfer = call.says("kebakaran").transfer
    assert transfer is not None and transfer.number == "112"


def test_distress_waits_without_being_asked_and_an_emergency_does_not_ask_at_all(call: Conversation) -> None:
    sad = Alarm("sedih", "distress", ("ingin mati",), "Anda tidak sendirian.")
    call.flows, call.agents = replace(call.flows, alarms=(sad,)), BUSY
    call.says("saya ingin mati")
    assert call.found is not None and call.found.arguments == {"queue": "", "reason": "distress", "wait": "ya"}
    assert call.said == f"Anda tidak sendirian. {call.flows.prompts.crisis_wait}"
    assert call.transfer is not None and call.transfer.reason == "distress"


def test_a_caller_waits_at_most_twice(call: Conversation) -> None:
    call.says("petugas").comes_back()
    assert call.said.startswith("Maaf, petugas belum bisa menerima telepon Anda. Mau menunggu")
    assert call.says("tunggu").transfer is not None
    assert "menunggu" not in call.comes_back().said
    assert call.says("tunggu saja").transfer is None
    assert call.says("lanjut").says("petugas").found is None
    assert call.state.phase is Phase.OFFER_WAYS


def test_who_has_gone_on_with_a_wish_may_wait_anew(call: Conversation) -> None:
    ktp(call).says("petugas").comes_back().says("tunggu").comes_back().says("lanjut")
    call.says(SPOKEN_NIK).says("iya benar")
    assert call.says("petugas").transfer is not None


def test_the_key_for_a_call_back_is_no_return(call: Conversation) -> None:
    call.says("petugas").comes_back("callback")
    assert call.state.returns == 0


@pytest.mark.parametrize("reason", ["full", "nobody"])
def test_where_waiting_is_useless_it_is_not_offered_again(call: Conversation, reason: str) -> None:
    assert "menunggu" not in call.says("petugas").comes_back(reason).said
    assert call.said.startswith(getattr(call.flows.prompts, reason))


def test_the_key_in_the_music_leads_to_the_call_back(flows: Flows) -> None:
    call = Conversation(flows).begins("081234567890").says("petugas").comes_back("callback")
    assert call.said == "Kami telepon ke nomor yang Anda pakai ini, yang berakhiran 890?"


def test_the_story_survives_the_way_back(call: Conversation) -> None:
    ktp(call).says(SPOKEN_NIK).says("petugas").comes_back().says("tunggu")
    assert call.transfer is not None and [fact.label for fact in call.transfer.facts] == ["NIK"]


def test_a_report_that_was_filed_after_the_caller_left_is_told_on_the_way_back(call: Conversation) -> None:
    complaint(call).says("ya")
    asked = call.state.request
    call.says("petugas").happens(LookupDone(asked, {"tiket": "PGD-2611-00010"}))
    assert call.state.ticket == "PGD-2611-00010"
    assert "PGD-2611-00010" in call.comes_back().said
    assert call.says("tidak").ended is Outcome.TICKET


def test_an_agent_gives_the_caller_back_for_the_rating(call: Conversation) -> None:
    call.says("petugas").is_sent_back()
    assert call.said.startswith("Anda kembali dengan Sapa.")
    assert call.ended is Outcome.TRANSFERRED  # this hotline asks for no rating


def test_an_agent_gives_the_caller_back_for_a_wish(call: Conversation) -> None:
    call.says("petugas").comes_back().says("tunggu").is_sent_back("status_ktp")
    assert call.state.intent == "status_ktp" and call.state.phase is Phase.SLOT
    assert call.says("petugas").transfer is not None, "a person has spoken with them: a new count"


def test_who_is_given_back_for_a_rating_and_is_not_done_is_asked_whether_a_person_is_wanted_again(served: Flows) -> None:
    for text in ("lho, saya belum selesai", "masalah saya belum beres"):
        call = Conversation(served).begins().says("petugas").is_sent_back()
        assert call.state.phase is Phase.SURVEY
        assert call.says(text).said == served.prompts.person_again
        again = Conversation(served).begins().says("petugas").is_sent_back().says(text)
        assert call.says("ya").transfer is not None
        assert again.says("tidak").state.phase is Phase.SURVEY


def test_who_was_answered_by_us_and_is_not_done_is_offered_a_person(served: Flows) -> None:
    call = Conversation(served).begins()
    call.state = replace(call.state, answered=True, phase=Phase.MORE)
    assert call.says("sudah cukup terima kasih").state.phase is Phase.SURVEY
    assert call.says("sebenarnya belum selesai").said == served.prompts.offer_person


def test_nothing_of_a_confidential_matter_is_carried_into_the_next(call: Conversation) -> None:
    secret = {**call.flows.intents, "lapor": replace(call.flows.intents["lapor"], confidential=True)}
    call.flows = replace(call.flows, intents=secret)
    call.says("mau lapor jalan rusak").says("kepala dinas minta uang").says("petugas")
    assert call.said == call.flows.prompts.transfer_secret, "there is no story to tell first"
    assert call.transfer is not None and call.transfer.announced == ""
    assert call.is_sent_back("lapor").state.slots == {} and call.state.slot == "apa"


def test_where_nobody_speaks_that_language_others_are_offered(call: Conversation) -> None:
    jawa = Language("jawa", "jawa", ("boso jowo",))
    call.flows, call.agents = replace(call.flows, languages={"jawa": jawa}), {"keadaan": "nobody"}
    assert call.says("boso jowo").said.startswith(call.flows.prompts.nobody_language)
    call.agents = {"keadaan": "free"}
    transfer = call.says("bahasa indonesia saja").transfer
    assert transfer is not None and transfer.queue == ""


def test_who_calls_after_a_new_start_of_the_service_is_offered_what_remains(flows: Flows) -> None:
    call = Conversation(flows).comes_back()
    assert call.state.phase is Phase.OFFER_WAYS
    call.says("telepon kembali").presses("081234567890#")
    assert "secepatnya" in call.said, "nobody knows what day it is there"
    assert call.says("ya").lookup is not None


def test_a_take_over_that_fails_goes_back_to_the_question(call: Conversation) -> None:
    ktp(call).happens(TakenOver())
    assert call.transfer is not None and call.transfer.reason == "takeover"
    assert call.comes_back().says("lanjut dengan sapa").state.slot == "nik"


def test_a_voice_that_fails_ends_a_call_that_was_back_twice(call: Conversation) -> None:
    call.says("petugas").comes_back().says("tunggu").comes_back().says("lanjut")
    assert call.happens(VoiceFailed()).ended is Outcome.FAILED


def test_after_an_answer_a_person_can_be_had_and_left(call: Conversation) -> None:
    call = answered(call)
    assert asking(call, keadaan="nobody").says("lanjut").said == f"{call.flows.prompts.resume} {call.flows.prompts.anything_else}"


def test_places_and_waits_are_few_sentences_rendered_ahead(flows: Flows) -> None:
    every = waits_and_places(flows.prompts)
    assert set(every) <= set(flows.fixed)
    for number in (0, 1, FARTHEST, FARTHEST + 1):
        for seconds in (0, 1, 60, 61, 600, 601, 99_999):
            assert {text for text in place(flows.prompts, number, seconds) if text} <= set(every)
    assert [minutes(s) for s in (1, 60, 61, 600, 601)] == [
        "satu menit",
        "satu menit",
        "dua menit",
        "sepuluh menit",
        "lebih dari sepuluh menit",
    ]
