"""What is put right in the same breath: the last value counts, for every kind."""

from __future__ import annotations

from datetime import date

import pytest

from dialog.reading import read
from dialog.schema import SlotSpec
from dialog.slots import KINDS
from dialog.slots.mended import last_said
from dialog.slots.result import DOUBTFUL, Filled

TODAY = date(2026, 11, 24)
CHOICES: dict[str, tuple[str, ...]] = {"akta": (), "pajak": (), "mobil": (), "motor": ()}
FIRST, SECOND = "nol delapan satu dua tiga empat lima enam tujuh delapan", "nol delapan satu tiga tiga empat lima enam tujuh delapan"


def value(kind: str, said: str) -> str | None:
    parsed = read(SlotSpec("x", kind, "x", "?", length=KINDS[kind].length, choices=CHOICES), said, "", TODAY)
    return parsed.value if isinstance(parsed, Filled) else None


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("jam sembilan eh sepuluh", "sepuluh"),
        ("Budi, eh salah, Andi.", "Andi."),
        ("satu eh dua eh maaf tiga", "tiga"),
        ("Eh bukan eh empat", "empat"),
        ("eh", ""),
        ("Budi", ""),
        ("he eh", ""),
        ("he-eh", ""),
        ("boleh pak", ""),
    ],
)
def test_what_was_said_last(text: str, last: str) -> None:
    assert last_said(text) == last


@pytest.mark.parametrize(
    ("kind", "said", "meant"),
    [
        ("time", "jam sembilan eh sepuluh", "10:00"),
        ("time", "jam sembilan eh tanggalnya enam belas", "09:00"),
        ("date", "dua belas desember eh tiga belas desember", "2026-12-13"),
        ("choice", "pajak eh akta", "akta"),
        ("choice", "mobil eh motor", "motor"),
        ("choice", "pajak eh salah akta", "akta"),
        ("choice", "pajak, eh maaf, akta", "akta"),
        ("choice", "pajak eh bukan akta", "akta"),
        ("choice", "pajak eh", "pajak"),
        ("name", "Budi eh Andi", "Andi"),
        ("name", "nama saya Budi, eh bukan, Andi", "Andi"),
        ("name", "Budi eh iya", "Budi"),
        ("quantity", "dua eh tiga", "3"),
        ("quantity", "tiga eh jam sebelas", "3"),
        ("money", "lima ratus ribu eh enam ratus ribu", "600000"),
        ("yes_no", "iya eh tidak", "tidak"),
        ("yes_no", "tidak eh iya", "ya"),
        ("address", "jalan merdeka eh jalan sudirman", "Jalan Sudirman"),
        ("address", "jalan merdeka nomor lima eh nomor sebelas", "Jalan Merdeka nomor 11"),
        ("text", "pohon tumbang eh dahannya", "pohon tumbang eh dahannya"),
        ("phone", f"{FIRST} eh {SECOND}", "0813345678"),
        ("phone", f"{FIRST} eh sembilan", "08123456789"),
    ],
)
def test_the_last_value_counts(kind: str, said: str, meant: str) -> None:
    assert value(kind, said) == meant


def test_what_may_still_hold_of_the_first_value_is_asked() -> None:
    parsed = KINDS["time"].parse("jam delapan malam eh sembilan", SlotSpec("jam", "time", "jam", "?"), TODAY)
    assert parsed == Filled("09:00", confidence=DOUBTFUL)


def test_a_count_in_another_sentence() -> None:
    found = KINDS["quantity"].find("janji untuk dua orang eh tiga orang", SlotSpec("orang", "quantity", "jumlah orang", "?"), TODAY)
    assert found is not None and found.value == "3"
