"""Sums in whole rupiah."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import num2words

from dialog.schema import SlotSpec
from dialog.slots import money
from dialog.slots.result import DOUBTFUL, Filled

SLOT, TODAY = SlotSpec("biaya", "money", "biaya", "?"), date(2026, 11, 24)


@pytest.mark.parametrize(
    ("said", "sum_"),
    [
        ("satu koma lima juta", "1500000"),
        ("dua setengah juta", "2500000"),
        ("dua ratus ribu", "200000"),
        ("seratus lima puluh ribu rupiah", "150000"),
        ("seceng", "1000"),
        ("goceng", "5000"),
        ("ceban", "10000"),
        ("gopek", "500"),
        ("50rb", "50000"),
        ("dua jt", "2000000"),
        ("tiga ratusan ribu", "300000"),
        ("rong puluh ewu", "20000"),
        ("sepuluh ewu", "10000"),
        ("saratus rebu", "100000"),
        ("selawe ewu", "25000"),
        ("seket ewu", "50000"),
        ("cepek ceng", "100000"),
        ("jigo", "25000"),
        ("seratus dua puluh lima ribu lima ratus", "125500"),
        ("2.000.500", "2000500"),
        ("Rp 1.500.000", "1500000"),
        ("Rp1.500.000,00", "1500000"),
        ("1500000", "1500000"),
        ("nol", "0"),
        ("iya", None),
        ("", None),
        ("antara satu dan dua juta", None),
        ("satu koma lima rupiah", None),
    ],
)
def test_a_sum(said: str, sum_: str | None) -> None:
    parsed = money.parse(said, SLOT, TODAY)
    assert (parsed.value if isinstance(parsed, Filled) else None) == sum_


def test_two_hundred_may_be_thousands() -> None:
    bare, whole = money.parse("dua ratus", SLOT, TODAY), money.parse("dua ratus rupiah", SLOT, TODAY)
    assert isinstance(bare, Filled) and isinstance(whole, Filled)
    assert bare.confidence < whole.confidence


@pytest.mark.parametrize(
    ("said", "sum_"),
    [
        ("dua juta lima ratus", "2500000"),
        ("sejuta dua ratus", "1200000"),
        ("dua miliar tiga ratus", "2300000000"),
        ("dua miliar satu juta lima ratus rupiah", "2001500000"),
    ],
)
def test_what_is_left_after_millions_is_thousands_and_is_asked(said: str, sum_: str) -> None:
    assert money.parse(said, SLOT, TODAY) == Filled(sum_, confidence=DOUBTFUL)


def test_sums_in_other_sentences() -> None:
    assert money.find("saya dimintai uang lima puluh ribu rupiah", SLOT, TODAY) == Filled("50000")
    assert money.find("dimintai lima puluh ribu pak", SLOT, TODAY) == Filled("50000", confidence=0.7)
    for other in ("rt tiga rw lima", "sudah tiga kali", "lima ribu orang", "tahun dua ribu", "seribu sembilan ratus sembilan puluh"):
        assert money.find(other, SLOT, TODAY) is None


@settings(deadline=None, max_examples=300)
@given(st.one_of(st.integers(0, 10**4), st.integers(0, 10**13)).filter(lambda n: n < 10**6 or not 0 < n % 10**6 < 1000))
def test_every_sum_comes_back(amount: int) -> None:
    for said in (str(num2words(amount, lang="id")), f"{num2words(amount, lang='id')} rupiah", str(amount), money.KIND.read(str(amount))):
        parsed = money.parse(said, SLOT, TODAY)
        assert isinstance(parsed, Filled) and parsed.value == str(amount), said
