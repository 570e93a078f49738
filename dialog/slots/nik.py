"""Nomor Induk Kependudukan: 16 digits with a structure that is checked before anybody reads them back.

Province 2, regency 2, district 2, birth date DDMMYY (women's day + 40), serial 4. Source: UU 24/2013; Permendagri 108/2019.
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
    """`text` may be words, numerals or keys; the digits alone decide."""
    return _judge(digits_in(text))


def wrong(digits: str) -> tuple[int, ...]:
    """The groups of `digits`, a NIK or its beginning, that cannot be right."""
    right = is_place(digits[:6]), is_date(digits[6:12], women=True), digits[12:16] != "0000"
    return tuple(group for group, is_right in enumerate(right) if not is_right)


def find(text: str, slot: SlotSpec, today: date) -> Filled | None:
    """A whole number with the right structure, unless a family card's number is spoken of, which looks the same."""
    return None if names(text, "kk", "kartu keluarga") else only(text, _judge)


def _judge(digits: str) -> Parsed:
    return judge(digits, LENGTH, wrong(digits), ("region", "date", "serial"))


KIND = long_number(
    "nik",
    parse,
    find,
    (
        Group(0, 6, "kode wilayahnya, enam angka pertama"),
        Group(6, 12, "tanggal lahirnya, enam angka di tengah"),
        Group(12, 16, "nomor urutnya, empat angka terakhir"),
    ),
    sizes=(4,),
    keypad="Silakan ketik enam belas angka NIK dengan tombol telepon.",
    example="Misalnya: tiga dua tujuh tiga, nol satu empat satu, nol tujuh delapan sembilan, nol nol nol satu.",
)
