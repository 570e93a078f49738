"""Digits in every shape people dictate them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.understanding.numbers import digits_in

WORDS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("tiga dua tujuh tiga", "3273"),
        ("Tiga puluh dua, tujuh puluh tiga.", "3273"),
        ("nol delapan dua belas", "0812"),
        ("kosong delapan satu dua", "0812"),
        ("dobel lima tripel nol", "55000"),
        ("dobel 5 satu", "551"),
        ("3273 0112", "32730112"),
        ("3273-0112.0001", "327301120001"),
        ("seribu dua ratus", "1200"),
        ("dua ribu dua puluh enam", "2026"),
        ("seratus tiga puluh dua", "132"),
        ("dua puluh nol satu", "2001"),
        ("tiga puluh dua puluh", "3020"),
        ("sepuluh sebelas dua belas", "101112"),
        ("nomor saya itu lapan satu ya pak", "81"),
        ("satu-satunya", "1"),
        ("dobel", ""),
        ("tidak tahu", ""),
    ],
)
def test_as_people_say_it(said: str, digits: str) -> None:
    assert digits_in(said) == digits


@st.composite
def dictated(draw: st.DrawFn) -> tuple[str, str]:
    """Digits, and words for them. "X puluh" never stands before a unit that it would swallow."""
    parts = draw(st.lists(st.sampled_from(["unit", "double", "triple", "teen", "tens", "tens_unit", "hundreds", "written"]), max_size=8))
    digits, words, round_tens = "", list[str](), False
    for kind in parts:
        one, two, three = (draw(st.integers(1, 9)) for _ in range(3))
        zero = draw(st.sampled_from(["nol", "kosong"]))
        match kind:
            case "unit" if round_tens or draw(st.booleans()):
                digits, said = digits + "0", zero
            case "unit":
                digits, said = digits + str(one), WORDS[one]
            case "double":
                digits, said = digits + str(one) * 2, f"dobel {WORDS[one]}"
            case "triple":
                digits, said = digits + "000", f"tripel {zero}"
            case "teen":
                digits, said = digits + str(10 + one), "sebelas" if one == 1 else f"{WORDS[one]} belas"
            case "tens":
                digits, said = digits + str(one * 10), "sepuluh" if one == 1 else f"{WORDS[one]} puluh"
            case "tens_unit":
                digits, said = digits + f"{max(2, one)}{two}", f"{WORDS[max(2, one)]} puluh {WORDS[two]}"
            case "hundreds":
                digits, said = digits + f"{one}{max(2, two)}{three}", f"{WORDS[one]} ratus {WORDS[max(2, two)]} puluh {WORDS[three]}"
            case _:
                digits, said = digits + f"{one}{two}0{three}", f"{one}{two}0{three}"
        words.append(said)
        round_tens = kind == "tens" and one > 1
    return digits, draw(st.sampled_from([" ", ", "])).join(words)


@given(dictated())
def test_every_digit_comes_back_in_order(case: tuple[str, str]) -> None:
    digits, said = case
    assert digits_in(said) == digits
    assert digits_in(said.upper()) == digits


@given(
    st.lists(
        st.sampled_from([*WORDS, "puluh", "belas", "ratus", "ribu", "juta", "seratus", "seribu", "sepuluh", "dobel", "tripel", "12", "pak"])
    )
)
def test_any_words_give_digits_alone(words: list[str]) -> None:
    assert digits_in(" ".join(words)).strip("0123456789") == ""


@given(st.text())
def test_any_text_gives_digits_alone(text: str) -> None:
    assert digits_in(text).strip("0123456789") == ""
