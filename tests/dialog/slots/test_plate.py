"""Number plates, spelled or written."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from spoken import LETTERS, STYLES

from dialog.schema import SlotSpec
from dialog.slots import plate
from dialog.slots.result import Filled, Parsed, Rejected


def parse(text: str) -> Parsed:
    return plate.parse(text, SlotSpec("plat", "plate", "plat nomor", "?"), date(2026, 11, 24))


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("de satu dua tiga empat a be ce", "D 1234 ABC"),
        ("De, dua belas tiga puluh empat, a be ce.", "D 1234 ABC"),
        ("D1234ABC", "D 1234 ABC"),
        ("d 1234 abc", "D 1234 ABC"),
        ("BE 1234 AB", "BE 1234 AB"),
        ("be ka seribu dua ratus ix", "BK 1200 IX"),
        ("plat nomornya itu be satu er ef es ya pak", "B 1 RFS"),
        ("delta satu dua tiga alfa bravo", "D 123 AB"),
        ("bandung satu dua huruf ambon cirebon", "B 12 AC"),
        ("el lima lima", "L 55"),
        ("plat nya f lima enam tujuh delapan ka el", "F 5678 KL"),
        ("be seribu dua ratus tiga puluh empat alfa beta charlie", "B 1234 ABC"),
        ("er i satu", "RI 1"),
    ],
)
def test_as_people_say_it(said: str, value: str) -> None:
    assert parse(said) == Filled(value)


@pytest.mark.parametrize(
    "said", ["", "tidak tahu", "ce satu dua tiga", "de nol satu dua a", "de satu dua tiga empat lima a be", "1234", "a be ce"]
)
def test_what_is_none(said: str) -> None:
    assert isinstance(parse(said), Rejected)


PLATES = st.tuples(st.sampled_from(sorted(plate.REGIONS)), st.integers(1, 9999), st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ", max_size=3))


@given(PLATES, st.integers(), st.sampled_from(STYLES))
@example(("A", 1, "EH"), 0, STYLES[0])
def test_every_plate_spelled_and_written(parts: tuple[str, int, str], seed: int, style: object) -> None:
    region, number, series = parts
    value = " ".join(filter(None, (region, str(number), series)))
    assert callable(style)
    before, after = (" ".join(LETTERS[letter] for letter in letters) for letters in (region, series))
    assert parse(f"{before} {style(str(number), Random(seed))} {after}") == Filled(value)
    assert parse(value) == parse(value.replace(" ", "")) == Filled(value)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("mau cek pajak plat de satu dua tiga empat a be ce", "D 1234 ABC"),
        ("motor saya platnya be tiga dua em es, atas nama saya", "B 32 MS"),
        ("cek pajak motor D 1234 ABC", "D 1234 ABC"),
        ("antrean be tiga", None),
    ],
)
def test_plates_in_other_sentences(said: str, value: str | None) -> None:
    found = plate.find(said, SlotSpec("plat", "plate", "plat nomor", "?"), date(2026, 11, 24))
    assert (found.value if found else None) == value


def test_it_is_read_sign_by_sign() -> None:
    assert plate.read("D 1234 ABC") == "D, 1 2 3 4, A B C"
