"""Whole dialogs from the first word to the last: events in, effects out."""

from __future__ import annotations

from conversation import NIK, SPOKEN_NIK, Conversation, answered, complaint, ktp

from dialog.effects import Expect, Listen, Lookup, Outcome, Say
from dialog.events import CallStarted, Heard, Hypothesis, LookupDone, LookupFailed, NoInput
from dialog.journal_codec import encode
from dialog.replay import replay


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


def test_the_nik_of_the_last_question_serves_the_next_once_the_caller_agrees(call: Conversation) -> None:
    assert "3273 0141 0790 0001" in answered(call).says("cek status ktp lagi").said
    assert call.says("ya").lookup == Lookup(2, "kependudukan.status_ktp", {"nik": NIK})


def test_answers_to_an_earlier_turn_are_ignored(call: Conversation) -> None:
    ktp(call)
    before = call.state
    call.happens(Heard(call.state.turn - 1, (Hypothesis("petugas", 1.0),))).happens(NoInput(1))
    assert call.state == before


def test_answers_to_an_earlier_request_are_ignored(call: Conversation) -> None:
    before = answered(call).says("cek status ktp").says("ya").state
    assert before.request == 2
    call.happens(LookupDone(1, {"nama": "Ani"})).happens(LookupFailed(1, "timeout"))
    assert call.state == before


def test_a_second_start_changes_nothing(call: Conversation) -> None:
    before = ktp(call).state
    assert call.happens(CallStarted("2026-11-24T10:01:00+07:00")).state == before


def test_after_the_end_nothing_is_said(call: Conversation) -> None:
    call.says("selesai")
    assert call.says("petugas").presses("1").is_silent().system_answers(nama="x").effects == ()


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
