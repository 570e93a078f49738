"""What only shows that somebody is listening, and what is an answer."""

from __future__ import annotations

import pytest

from dialog.backchannel import is_backchannel
from dialog.effects import Expect

LISTENING = ["iya", "Ya, ya.", "he-eh", "He eh.", "heeh", "nggih", "inggih", "oke", "Oke, baik.", "muhun", "ya ya ya ya", "siap"]
HUMS = ["hmm", "Hmm.", "mm", "mhm", "eh", "eee", "ehm", "oh", "ah", "em", "hah", ""]
WORDS = [
    "tidak",
    "petugas",
    "ulangi",
    "cek ktp saya",
    "iya saya mau lapor",
    "bukan",
    "sudah",
    "oke terima kasih",
    "ya ya ya ya ya",
    "hamil",
    "nol",
    "em em em em em",
]


@pytest.mark.parametrize("text", LISTENING)
@pytest.mark.parametrize("expect", [Expect.FREE, Expect.DIGITS, Expect.CHOICE])
def test_assent_is_listening_unless_a_yes_is_due(text: str, expect: Expect) -> None:
    assert is_backchannel(text, expect)
    assert not is_backchannel(text, Expect.YES_NO)


@pytest.mark.parametrize("text", HUMS)
@pytest.mark.parametrize("expect", Expect)
def test_a_hum_is_never_an_answer(text: str, expect: Expect) -> None:
    assert is_backchannel(text, expect)


@pytest.mark.parametrize("text", WORDS)
@pytest.mark.parametrize("expect", Expect)
def test_words_are_an_answer(text: str, expect: Expect) -> None:
    assert not is_backchannel(text, expect)
