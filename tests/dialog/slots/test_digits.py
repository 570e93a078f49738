"""Numbers of which only the length is known."""

from __future__ import annotations

from datetime import date

import pytest

from dialog.schema import SlotSpec
from dialog.slots import digits
from dialog.slots.result import Filled, Parsed, Partial, Rejected


def parse(text: str) -> Parsed:
    return digits.parse(text, SlotSpec("resi", "digits", "nomor resi", "?", length=(8, 13)), date(2026, 11, 24))


def test_by_length() -> None:
    assert parse("nol delapan satu dua") == Partial("0812")
    assert parse("nol delapan satu dua 3456 789") == Filled("08123456789")
    assert isinstance(parse("1" * 14), Rejected)
    assert isinstance(parse("tidak punya"), Rejected)


@pytest.mark.parametrize(
    ("value", "read"), [("12345", "12345"), ("123456", "1234 56"), ("12345678", "1234 5678"), ("123456789", "1234 56789")]
)
def test_read_in_groups(value: str, read: str) -> None:
    assert digits.read(value) == read
