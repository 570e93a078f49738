"""Number of a civil servant (NIP): birth date YYYYMMDD, appointment YYYYMM, sex, serial 3.

Source: Perka BKN 22/2007. Contract staff (PPPK) have 21 or the like in the place of the month, as BKN gives the numbers out.
"""

from __future__ import annotations

from datetime import date

from dialog.schema import SlotSpec
from dialog.slots.kind import Group
from dialog.slots.long_number import is_day, judge, long_number, names, only
from dialog.slots.result import Filled, Parsed
from dialog.understanding.numbers import digits_in

LENGTH = 18
OLDEST, YOUNGEST = 100, 16
"""Years since the birth of anybody who has a number, and at the appointment."""
PPPK = "2"


def parse(text: str, slot: SlotSpec, today: date) -> Parsed:
    return _judge(digits_in(text), today)


def find(text: str, slot: SlotSpec, today: date) -> Filled | None:
    """A whole number with the right structure, unless that of a taxed property is spoken of, which is as long."""
    return None if names(text, "nop", "pbb", "objek pajak") else only(text, lambda digits: _judge(digits, today))


def _judge(digits: str, today: date) -> Parsed:
    birth, appointment = digits[:8], digits[8:14]
    first = today.year - OLDEST
    right = [
        _is_year(birth[:4], first, today.year - YOUNGEST) and _is_month_and_day(birth),
        _is_year(appointment[:4], first + YOUNGEST, today.year + 1) and (_is_month_and_day(appointment) or appointment[4:5] == PPPK),
        digits[14:15] in ("", "1", "2"),
        digits[15:] != "000",
    ]
    if all(right) and len(digits) >= 12 and int(appointment[:4]) - int(birth[:4]) < YOUNGEST:
        right[:2] = False, False  # one of the two, and nobody knows which
    wrong = [group for group, is_right in enumerate(right) if not is_right]
    return judge(digits, LENGTH, wrong, ("birth date", "appointment", "sex", "serial"))


def _is_year(digits: str, first: int, last: int) -> bool:
    """Whether some year from first to last begins so."""
    return int(str(first)[: len(digits)] or 0) <= int(digits or 0) <= int(str(last)[: len(digits)] or 0)


def _is_month_and_day(digits: str) -> bool:
    """Of YYYYMMDD, or its beginning."""
    month = int(digits[4:6]) if len(digits) >= 6 else 1
    return is_day(int(digits[6:8]) if len(digits) >= 8 else 1, month, int(digits[:4]) if len(digits) >= 8 else 2000)


KIND = long_number(
    "nip",
    parse,
    find,
    (
        Group(0, 8, "tanggal lahirnya, delapan angka pertama"),
        Group(8, 14, "tahun dan bulan pengangkatannya, enam angka di tengah"),
        Group(14, 15, "angka jenis kelaminnya"),
        Group(15, 18, "nomor urutnya, tiga angka terakhir"),
    ),
    sizes=(4, 4, 4, 2, 4),
    keypad="Silakan ketik delapan belas angka NIP dengan tombol telepon.",
    example="Misalnya: satu sembilan sembilan nol, nol satu tiga satu, dua nol satu lima, nol tiga, satu nol nol satu.",
)
