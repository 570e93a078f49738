"""Digits in every shape people dictate them."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spoken import STYLES, WORDS, cardinal

from dialog.understanding.numbers import digits_in, runs_in

MANY = 100_000


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("tiga dua tujuh tiga", "3273"),
        ("Tiga puluh dua, tujuh puluh tiga.", "3273"),
        ("nol delapan dua belas", "0812"),
        ("kosong delapan satu dua", "0812"),
        ("dobel lima tripel nol", "55000"),
        ("dobel 5 satu", "551"),
        ("nol tiga kali satu", "0001"),
        ("lima kali dua", "22222"),
        ("satu nolnya tiga", "1000"),
        ("satu nolnya ada dua", "100"),
        ("3273 0112", "32730112"),
        ("3273-0112.0001", "327301120001"),
        ("seribu dua ratus", "1200"),
        ("dua ribu dua puluh enam", "2026"),
        ("2 ribu 26", "2026"),
        ("12 ribu 5 ratus", "12500"),
        ("satu juta, dua ratus ribu", "1200000"),
        ("dua ribu tiga ribu", "20003000"),
        ("seratus tiga puluh dua", "132"),
        ("dua puluh nol satu", "2001"),
        ("dua ratus nol", "2000"),
        ("tiga puluh dua puluh", "3020"),
        ("tiga puluh, lima", "305"),
        ("tiga puluh lima", "35"),
        ("sepuluh sebelas dua belas", "101112"),
        ("sepuluh lima", "105"),
        ("duabelas tigapuluh", "1230"),
        ("nomor saya itu lapan satu ya pak", "81"),
        ("kalih sekawan gangsal", "245"),
        ("rong puluh telu, selawe, seket siji", "232551"),
        ("1234 ribu", "1234"),
        ("sudah dua kali lapor", ""),
        ("satu-satunya", "1"),
        ("dobel", ""),
        ("ribu puluh kali", ""),
        ("tidak tahu", ""),
    ],
)
def test_as_people_say_it(said: str, digits: str) -> None:
    assert digits_in(said) == digits
    assert digits_in(said.upper()) == digits


@pytest.mark.parametrize("style", STYLES)
def test_every_style_gives_back_every_digit(style: Callable[[str, Random], str]) -> None:
    rng = Random(style.__name__)
    for _ in range(MANY):
        length = rng.randint(1, 12)
        digits = f"{rng.randrange(10**length):0{length}}"
        said = style(digits, rng)
        assert digits_in(said) == digits, said


def test_whole_numbers_come_back() -> None:
    rng = Random(1)
    for _ in range(MANY):
        number = rng.randrange(10 ** rng.randint(1, 15))
        assert digits_in(cardinal(number)) == str(number)


@given(st.text(alphabet="0123456789", min_size=1, max_size=18), st.integers(), st.sampled_from(STYLES))
def test_any_digits_in_any_style(digits: str, seed: int, style: Callable[[str, Random], str]) -> None:
    assert digits_in(style(digits, Random(seed))) == digits


def test_other_words_part_the_rows() -> None:
    assert runs_in("RT tiga, NIK saya tiga dua tujuh tiga ya") == ["3", "3273"]
    assert runs_in("tiga puluh, dua ratus, satu") == ["302001"]
    assert runs_in("tidak ada") == []


@given(
    st.lists(
        st.sampled_from(
            [*WORDS, *"puluh belas ratus ribu juta seratus seribu sepuluh dobel tripel kali nolnya ada 12 007 1234 pak , puluh,".split()]
        )
    )
)
def test_any_words_give_digits_alone(words: list[str]) -> None:
    assert digits_in(" ".join(words)).strip("0123456789") == ""


@given(st.text())
def test_any_text_gives_digits_alone(text: str) -> None:
    assert digits_in(text).strip("0123456789") == ""
