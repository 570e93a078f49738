"""Telephone numbers, with 0, with 62, or without either."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
import valid
from hypothesis import given
from hypothesis import strategies as st
from spoken import STYLES

from dialog.schema import SlotSpec
from dialog.slots import phone
from dialog.slots.result import Filled, Parsed, Partial, Rejected


def parse(text: str) -> Parsed:
    return phone.parse(text, SlotSpec("hp", "phone", "HP", "?", length=(8, 13)), date(2026, 11, 24))


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("nol delapan satu dua, tiga empat lima enam, tujuh delapan", "0812345678"),
        ("nol delapan dua belas tiga empat lima enam tujuh", "081234567"),
        ("+62 812-3456-7890", "081234567890"),
        ("plus enam dua delapan satu dua tiga empat lima enam tujuh delapan", "0812345678"),
        ("62 0812 3456 7890", "081234567890"),
        ("delapan satu dua tiga empat lima enam tujuh delapan sembilan", "08123456789"),
        ("(021) 555-1234", "0215551234"),
        ("nol dua dua dua lima nol satu dua tiga empat", "0222501234"),
        ("62 21 555 1234", "0215551234"),
    ],
)
def test_as_people_say_it(said: str, value: str) -> None:
    whole = len(value) >= 10 or not value.startswith("08")
    assert parse(said) == (Filled(value) if whole else Partial(value))


@given(st.integers(0, 10**9), st.sampled_from(STYLES), st.sampled_from(["0", "62", ""]))
def test_every_mobile_number_in_any_style(seed: int, style: object, begin: str) -> None:
    rng = Random(seed)
    number = valid.mobile(rng)
    assert callable(style)
    assert parse(style(begin + number[1:], rng)) == Filled(number)


@pytest.mark.parametrize("begun", ["0", "08", "0812", "081234567", "6", "62", "6281", "81", "021", "0215551"])
def test_beginnings(begun: str) -> None:
    assert parse(begun) == Partial(begun)


@pytest.mark.parametrize("said", ["5551234", "0081234567", "08123456789012", "+628123456789012", "", "tidak punya"])
def test_what_is_none(said: str) -> None:
    assert isinstance(parse(said), Rejected)


@pytest.mark.parametrize("text", ["0809 123 4567", "+62 809 123 4567", "nol sembilan nol nol satu dua tiga empat lima enam"])
def test_a_service_that_costs_whoever_calls_it_is_no_number_to_be_called_on(text: str) -> None:
    assert isinstance(parse(text), Rejected)
    assert isinstance(parse("0901 321 456"), Filled), "Timika"
