"""How many."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import num2words

from dialog.schema import SlotSpec
from dialog.slots import quantity
from dialog.slots.result import DOUBTFUL, Filled

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
        ("eh jam sebelas", None),
        ("eh tanggalnya enam belas saja", None),
        ("tanggal tiga", None),
        ("jam satu", None),
        ("pukul sepuluh", None),
        ("nomor dua", None),
        ("er te lima er we dua", None),
        ("tanggal dua belas untuk tiga orang", "3"),
        ("banyak", None),
        ("", None),
    ],
)
def test_how_many(said: str, count: str | None) -> None:
    parsed = quantity.parse(said, SLOT, TODAY)
    assert (parsed.value if isinstance(parsed, Filled) else None) == count


def test_about_so_many_is_asked() -> None:
    assert quantity.parse("dua puluhan", SLOT, TODAY) == Filled("20", confidence=DOUBTFUL)


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("mau buat janji untuk dua orang besok", "2"),
        ("tiga orang dan dua anak", "3"),
        ("legalisir tiga lembar", None),
        ("ada seorang petugas", None),
        ("dua orang, eh tiga orang", None),
        ("sudah dua hari", None),
    ],
)
def test_counts_in_other_sentences(said: str, count: str | None) -> None:
    found = quantity.find(said, SLOT, TODAY)
    assert (found.value if found else None) == count
    assert found is None or found.confidence < 1


def test_a_slot_that_names_nothing_takes_any_thing() -> None:
    found = quantity.find("legalisir tiga lembar", SlotSpec("jumlah", "quantity", "jumlahnya", "?"), TODAY)
    assert found is not None and found.value == "3"


@settings(deadline=None)
@given(st.integers(0, 10**6))
def test_every_count_comes_back(count: int) -> None:
    for said in (str(num2words(count, lang="id")), f"{num2words(count, lang='id')} orang", quantity.KIND.read(str(count))):
        parsed = quantity.parse(said, SLOT, TODAY)
        assert isinstance(parsed, Filled) and parsed.value == str(count), said
