from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.decoding.digits import DIGITS, MOST, counted, dictated, digit_candidates, respelt

digit_strings = st.lists(st.sampled_from(DIGITS), min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("text", "count"), [("nol delapan dobel dua", 4), ("32 01", 4), ("dua puluh", None), ("saya lupa", None), ("tujuh nine", None)]
)
def test_digits_are_counted_where_all_are_digits(text: str, count: int | None) -> None:
    assert counted(text) == count


@pytest.mark.parametrize("text", ["tiga dua bilan", "Kusong 1 4 6", "sembian"])
def test_misspelt_digits_are_dictated(text: str) -> None:
    assert dictated(text)


@pytest.mark.parametrize("text", ["", "saya tidak hafal", "petugas", "mau bicara dengan petugas nol"])
def test_what_else_a_caller_says_is_not(text: str) -> None:
    assert not dictated(text)
    assert digit_candidates([text], 16) == ()


@given(digit_strings, st.data())
def test_a_digit_lost_out_of_a_pair_comes_back(digits: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(digits) - 1))
    said = [*digits[:at], digits[at], *digits[at:]]
    runs = sum(1 for i, d in enumerate(digits) if not i or digits[i - 1] != d)
    if runs <= MOST:
        assert " ".join(said) in digit_candidates([" ".join(digits)], len(said))


@given(digit_strings, st.integers(0, 20))
def test_candidates_are_few_new_and_of_digits(digits: list[str], length: int) -> None:
    found = digit_candidates([" ".join(digits), "sembian tiga"], length)
    assert len(found) <= MOST
    assert len(set(found)) == len(found)
    assert " ".join(digits) not in found
    assert all(set(candidate.split()) <= set(DIGITS) for candidate in found)


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        ("tujuh tiga nine sembilan", "tujuh tiga sembilan sembilan"),
        ("milan dua ol satu", "sembilan dua nol satu"),
        ("enam dua dua satu tiga", "enam dua satu tiga"),
        ("enam eh dua satu tiga", "enam dua satu tiga"),
    ],
)
def test_other_readings_of_a_number(heard: str, said: str) -> None:
    assert said in digit_candidates([heard], 4)


def test_only_misspelt_digits_are_respelt() -> None:
    texts = ["satu dua tiga", "satu nine tiga", "satu dua thiga", "satu dua"]
    assert respelt(texts, 3) == ("satu sembilan tiga",)


def test_numerals_and_numbers_above_nine_are_left_alone() -> None:
    assert digit_candidates(["3201 dua", "tiga puluh dua"], 4) == ()
