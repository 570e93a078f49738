"""What holds for every kind of slot and any text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialog.gazetteer import Gazetteer, Place
from dialog.schema import SlotSpec
from dialog.slots import KINDS
from dialog.slots.kind import Kind
from dialog.slots.result import Filled, Partial, Rejected

TODAY = date(2026, 11, 24)
PLACES = Gazetteer(
    "sukamaju",
    (
        Place("Kota Sukamaju", "kota"),
        Place("Coblong", "kecamatan", "Kota Sukamaju"),
        Place("Dago", "kelurahan", "Coblong"),
        Place("Merdeka", "jalan", "Coblong"),
    ),
)
CHOICES: dict[str, tuple[str, ...]] = {"ktp": (), "ktp_anak": ("kia",), "kk": ("kartu keluarga",)}
SAID = (
    "nama saya siti atas bapak es i te a b c spasi bin jalan merdeka dago coblong nomor er te rw rt desa kota kelurahan dekat pasar lama "
    "satu dua tiga belas puluh ratus ribu juta koma setengah nol 10 2025 08 13/8/25 Rp 1.500 rupiah , . / jam pagi malam kurang lewat "
    "seperempat agustus februari bulan tahun tanggal kemarin lusa minggu depan lalu yang hari senin awal akhir lagi iya tidak bukan pak "
    "selusin se orang ktp anak kedua terakhir garis miring eh salah"
).split()
TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(SAID), max_size=9).map(" ".join))


def slot_of(kind: Kind) -> SlotSpec:
    return SlotSpec("x", kind.name, "x", "?", length=kind.length, choices=CHOICES, gazetteer=PLACES)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@settings(deadline=None, max_examples=150)
@given(said=TEXTS)
def test_no_text_breaks_a_kind(kind: Kind, said: str) -> None:
    assert isinstance(kind.parse(said, slot_of(kind), TODAY), Filled | Partial | Rejected)
    found = kind.find(said, slot_of(kind), TODAY)
    assert found is None or (found.value and 0 < found.confidence <= 1)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@settings(deadline=None, max_examples=150)
@given(said=TEXTS)
def test_what_is_read_back_is_the_same_value(kind: Kind, said: str) -> None:
    first = kind.parse(said, slot_of(kind), TODAY)
    if isinstance(first, Filled):
        again = kind.parse(kind.read(first.value), slot_of(kind), TODAY)
        assert isinstance(again, Filled) and again.value == first.value


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_kind_tells_how_it_is_said_and_keyed(kind: Kind) -> None:
    assert kind.confirm in ("always", "unsure", "never")
    assert kind.pauses.complete_ms <= kind.pauses.open_ms <= kind.pauses.incomplete_ms
    for sentence in filter(None, (kind.example, kind.keypad)):
        assert sentence[0].isupper() and sentence.endswith(".")
