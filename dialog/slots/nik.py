"""Nomor Induk Kependudukan: 16 digits with a structure that is checked before anybody reads them back.

Province 2, regency 2, district 2, birth date DDMMYY (women's day + 40), serial 4. Source: Permendagri, UU 24/2013.
"""

from __future__ import annotations

from datetime import date

from dialog.effects import Expect, Pauses
from dialog.schema import SlotSpec
from dialog.slots.kind import Group, Kind
from dialog.slots.result import Filled, Parsed, Partial, Rejected
from dialog.understanding.numbers import digits_in

LENGTH = 16
PROVINCES = frozenset(
    "11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 61 62 63 64 65 71 72 73 74 75 76 81 82 91 92 93 94 95 96".split()
)
_DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def parse(text: str, slot: SlotSpec, today: date) -> Parsed:
    """`text` may be words, numerals or keys; the digits alone decide."""
    found = digits_in(text)
    if not found:
        return Rejected("no digits")
    if len(found) > LENGTH:
        return Rejected("too many digits")
    wrong = fault(found)
    if wrong:
        return Rejected(wrong)
    return Filled(found) if len(found) == LENGTH else Partial(found)


def fault(digits: str) -> str:
    """Why `digits`, a NIK or its beginning, cannot be right: `province`, `regency`, `date` or `serial`; empty when it can."""
    if len(digits) >= 2 and digits[:2] not in PROVINCES:
        return "province"
    if len(digits) >= 4 and digits[2:4] == "00":
        return "regency"
    if len(digits) >= 10:
        day, month = int(digits[6:8]) % 40, int(digits[8:10])
        if not 1 <= month <= 12 or int(digits[6:8]) > 71 or not 1 <= day <= _DAYS_IN_MONTH[month - 1]:
            return "date"
    if len(digits) == LENGTH and digits[12:] == "0000":
        return "serial"
    return ""


def find(text: str, slot: SlotSpec, today: date) -> Filled | None:
    """A whole number with the right structure."""
    parsed = parse(text, slot, today)
    return parsed if isinstance(parsed, Filled) else None


def read(value: str) -> str:
    return " ".join(value[i : i + 4] for i in range(0, len(value), 4))


KIND = Kind(
    "nik",
    parse,
    find,
    read,
    Expect.DIGITS,
    length=(LENGTH, LENGTH),
    keys=(LENGTH, LENGTH),
    groups=(
        Group(0, 6, "kode wilayahnya, enam angka pertama"),
        Group(6, 12, "tanggal lahirnya, enam angka di tengah"),
        Group(12, 16, "nomor urutnya, empat angka terakhir"),
    ),
    confirm="always",
    pauses=Pauses(180, 1300, 2500),
    keypad="Silakan ketik enam belas angka NIK dengan tombol telepon.",
)
