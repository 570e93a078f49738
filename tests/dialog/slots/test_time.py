"""Times of day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import num2words

from dialog.schema import SlotSpec
from dialog.slots import time
from dialog.slots.result import Filled

SLOT, TODAY = SlotSpec("jam", "time", "jam", "?"), date(2026, 11, 24)


@pytest.mark.parametrize(
    ("said", "meant", "sure"),
    [
        ("jam sembilan pagi", "09:00", True),
        ("pukul setengah delapan malam", "19:30", True),
        ("setengah satu siang", "12:30", True),
        ("setengah satu malam", "00:30", True),
        ("jam dua siang", "14:00", True),
        ("jam dua malam", "02:00", True),
        ("jam dua belas malam", "00:00", True),
        ("jam tiga sore", "15:00", True),
        ("jam sebelas siang", "11:00", True),
        ("jam delapan kurang seperempat malam", "19:45", True),
        ("jam tujuh lewat lima menit pagi", "07:05", True),
        ("besok pagi jam sembilan", "09:00", True),
        ("tengah hari", "12:00", True),
        ("tengah malam", "00:00", True),
        ("habis magrib", "18:00", True),
        ("jam empat belas tiga puluh", "14:30", True),
        ("14.30", "14:30", True),
        ("1430", "14:30", True),
        ("0930", "09:30", True),
        ("jam tujuh lewat seperempat", "07:15", False),
        ("jam delapan kurang sepuluh", "07:50", False),
        ("setengah tujuh", "18:30", False),
        ("jam dua tiga puluh", "14:30", False),
        ("jam sembilan nol lima", "09:05", False),
        ("jam dua", "14:00", False),
        ("jam delapan malem", "20:00", True),
        ("jam tujuh magrib", "19:00", True),
        ("jam dua belas tengah malam", "00:00", True),
        ("jam setengah enem isuk", "05:30", True),
        ("tabuh dalapan enjing", "08:00", True),
        ("jam siji awan", "13:00", True),
        ("jam opat sonten", "16:00", True),
        ("jam sanga wengi", "21:00", True),
        ("jam tujuh peuting", "19:00", True),
        ("jam empat sore lewat lima belas", "16:15", True),
        ("jam delapan malam kurang seperempat", "19:45", True),
        ("jam dua puluh satu", "21:00", True),
        ("dua puluh satu", "21:00", False),
        ("delapan", "08:00", False),
    ],
)
def test_a_time_of_day(said: str, meant: str, sure: bool) -> None:
    parsed = time.parse(said, SLOT, TODAY)
    assert isinstance(parsed, Filled) and parsed.value == meant and (parsed.confidence == 1) == sure


@pytest.mark.parametrize(
    "said", ["", "iya", "jam dua puluh lima", "9:75", "2599", "dua jam lagi", "di pasar", "eh tanggalnya enam belas saja"]
)
def test_what_is_no_time(said: str) -> None:
    assert not isinstance(time.parse(said, SLOT, TODAY), Filled)


@pytest.mark.parametrize(
    ("said", "meant"),
    [("saya mau datang jam sembilan pagi", "09:00"), ("jam sembilan", None), ("sudah dua hari", None), ("jam berapa bukanya", None)],
)
def test_times_in_other_sentences(said: str, meant: str | None) -> None:
    found = time.find(said, SLOT, TODAY)
    assert (found.value if found else None) == meant


@settings(deadline=None)
@given(st.integers(0, 23), st.integers(0, 59))
def test_every_time_comes_back(hour: int, minute: int) -> None:
    value = f"{hour:02}:{minute:02}"
    spoken = f"pukul {num2words(hour, lang='id')} {num2words(minute, lang='id')}" if hour > 12 and minute > 9 else value
    for said in (time.KIND.read(value), f"{hour:02}{minute:02}", spoken):
        parsed = time.parse(said, SLOT, TODAY)
        assert isinstance(parsed, Filled) and parsed.value == value
