"""Number of a family card (Kartu Keluarga): 16 digits built like a NIK, with the day of registration for the birth date.

Source: Permendagri 108/2019.
"""

from __future__ import annotations

from datetime import date

from dialog.schema import SlotSpec
from dialog.slots.kind import Group
from dialog.slots.long_number import is_date, judge, long_number, names, only
from dialog.slots.regions import is_place
from dialog.slots.result import Filled, Parsed
from dialog.understanding.numbers import digits_in

LENGTH = 16


def parse(text: str, slot: SlotSpec, today: date) -> Parsed:
    return _judge(digits_in(text))


def find(text: str, slot: SlotSpec, today: date) -> Filled | None:
    """Only when it is called one, and no NIK beside it."""
    return only(text, _judge) if names(text, "kk", "kartu keluarga") and not names(text, "nik") else None


def _judge(digits: str) -> Parsed:
    right = is_place(digits[:6]), is_date(digits[6:12]), digits[12:16] != "0000"
    return judge(digits, LENGTH, [group for group, is_right in enumerate(right) if not is_right], ("region", "date", "serial"))


KIND = long_number(
    "kk",
    parse,
    find,
    (
        Group(0, 6, "kode wilayahnya, enam angka pertama"),
        Group(6, 12, "tanggal pendaftarannya, enam angka di tengah"),
        Group(12, 16, "nomor urutnya, empat angka terakhir"),
    ),
    sizes=(4,),
    keypad="Silakan ketik enam belas angka nomor kartu keluarga dengan tombol telepon.",
    example="Misalnya: tiga dua tujuh tiga, nol satu nol satu, nol tujuh satu sembilan, nol nol nol satu.",
)
