"""Whole dialogs: events in, effects out."""

from __future__ import annotations

import pytest
from conversation import NIK, OTHER_NIK, SPOKEN_NIK, Conversation

from dialog.effects import End, Expect, Listen, Lookup, Outcome, Say, Transfer
from dialog.events import CallStarted, Heard, Hypothesis, LookupDone, LookupFailed, NoInput, VoiceFailed
from dialog.journal_codec import encode
from dialog.replay import replay
from dialog.state import Phase

PERSON_STORY = "berlubang di depan sekolah"


def ktp(call: Conversation) -> Conversation:
    return call.says("cek status ktp")


def confirmed(call: Conversation) -> Conversation:
    """A call that has asked the system about a KTP."""
    return ktp(call).says(SPOKEN_NIK).says("iya benar")


def answered(call: Conversation) -> Conversation:
    return confirmed(call).system_answers(nama="Budi", status="siap", kantor="Dukcapil Bandung", perkiraan="")


def complaint(call: Conversation) -> Conversation:
    """A complaint that has been summed up."""
    return call.says("mau lapor jalan rusak").says("jalan berlubang besar").says("jalan merdeka dekat pasar").says("sejak minggu lalu")


def without_agents(call: Conversation) -> Conversation:
    return call.says("petugas").comes_back()


def test_a_call_begins_with_a_notice_that_cannot_be_interrupted_a_greeting_and_an_open_question(call: Conversation) -> None:
    prompts = call.flows.prompts
    assert call.effects[:-1] == (Say(prompts.notice, interruptible=False), Say(prompts.greeting), Say(prompts.ask_intent))
    assert isinstance(call.waits_for, Listen)
    assert call.waits_for.expect is Expect.FREE


def test_the_status_of_a_ktp_from_question_to_goodbye(call: Conversation) -> None:
    ktp(call)
    assert call.said == call.flows.intents["status_ktp"].slots[0].ask
    assert isinstance(call.waits_for, Listen)
    assert (call.waits_for.expect, call.waits_for.digits) == (Expect.DIGITS, 16)
    call.says(SPOKEN_NIK)
    assert "3273 0141 0790 0001" in call.said
    assert isinstance(call.waits_for, Listen)
    assert call.waits_for.expect is Expect.YES_NO
    call.says("iya benar")
    assert call.lookup == Lookup(1, "kependudukan.status_ktp", {"nik": NIK})
    call.system_answers(nama="Budi", status="proses", kantor="Dukcapil", perkiraan="2026-12-15")
    assert "Budi masih diproses. Perkiraan selesai 15 Desember 2026" in call.said
    assert call.says("tidak, terima kasih").ended is Outcome.ANSWERED
    assert call.state.slots == {"nik": NIK}


def test_a_complaint_ends_in_a_ticket(call: Conversation) -> None:
    complaint(call)
    assert "jalan berlubang besar" in call.said
    assert "jalan merdeka dekat pasar" in call.said
    call.says("betul")
    assert call.lookup == Lookup(
        1, "pengaduan.lapor", {"apa": "jalan berlubang besar", "lokasi": "jalan merdeka dekat pasar", "sejak": "sejak minggu lalu"}
    )
    assert call.system_answers(tiket="P-123").said.count("P-123") == 2
    assert call.state.ticket == "P-123"
    assert call.says("sudah, itu saja").ended is Outcome.TICKET


def test_an_answer_without_questions_is_given_at_once(call: Conversation) -> None:
    assert "surat kehilangan" in call.says("ktp saya hilang").said
    assert call.hangs_up().state.outcome is Outcome.ANSWERED


def test_every_kind_of_slot_in_one_call(call: Conversation) -> None:
    call.says("mau urus izin usaha")
    assert isinstance(call.waits_for, Listen)
    assert call.waits_for.expect is Expect.YES_NO
    call.presses("2")
    assert isinstance(call.waits_for, Listen)
    assert call.waits_for.expect is Expect.CHOICE
    call.says("yang warung makan pak").says("nol delapan satu dua").says("tiga empat lima enam tujuh delapan sembilan nol")
    assert "0812 3456 7890" in call.said
    call.says("ya")
    assert call.lookup == Lookup(1, "perizinan.daftar", {"punya_nib": "tidak", "bidang": "makanan", "telepon": "081234567890"})


def test_a_nik_in_the_first_sentence_is_not_asked_for_again(call: Conversation) -> None:
    assert "3273 0141 0790 0001" in call.says(f"cek status ktp nik saya {SPOKEN_NIK}").said
    assert call.says("ya").lookup is not None


def test_the_nik_of_the_last_question_serves_the_next(call: Conversation) -> None:
    assert answered(call).says("cek status ktp lagi").lookup == Lookup(2, "kependudukan.status_ktp", {"nik": NIK})


# What was meant


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


