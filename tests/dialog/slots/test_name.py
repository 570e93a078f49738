"""Persons' names, said and spelled."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialog.schema import SlotSpec
from dialog.slots import name
from dialog.slots.result import DOUBTFUL, Filled, Rejected

SLOT, TODAY = SlotSpec("nama", "name", "nama", "?"), date(2026, 11, 24)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Siti", "Siti"),
        ("nama saya siti aminah", "Siti Aminah"),
        ("atas nama Bapak Budi Santoso", "Budi Santoso"),
        ("Bapak Haji Ahmad bin Abdullah", "Ahmad bin Abdullah"),
        ("dengan Ibu Dewi Lestari pak", "Dewi Lestari"),
        ("halo pak saya Joko Widodo", "Joko Widodo"),
        ("betul, Siti", "Siti"),
        ("ibu kandung saya Aminah", "Aminah"),
        ("Ma'ruf Amin", "Ma'ruf Amin"),
        ("I Made Wirawan", "I Made Wirawan"),
        ("R A Kartini", "R A Kartini"),
        ("nama saya Yo", "Yo"),
        ("nami kulo sugeng", "Sugeng"),
        ("wong jowo jenengku paijo", "Paijo"),
        ("kulo sugeng", "Sugeng"),
        ("nama saya abdi nugroho", "Abdi Nugroho"),
        ("panggil saja yanto", "Yanto"),
        ("wastana asep", "Asep"),
        ("nama ku budi", "Budi"),
        ("Abdi", "Abdi"),
        ("Budi eh pak", "Budi"),
        ("cek status ktp atas nama Budi Santoso sudah jadi belum", "Budi Santoso"),
    ],
)
def test_a_name(said: str, written: str) -> None:
    assert name.parse(said, SLOT, TODAY) == Filled(written)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("S I T I", "Siti"),
        ("es i te i", "Siti"),
        ("S seperti Semarang I T I", "Siti"),
        ("es seperti Semarang i te i", "Siti"),
        ("Siti Aminah es i te i spasi a em i en a ha", "Siti Aminah"),
        ("nama saya Budi Wijaya dieja we i de je a je a", "Budi Widjaja"),
        ("Ety e te i", "Eti"),
        ("b u d i budi", "Budi"),
        ("be u de i Budi Santoso", "Budi Santoso"),
    ],
)
def test_a_name_that_is_spelled(said: str, written: str) -> None:
    assert name.parse(said, SLOT, TODAY) == Filled(written)


@pytest.mark.parametrize("said", ["abdi asep", "nama abdi asep", "nami abdi asep"])
def test_abdi_is_i_or_a_name(said: str) -> None:
    assert name.parse(said, SLOT, TODAY) == Filled("Asep", confidence=DOUBTFUL)


@pytest.mark.parametrize(
    "said",
    "|iya|halo|tiga|petugas|ulangi|tidak tahu|bapak|bukan|E 3|nama saya siapa ya|nama saya kurang jelas|atas nama saya sendiri|terserah"
    "|terserah Bapak|siapa saja|siapa aja|apa saja".split("|"),
)
def test_what_is_no_name(said: str) -> None:
    assert isinstance(name.parse(said, SLOT, TODAY), Rejected)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("cek status ktp atas nama Budi Santoso sudah jadi belum", "Budi Santoso"),
        ("perkenalkan nama saya Rudi, mau lapor jalan rusak", "Rudi"),
        ("mau urus ktp atas nama anak saya", None),
        ("nami kulo sugeng, badhe lapor", "Sugeng"),
        ("saya Budi", None),
        ("apa nama kantornya", None),
    ],
)
def test_names_in_other_sentences(said: str, written: str | None) -> None:
    found = name.find(said, SLOT, TODAY)
    assert (found.value if found else None) == written
    assert found is None or found.confidence < 1


@settings(deadline=None)
@given(st.text("bcdfghjklmnpqrstvwxyzaeiou", min_size=3, max_size=8).filter(lambda w: w not in name.NEVER and not set(w) <= {"h", "m"}))
def test_every_name_can_be_spelled(word: str) -> None:
    parsed = name.parse(" ".join(word), SLOT, TODAY)
    # Some are words that no name is, once they are put together: "iya", "bapak"; of h and m alone people hesitate.
    assert parsed == Filled(word.capitalize()) or name.parse(word, SLOT, TODAY) != Filled(word.capitalize())
