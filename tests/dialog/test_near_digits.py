"""Bent digit words are straightened among digits, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spoken import STYLES, WORDS

from dialog.understanding.near_digits import straighten
from dialog.understanding.numbers import digits_in


@pytest.mark.parametrize(
    ("bent", "digit"),
    [
        ("milan", "9"), ("sembian", "9"), ("bilan", "9"), ("sebilan", "9"), ("nine", "9"), ("ol", "0"), ("lapan", "8"),
        ("delepan", "8"),
        ("nam", "6"), ("mat", "4"), ("pat", "4"), ("mpat", "4"), ("ujuh", "7"), ("tujoh", "7"), ("satuh", "1"), ("koson", "0"),
    ],
)  # fmt: skip
def test_among_digits(bent: str, digit: str) -> None:
    assert digits_in(straighten(f"tiga dua {bent} tujuh")) == f"32{digit}7"


@pytest.mark.parametrize(
    "said",
    [
        "saya mau lapor jalan rusak",
        "milan",
        "di jalan mat saleh nomor enam",
        "sudah lama sekali",
        "tiga dua ya pak",
        "nomor saya tiga dua tujuh",
        "itu tiga dua",
        "tiga dua terus lama",
        "",
    ],
)
def test_what_is_no_digit_stays(said: str) -> None:
    assert straighten(said) == said


@given(st.text(alphabet="0123456789", min_size=1, max_size=16), st.integers(), st.sampled_from(STYLES))
def test_what_was_said_well_is_left_alone(digits: str, seed: int, style: Callable[[str, Random], str]) -> None:
    assert digits_in(straighten(style(digits, Random(seed)))) == digits


@given(st.lists(st.sampled_from(WORDS), min_size=4, max_size=16), st.data())
def test_a_letter_lost_of_a_long_word_costs_nothing(words: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(words) - 1))
    lost = data.draw(st.integers(0, len(words[at]) - 1)) if len(words[at]) > 4 else None
    heard = [word[:lost] + word[lost + 1 :] if i == at and lost is not None else word for i, word in enumerate(words)]
    assert digits_in(straighten(" ".join(heard))) == digits_in(" ".join(words))


@given(st.text())
def test_any_text_gives_a_text_of_as_many_words(text: str) -> None:
    assert len(straighten(text).split()) == len(text.split())