def test_the_second_hypothesis_may_be_the_one_that_makes_sense(call: Conversation) -> None:
    ktp(call).says("tiga dua tujuh sembilan sembilan", SPOKEN_NIK)
    assert call.state.heard == NIK


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


# Commands


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


# Keys


def test_zero_is_a_person_until_a_nik_has_begun(call: Conversation) -> None:
    assert ktp(call).presses("0").transfer is not None
    late = ktp(Conversation(call.flows).begins()).presses("30")
    assert late.transfer is None
    assert late.state.digits == "30"


def test_zero_begins_a_telephone_number(call: Conversation) -> None:
    without_agents(call).says("ya").presses("08123456789#")
    assert "0812 3456 789" in call.said


def test_zero_in_a_question_is_a_person(call: Conversation) -> None:
    assert complaint(call).presses("0").transfer is not None


def test_a_keyed_nik_ends_with_its_last_digit(call: Conversation) -> None:
    assert ktp(call).presses(NIK).state.phase is Phase.CONFIRM_SLOT
    assert call.presses("1").lookup is not None


def test_a_choice_is_picked_by_its_place(call: Conversation) -> None:
    call.says("mau urus izin usaha").presses("2")
    before = call.state
    assert call.presses("4*#").state == before
    assert call.presses("2").state.slots["bidang"] == "jasa"


def test_star_clears_and_hash_ends(call: Conversation) -> None:
    ktp(call).presses("99*3273#")
    assert call.state.digits == "3273"
    assert "3273" in call.said


def test_half_spoken_and_half_keyed_is_one_nik(call: Conversation) -> None:
    assert ktp(call).says("tiga dua tujuh tiga nol satu").presses(NIK[6:]).state.heard == NIK
    other = ktp(Conversation(call.flows).begins()).presses(NIK[:8]).stops_keying()
    assert other.says("nol tujuh sembilan nol nol nol nol satu").state.heard == NIK
    third = ktp(Conversation(call.flows).begins()).presses(NIK[:8]).says("nol tujuh sembilan nol nol nol nol satu")
    assert third.state.heard == NIK


def test_a_keyed_nik_with_an_impossible_date_is_asked_again(call: Conversation) -> None:
    ktp(call).presses("3273019913900001")
    assert call.flows.prompts.unclear[0] in call.said
    assert call.state.digits == ""


def test_keys_that_mean_nothing_change_nothing(call: Conversation) -> None:
    before = call.state
    assert call.presses("7*#").stops_keying().state == before


# Numbers said and corrected


def test_a_number_begun_anew_replaces_its_first_part(call: Conversation) -> None:
    assert ktp(call).says("tiga dua tujuh tiga").says(SPOKEN_NIK).state.heard == NIK


def test_words_between_the_halves_lose_nothing(call: Conversation) -> None:
    ktp(call).says("tiga dua tujuh tiga").says("waduh mana ini")
    assert call.state.digits == "3273"
    assert "3273" in call.said


def test_a_beginning_that_cannot_be_is_asked_again(call: Conversation) -> None:
    ktp(call).says("sembilan sembilan nol satu")
    assert call.flows.prompts.unclear[0] in call.said
    assert call.state.digits == ""


@pytest.mark.parametrize("lead", ["bukan ", "salah, yang benar ", ""])
def test_a_correction_instead_of_a_no(call: Conversation, lead: str) -> None:
    ktp(call).says(SPOKEN_NIK).says(lead + SPOKEN_NIK.removesuffix("satu") + "dua")
    assert call.state.heard == OTHER_NIK
    assert call.state.phase is Phase.CONFIRM_SLOT


def test_the_same_number_again_is_a_yes_and_with_a_no_a_no(call: Conversation) -> None:
    assert ktp(call).says(SPOKEN_NIK).says(SPOKEN_NIK).lookup is not None
    other = ktp(Conversation(call.flows).begins()).says(SPOKEN_NIK).says("bukan " + SPOKEN_NIK)
    assert other.lookup is None
    assert other.state.phase is Phase.SLOT


def test_a_no_with_part_of_a_number_asks_for_it_again(call: Conversation) -> None:
    ktp(call).says(SPOKEN_NIK).says("bukan yang belakang nol nol nol dua")
    assert call.state.phase is Phase.SLOT
    assert call.said == call.flows.intents["status_ktp"].slots[0].reask[0]


def test_endless_corrections_end_at_a_person(call: Conversation) -> None:
    ktp(call).says(SPOKEN_NIK)
    for i in range(2, 9):
        call.says(f"bukan {NIK[:-1]}{i}")
        if call.transfer:
            break
        if call.state.phase is Phase.SLOT:
            call.says(SPOKEN_NIK)
    assert call.transfer is not None


def test_a_refused_telephone_number_is_asked_for_again_and_not_for_ever(call: Conversation) -> None:
    without_agents(call).says("ya")
    for _ in range(8):
        call.says("nol delapan satu dua tiga empat lima enam tujuh").says("bukan")
    assert isinstance(call.waits_for, End)


