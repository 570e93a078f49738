"""The agent hears what is known, how sure it is, and what went wrong."""

from __future__ import annotations

import pytest
from conversation import SPOKEN_NIK, Conversation

from dialog.effects import Transfer

UNSURE = "belum dikonfirmasi"


def handed_over(call: Conversation) -> Transfer:
    assert call.transfer is not None
    return call.transfer


def complaint_without_system(call: Conversation) -> Conversation:
    call.says("mau lapor jalan rusak").says("jalan berlubang").says("jalan merdeka").says("kemarin").says("betul")
    return call.system_fails("timeout")


def test_a_nik_read_back_and_not_yet_answered_goes_along_unconfirmed(call: Conversation) -> None:
    transfer = handed_over(call.says("cek status ktp").says(SPOKEN_NIK).says("petugas"))
    assert [(f.value, f.confirmed) for f in transfer.facts] == [("3273 0141 0790 0001", False)]
    assert f"NIK 3273 0141 0790 0001, {UNSURE}" in transfer.briefing


def test_a_nik_that_was_refused_does_not_go_along(call: Conversation) -> None:
    assert handed_over(call.says("cek status ktp").says(SPOKEN_NIK).says("bukan").says("petugas")).facts == ()


def test_a_summary_that_was_confirmed_is_handed_over_as_confirmed(call: Conversation) -> None:
    transfer = handed_over(complaint_without_system(call).says("iya"))
    assert [f.confirmed for f in transfer.facts] == [True, True, True]
    assert UNSURE not in transfer.briefing


def test_a_wish_only_guessed_is_called_so(call: Conversation) -> None:
    transfer = handed_over(call.says("cek status ktp", confidence=0.1).says("petugas"))
    assert f"{transfer.subject}, {UNSURE}" in transfer.briefing


@pytest.mark.parametrize(
    ("reason", "why", "told"),
    [
        ("timeout", "failure", "Sistem instansi tidak menjawab."),
        ("unavailable", "failure", "Sistem instansi tidak menjawab."),
        ("not_found", "requested", "Datanya tidak ditemukan di sistem instansi."),
        ("rejected", "requested", "Sistem instansi menolak datanya."),
    ],
)
def test_the_agent_hears_why_the_system_had_no_answer(call: Conversation, reason: str, why: str, told: str) -> None:
    transfer = handed_over(call.says("cek status ktp").says(SPOKEN_NIK).says("ya").system_fails(reason).says("boleh"))
    assert transfer.reason == why
    assert told in transfer.briefing


def test_trouble_with_an_earlier_wish_is_not_told_of_the_next(call: Conversation) -> None:
    complaint_without_system(call).says("tidak").says("cek status ktp")
    assert "Sistem" not in handed_over(call.says("petugas")).briefing
