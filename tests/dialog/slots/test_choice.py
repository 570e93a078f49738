"""Choices by their words, by words that sound alike, by their place; and in sentences that were not asked for them."""

from __future__ import annotations

from datetime import date

import pytest

from dialog.schema import SlotSpec
from dialog.slots import choice
from dialog.slots.result import Filled

CHOICE = SlotSpec(
    "apa", "choice", "apa", "?", choices={"ktp": (), "ktp_anak": ("kia",), "kk": ("kartu keluarga",), "apa_saja": ("apa saja",)}
)
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("said", "picked"),
    [
        ("ktp", "ktp"),
        ("yang ktp anak", "ktp_anak"),
        ("kia", "ktp_anak"),
        ("kartu keluarga", "kk"),
        ("kartu keluwarga", "kk"),
        ("yang pertama", "ktp"),
        ("nomor dua", "ktp_anak"),
        ("pilihan kedua saja pak", "ktp_anak"),
        ("yang terakhir", "apa_saja"),
        ("3", "kk"),
        ("yang kelima", None),
        ("a", None),
        ("paspor", None),
        ("", None),
    ],
)
def test_choices(said: str, picked: str | None) -> None:
    parsed = choice.parse(said, CHOICE, TODAY)
    assert (parsed.value if isinstance(parsed, Filled) else None) == picked


def test_what_sounds_alike_is_less_sure() -> None:
    exact, alike = choice.parse("kartu keluarga", CHOICE, TODAY), choice.parse("kartu keluwarga", CHOICE, TODAY)
    assert isinstance(exact, Filled) and isinstance(alike, Filled)
    assert alike.confidence < exact.confidence == 1


@pytest.mark.parametrize(
    ("said", "picked"),
    [
        ("mau urus ktp anak saya", "ktp_anak"),
        ("kartu keluarga hilang", "kk"),
        ("kartu keluwarga hilang", None),
        ("ktp dan kartu keluarga", None),
        ("ktp anak dan ktp", None),
        ("bukan ktp", None),
        ("apa saja syaratnya", None),
        ("yang pertama", None),
    ],
)
def test_choices_in_other_sentences(said: str, picked: str | None) -> None:
    found = choice.find(said, CHOICE, TODAY)
    assert (found.value if found else None) == picked


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("motor bayar nggak", "motor"),
        ("yang motor gratis tidak", "motor"),
        ("motor tidak diangkut", "motor"),
        ("motor tidak", None),
        ("bukan motor", None),
        ("tidak mau yang motor", None),
    ],
)
def test_a_no_denies_what_it_stands_before(said: str, value: str | None) -> None:
    slot = SlotSpec("jenis", "choice", "jenis", "?", choices={"motor": (), "mobil": ()})
    found = choice.find(said, slot, TODAY)
    assert (found.value if found else None) == value