# Summaries


def test_what_is_named_as_wrong_is_asked_again_alone(call: Conversation) -> None:
    complaint(call).says("lokasinya salah")
    assert call.said == call.flows.intents["lapor"].slot("lokasi").ask
    assert call.says("jalan asia afrika").state.phase is Phase.SUMMARY
    assert "jalan asia afrika" in call.said
    assert "jalan berlubang besar" in call.said


def test_a_summary_refused_twice_goes_to_a_person_with_the_story(call: Conversation) -> None:
    complaint(call).says("salah")
    assert call.flows.prompts.restart in call.said
    call.says("jalan " + PERSON_STORY).says("jalan merdeka").says("kemarin").says("bukan")
    assert call.transfer is not None
    assert PERSON_STORY in call.transfer.briefing


# Ladders


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
    assert [question in heard for question, heard in zip((slot.ask, *slot.reask), said, strict=True)] == [True, True, True]
    assert getattr(call, miss)().transfer is not None


def test_silence_and_then_a_miss_are_two_different_questions(call: Conversation) -> None:
    slot = ktp(call).flows.intents["status_ktp"].slots[0]
    assert slot.reask[0] in call.is_silent().said
    assert slot.reask[1] in call.mumbles().said


def test_an_answer_gives_new_patience(call: Conversation) -> None:
    call.mumbles().mumbles()
    assert ktp(call).state.misses == 0
    assert call.mumbles().transfer is None


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


# Government systems


@pytest.mark.parametrize("reason", ["timeout", "unavailable", "not_found", "rejected"])
def test_no_answer_from_the_system_offers_a_person(call: Conversation, reason: str) -> None:
    confirmed(call).system_fails(reason)
    there = reason in ("timeout", "unavailable")
    assert call.said == (call.flows.prompts.lookup_failed if there else call.flows.intents["status_ktp"].not_found)
    assert call.says("boleh").transfer is not None
    assert "3273 0141 0790 0001" in call.transfer.briefing  # type: ignore[union-attr]


def test_a_person_declined_after_a_failure(call: Conversation) -> None:
    confirmed(call).system_fails("timeout").says("tidak usah")
    assert call.said == call.flows.prompts.anything_else
    assert call.says("cek status ktp").said == call.flows.intents["status_ktp"].slots[0].ask


def test_an_answer_that_lacks_a_field_is_a_failure_of_the_system(call: Conversation) -> None:
    assert confirmed(call).system_answers(status="siap").said == call.flows.prompts.lookup_failed


def test_while_the_system_is_asked_words_and_keys_wait(call: Conversation) -> None:
    before = confirmed(call).state
    assert call.says("halo").presses("0").is_silent().state == before


# What comes too late


def test_answers_to_an_earlier_turn_are_ignored(call: Conversation) -> None:
    ktp(call)
    before = call.state
    call.happens(Heard(call.state.turn - 1, (Hypothesis("petugas", 1.0),))).happens(NoInput(1))
    assert call.state == before


def test_answers_to_an_earlier_request_are_ignored(call: Conversation) -> None:
    before = answered(call).says("cek status ktp").state
    assert before.request == 2
    call.happens(LookupDone(1, {"nama": "Ani"})).happens(LookupFailed(1, "timeout"))
    assert call.state == before


def test_a_second_start_changes_nothing(call: Conversation) -> None:
    before = ktp(call).state
    assert call.happens(CallStarted("2026-11-24T10:01:00+07:00")).state == before


def test_after_the_end_nothing_is_said(call: Conversation) -> None:
    call.says("selesai")
    assert call.says("petugas").presses("1").is_silent().system_answers(nama="x").effects == ()


# To a person, and back


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


# The end


def test_hanging_up_counts_by_what_was_reached(call: Conversation) -> None:
    flows = call.flows
    assert call.hangs_up().state.outcome is Outcome.ABANDONED
    assert ktp(Conversation(flows).begins()).hangs_up().state.outcome is Outcome.ABANDONED
    assert answered(Conversation(flows).begins()).hangs_up().state.outcome is Outcome.ANSWERED
    assert complaint(Conversation(flows).begins()).says("ya").system_answers(tiket="P-1").hangs_up().state.outcome is Outcome.TICKET
    assert Conversation(flows).begins().says("petugas").hangs_up().state.outcome is None  # the hand-over decides


def test_a_replayed_call_is_the_same_call(call: Conversation) -> None:
    answered(call).says("mau lapor jalan rusak").mumbles().says("petugas").comes_back().says("ya").presses("0812345678#").hangs_up()
    entries: list[dict[str, object]] = [{"type": "note.gap", "ms": 3}]
    entries += [encode(event) for event in call.events]
    entries.insert(4, encode(Say("an effect between the events")))
    assert replay(call.flows, entries) == (call.state, call.all_effects)
