from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.training.numbers import DIGITS, PROVINCES, cardinal, dictate, nik


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (17, "tujuh belas"),
        (40, "empat puluh"),
        (105, "seratus lima"),
        (1_000, "seribu"),
        (2_026, "dua ribu dua puluh enam"),
        (150_000, "seratus lima puluh ribu"),
        (1_000_000, "satu juta"),
    ],
)
def test_numbers_in_words(number: int, words: str) -> None:
    assert cardinal(number) == words


@given(st.integers())
def test_a_nik_has_a_possible_structure(seed: int) -> None:
    number = nik(Random(seed))
    assert len(number) == 16 and number.isdigit()
    assert int(number[:2]) in PROVINCES
    assert 1 <= int(number[6:8]) % 40 <= 31 and 1 <= int(number[8:10]) <= 12


@given(st.text("0123456789", min_size=1, max_size=18), st.integers())
def test_dictation_keeps_every_digit(digits: str, seed: int) -> None:
    heard = ""
    doubled = False
    for word in dictate(digits, Random(seed)).replace(",", "").split():
        if word == "dobel":
            doubled = True
            continue
        digit = "0" if word == "kosong" else str(DIGITS.index(word))
        heard += digit * (2 if doubled else 1)
        doubled = False
    assert heard == digits
