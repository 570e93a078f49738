"""What the agent hears: the most important first, in eight seconds; and what goes along on the screen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conversation import SPOKEN_NIK, Conversation, complaint

from dialog.briefing import LONGEST, REASONS, SECRET, briefing
from dialog.effects import Fact, Transfer
from dialog.scenario.keys import REASONS as KNOWN_REASONS

SITI, NIK = Fact("nama", "Siti Aminah", True), Fact("NIK", "3273 0141 0790 0001", False)
LONG = Fact("Isi laporan", "jalan berlubang besar sekali di depan pasar dan sekolah", True)


def handed_over(call: Conversation) -> Transfer:
    assert call.transfer is not None
    return call.transfer


def without_system(call: Conversation) -> Conversation:
    return complaint(call).says("betul").system_fails("timeout")


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        (
            briefing("requested", "KTP hilang", (("name", SITI),), verified=("NIK",), missing="surat polisi"),
            "KTP hilang, Siti Aminah, NIK terverifikasi, belum tahu surat polisi.",
        ),
        (
            briefing("distress", "melaporkan jalan rusak"),
            "Penelepon tertekan, perlu ditenangkan, melaporkan jalan rusak.",
        ),
        (briefing("no_input", ""), "Keperluannya belum disebutkan, tidak menjawab pertanyaan."),
        (briefing("requested", "mengecek status KTP", guessed=True), "Mengecek status KTP, belum pasti."),
        (
            briefing("requested", "mengecek status KTP", (("nik", NIK),), trouble="not_found"),
            "Mengecek status KTP, datanya tidak ditemukan, NIK belum pasti.",
        ),
        (briefing("requested", "melapor", (("text", LONG),)), "Melapor."),
    ],
)
def test_what_the_agent_hears(said: str, heard: str) -> None:
    assert said == heard


@pytest.mark.parametrize("reason", KNOWN_REASONS)
def test_every_reason_has_words_and_a_long_story_still_takes_eight_seconds(reason: str) -> None:
    assert reason == "requested" or reason in REASONS
    many = tuple(("choice", Fact(f"isian nomor {n}", "pilihan yang agak panjang", False)) for n in range(9))
    told = briefing(
        reason, "memperpanjang surat izin praktik", (("name", SITI), *many), verified=("NIK dan tanggal lahir",), missing="kantor"
    )
    assert len(told) <= LONGEST + 1
    assert told.startswith("Memperpanjang surat izin praktik, Siti Aminah") or REASONS[reason].lower() in told.lower()
    assert "Tekan satu" not in told, "the keys are told by the service"


def test_a_nik_read_back_and_not_yet_answered_goes_along_unconfirmed(call: Conversation) -> None:
    transfer = handed_over(call.says("cek status ktp").says(SPOKEN_NIK).says("petugas"))
    assert [(f.value, f.confirmed) for f in transfer.facts] == [("3273 0141 0790 0001", False)]
    assert "NIK belum pasti" in transfer.briefing


def test_what_is_not_known_yet_is_told(call: Conversation) -> None:
    assert handed_over(call.says("cek status ktp").says("petugas")).briefing == "Mengecek status pembuatan KTP, belum tahu NIK."


def test_a_nik_that_was_refused_does_not_go_along(call: Conversation) -> None:
    assert handed_over(call.says("cek status ktp").says(SPOKEN_NIK).says("bukan").says("petugas")).facts == ()


def test_a_summary_that_was_confirmed_is_handed_over_as_confirmed(call: Conversation) -> None:
    transfer = handed_over(without_system(call).says("iya"))
    assert [f.confirmed for f in transfer.facts] == [True, True, True]
    assert "belum pasti" not in transfer.briefing
    assert "sistem instansi tidak menjawab" in transfer.briefing


@pytest.mark.parametrize(
    ("reason", "why", "told"),
    [
        ("timeout", "failure", "sistem instansi tidak menjawab"),
        ("unavailable", "failure", "sistem instansi tidak menjawab"),
        ("not_found", "requested", "datanya tidak ditemukan"),
        ("rejected", "requested", "datanya ditolak sistem"),
    ],
)
def test_the_agent_hears_why_the_system_had_no_answer(call: Conversation, reason: str, why: str, told: str) -> None:
    transfer = handed_over(call.says("cek status ktp").says(SPOKEN_NIK).says("ya").system_fails(reason).says("boleh"))
    assert transfer.reason == why
    assert told in transfer.briefing


def test_trouble_with_an_earlier_wish_is_not_told_of_the_next(call: Conversation) -> None:
    without_system(call).says("tidak").says("cek status ktp")
    assert "sistem" not in handed_over(call.says("petugas")).briefing


def test_the_queue_is_the_wishs_where_it_is_certain(call: Conversation) -> None:
    intents = {name: replace(intent, queue="loket") for name, intent in call.flows.intents.items()}
    call.flows = replace(call.flows, intents=intents, queue="umum")
    assert handed_over(Conversation(call.flows).begins().says("cek status ktp", confidence=0.1).says("petugas")).queue == "umum"
    assert handed_over(call.says("cek status ktp").says("petugas")).queue == "loket"


def test_of_a_secret_call_nothing_is_told(call: Conversation) -> None:
    call.flows = replace(call.flows, confidential=("jangan direkam",))
    transfer = handed_over(call.says("cek status ktp").says("jangan direkam").says("petugas"))
    assert (transfer.briefing, transfer.facts, transfer.subject, transfer.verified) == (SECRET, (), "", ())
