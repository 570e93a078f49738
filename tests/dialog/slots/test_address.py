"""Addresses, from words alone and with a gazetteer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dialog.gazetteer import Gazetteer, Place
from dialog.schema import SlotSpec
from dialog.slots import address
from dialog.slots.result import Filled

TODAY = date(2026, 11, 24)
PLACES = Gazetteer(
    "sukamaju",
    (
        Place("Kota Sukamaju", "kota", also=("Sukma",)),
        Place("Coblong", "kecamatan", "Kota Sukamaju"),
        Place("Cicendo", "kecamatan", "Kota Sukamaju"),
        Place("Coblong", "kelurahan", "Coblong"),
        Place("Dago", "kelurahan", "Coblong"),
        Place("Kota Baru", "kelurahan", "Cicendo"),
        Place("Sukajadi", "kelurahan", "Cicendo"),
        Place("Sukajadi", "kelurahan", "Coblong"),
        Place("Merdeka", "jalan", "Coblong"),
        Place("Jalan Asia Afrika", "jalan", "Cicendo"),
        Place("Dago", "jalan", "Coblong"),
        Place("Pasar Lama", "jalan", "Cicendo"),
    ),
)
SLOT = SlotSpec("alamat", "address", "alamat", "?")
KNOWN = replace(SLOT, gazetteer=PLACES)


def parsed(said: str, slot: SlotSpec) -> Filled:
    found = address.parse(said, slot, TODAY)
    assert isinstance(found, Filled)
    return found


def test_every_part_in_its_place() -> None:
    said = "dekat pasar lama, kelurahan dago kecamatan coblong kota sukamaju, jalan merdeka nomor sepuluh er te tiga er we lima"
    found = parsed(said, SLOT)
    assert found.value == "Jalan Merdeka nomor 10, RT 3 RW 5, Kelurahan Dago, Kecamatan Coblong, Kota Sukamaju, dekat pasar lama"
    assert found.parts == {
        "jalan": "Jalan Merdeka", "nomor": "10", "rt": "3", "rw": "5", "kelurahan": "Dago", "kecamatan": "Coblong", "kota": "Sukamaju",
        "patokan": "dekat pasar lama",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("jl. Merdeka no. 10A RT 003/RW 005", "Jalan Merdeka nomor 10A, RT 3 RW 5"),
        ("RT 03/05 desa cibiru", "RT 3 RW 5, Desa Cibiru"),
        ("rt/rw 3/5 desa cibiru", "RT 3 RW 5, Desa Cibiru"),
        ("rt tiga garis miring lima desa cibiru", "RT 3 RW 5, Desa Cibiru"),
        ("jalan merdeka sepuluh", "Jalan Merdeka nomor 10"),
        ("gang mawar dua", "Gang Mawar Dua"),
        ("jalan tiga serangkai", "Jalan Tiga Serangkai"),
        ("jalan tujuh belas agustus nomor dua puluh a", "Jalan Tujuh Belas Agustus nomor 20A"),
        ("jalan kampung melayu nomor tiga", "Jalan Kampung Melayu nomor 3"),
        ("perumahan griya asri blok b dua belas nomor tiga", "Perumahan Griya Asri Blok B Dua Belas nomor 3"),
        ("alamat saya di jalan merdeka gang mawar nomor lima ya pak", "Jalan Merdeka Gang Mawar nomor 5"),
        ("lampu jalan mati di jalan merdeka kelurahan coblong", "Jalan Merdeka, Kelurahan Coblong"),
        ("jalan rusak di jalan merdeka nomor sepuluh sudah seminggu", "Jalan Merdeka nomor 10"),
        ("kabupaten bandung", "Kabupaten Bandung"),
        ("di depan kelurahan coblong", "depan kelurahan coblong"),
        ("pasar baru", "Pasar Baru"),
    ],
)
def test_from_the_words_alone(said: str, line: str) -> None:
    assert parsed(said, SLOT).value == line


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("kelurahan dago", "Kelurahan Dago, Kecamatan Coblong, Kota Sukamaju"),
        ("di dago", "Kelurahan Dago, Kecamatan Coblong, Kota Sukamaju"),
        ("jalan merdeka nomor lima", "Jalan Merdeka nomor 5, Kecamatan Coblong, Kota Sukamaju"),
        ("jalan asya afrika", "Jalan Asia Afrika, Kecamatan Cicendo, Kota Sukamaju"),
        ("kelurahan kota baru", "Kelurahan Kota Baru, Kecamatan Cicendo, Kota Sukamaju"),
        ("jalan merdeka nomor lima, dago", "Jalan Merdeka nomor 5, Kelurahan Dago, Kecamatan Coblong, Kota Sukamaju"),
        ("jalan dago", "Jalan Dago, Kecamatan Coblong, Kota Sukamaju"),
        ("pasar lama", "Jalan Pasar Lama, Kecamatan Cicendo, Kota Sukamaju"),
        ("dekat pasar lama", "dekat pasar lama"),
        ("coblong", "Kecamatan Coblong, Kota Sukamaju"),
        ("sukma", "Kota Sukamaju"),
        ("kelurahan sukajadi", "Kelurahan Sukajadi, Kota Sukamaju"),
        ("kelurahan sukajadi kecamatan coblong", "Kelurahan Sukajadi, Kecamatan Coblong, Kota Sukamaju"),
        ("pasar baru coblong", "Kecamatan Coblong, Kota Sukamaju, dekat pasar baru"),
        ("jalan gatot subroto nomor dua", "Jalan Gatot Subroto nomor 2"),
    ],
)
def test_with_a_gazetteer(said: str, line: str) -> None:
    assert parsed(said, KNOWN).value == line


def test_how_sure() -> None:
    exact, alike, several = (parsed(f"kelurahan {name}", KNOWN).confidence for name in ("dago", "dagoo", "sukajadi"))
    assert several < alike < exact == 1
    mark, street, both = (parsed(said, SLOT).confidence for said in ("dekat pasar lama", "jalan merdeka", "jalan merdeka dekat pasar lama"))
    assert mark < street < both == 1
    assert parsed("kelurahan dago kecamatan cicendo", KNOWN).confidence < 1  # they do not fit


@pytest.mark.parametrize(
    "said",
    "|iya|tidak tahu|nggak tau alamatnya|gak hafal|r saya t|di sini|rumah saya|di depan rumah saya|jalan rusak|nomor lima|halo".split("|"),
)
def test_what_is_no_address(said: str) -> None:
    assert not isinstance(address.parse(said, SLOT, TODAY), Filled)


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("lampu mati di jalan merdeka nomor sepuluh sudah seminggu", "Jalan Merdeka nomor 10"),
        ("ada lubang di gang mawar kelurahan dago", "Gang Mawar, Kelurahan Dago"),
        ("jalan rusak di kelurahan dago", None),
        ("di jalan merdeka", None),
        ("dekat pasar lama", None),
    ],
)
def test_addresses_in_other_sentences(said: str, line: str | None) -> None:
    found = address.find(said, SLOT, TODAY)
    assert (found.value if found else None) == line
