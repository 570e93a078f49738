"""Spellings that are equal, and sounds that are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.measure import same
from speech.spelling import VARIANTS, as_digits, as_numbers, respelt


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("nggak ada", "gak ada"),
        ("Enggak.", "ngga"),
        ("di mana", "dimana"),
        ("terima kasih", "terimakasih"),
        ("e-KTP saya", "E KTP saya"),
        ("lima puluh ribu", "50.000"),
        ("lima puluh ribu rupiah", "50 ribu rupiah"),
        ("tahun dua ribu dua puluh lima", "tahun 2025"),
        ("tiga dua tujuh tiga nol satu", "3273 01"),
        ("kosong delapan dua", "082"),
        ("anak-anak", "anak anak"),
        ("e-KTP RT tiga", "e ka te pe er te tiga"),
    ],
)
def test_the_same_words(one: str, other: str) -> None:
    assert same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sudah", "udah"),
        ("bagaimana", "gimana"),
        ("terima kasih", "makasih"),
        ("tidak", "nggak"),
        ("dua puluh", "dua belas"),
        ("dua puluh lima", "dua lima"),
        ("saja", "aja"),
        ("lima ribu", "50.000"),
    ],
)
def test_different_words(one: str, other: str) -> None:
    assert not same(one, other)


def test_no_variant_is_rewritten_into_another() -> None:
    assert all(respelt(standard) == standard for standard in VARIANTS.values())


@given(st.integers(0, 10**16))
def test_any_numeral_becomes_words(number: int) -> None:
    for read in (as_digits, as_numbers):
        assert not any(c.isdigit() for c in read(f"nomor {number} ya"))
    assert same(as_digits(str(number)), str(number))
