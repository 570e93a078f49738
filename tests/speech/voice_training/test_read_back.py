"""What counts as read back."""

from __future__ import annotations

import pytest

from speech.voice_training.read_back import read_back


@pytest.mark.parametrize(
    ("clause", "heard"),
    [
        ("Nomor Anda dua tujuh.", "nomor anda 27"),
        ("Terima kasih.", "terimakasih"),
        ("Nama saya Octaviani.", "nama saya oktafiani"),
    ],
)
def test_the_same_words(clause: str, heard: str) -> None:
    assert read_back(clause, heard)


@pytest.mark.parametrize(("clause", "heard"), [("Terima kasih banyak.", "terima kasih"), ("Selamat pagi.", ""), ("Ya.", "iya iya")])
def test_other_words(clause: str, heard: str) -> None:
    assert not read_back(clause, heard)
