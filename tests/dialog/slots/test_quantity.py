"""How many."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import num2words

from dialog.schema import SlotSpec
from dialog.slots import quantity
from dialog.slots.result import Filled

SLOT, TODAY = SlotSpec("orang", "quantity", "jumlah orang", "?"), date(2026, 11, 24)


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("tiga", "3"),
        ("dua orang", "2"),
        ("anak saya tiga", "3"),
        ("dua puluh lima lembar", "25"),
        ("seorang", "1"),
        ("sendirian", "1"),
        ("bertiga", "3"),
        ("sepasang", "2"),
        ("selusin", "12"),
        ("dua lusin", "24"),
        ("setengah lusin", "6"),
        ("3", "3"),
        ("tidak ada", "0"),
        ("setengah", None),
        ("dua tiga", None),
        ("banyak", None),
        ("", None),
    ],
)
def test_how_many(said: str, count: str | None) -> None:
    parsed = quantity.parse(said, SLOT, TODAY)
    assert (parsed.value if isinstance(parsed, Filled) else None) == count


@settings(deadline=None)
@given(st.integers(0, 10**6))
def test_every_count_comes_back(count: int) -> None:
    for said in (str(num2words(count, lang="id")), f"{num2words(count, lang='id')} orang", quantity.KIND.read(str(count))):
        parsed = quantity.parse(said, SLOT, TODAY)
        assert isinstance(parsed, Filled) and parsed.value == str(count), said
