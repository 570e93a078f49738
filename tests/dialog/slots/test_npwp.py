"""NPWP: fifteen digits with a check digit, or sixteen in two forms."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
import valid
from hypothesis import given
from hypothesis import strategies as st

from dialog.schema import SlotSpec
from dialog.slots import npwp
from dialog.slots.result import Filled, Parsed, Partial, Rejected

OLD = "013121660091000"


def parse(text: str) -> Parsed:
    return npwp.parse(text, SlotSpec("npwp", "npwp", "NPWP", "?", length=(15, 16)), date(2026, 11, 24))


@pytest.mark.parametrize(
    ("said", "value"), [("01.312.166.0-091.000", OLD), (f"0{OLD}", f"0{OLD}"), ("3273014107892415", "3273014107892415")]
)
def test_all_three_forms(said: str, value: str) -> None:
    assert parse(said) == Filled(value)


@given(st.integers(0, 8), st.integers(1, 9))
def test_one_digit_of_the_payer_heard_wrongly_is_told(place: int, by: int) -> None:
    heard = OLD[:place] + str((int(OLD[place]) + by) % 10) + OLD[place + 1 :]
    # by chance it may still begin one of the new form
    assert parse(heard) in (Rejected("payer", heard, 0), Partial(heard))


@given(st.integers(0, 10**9))
def test_an_office_that_cannot_be_is_named(seed: int) -> None:
    number = valid.npwp(Random(seed))
    heard = f"{number[:9]}000{number[12:]}"
    assert parse(heard) in (Rejected("office", heard, 1), Partial(heard))


@given(st.integers(0, 10**9))
def test_a_zero_before_the_fifteen(seed: int) -> None:
    number = "0" + valid.npwp(Random(seed))
    assert parse(number) == Filled(number)
    assert isinstance(parse(number[:10]), Partial)


@pytest.mark.parametrize("number", ["0013121661091000", "3273014113892415", OLD + "00", ""])
def test_what_is_none(number: str) -> None:
    parsed = parse(number)
    assert isinstance(parsed, Rejected)
    assert parsed.group == -1
