"""Nomor Objek Pajak of the property tax (PBB): province 2, regency 2, district 3, village 3, block 3, serial 4, kind 1.

Regencies keep older codes here than in a NIK, so only the province is looked up. Source: Kepdirjen Pajak KEP-532/PJ/2000.
"""

from __future__ import annotations

from datetime import date

from dialog.schema import SlotSpec
from dialog.slots.kind import Group
from dialog.slots.long_number import judge, long_number, names, only
from dialog.slots.regions import PROVINCES
from dialog.slots.result import Filled, Parsed
from dialog.understanding.numbers import digits_in

LENGTH = 18


def parse(text: str, slot: SlotSpec, today: date) -> Parsed:
    return _judge(digits_in(text))


def find(text: str, slot: SlotSpec, today: date) -> Filled | None:
    """Only when it is called one."""
    return only(text, _judge) if names(text, "nop", "pbb", "objek pajak") else None


def _judge(digits: str) -> Parsed:
    place = (len(digits) < 2 or digits[:2] in PROVINCES) and (len(digits) < 4 or 1 <= int(digits[2:4]) <= 79)
    right = place, digits[4:7] != "000", digits[7:10] != "000", True, digits[13:17] != "0000"
    wrong = [group for group, is_right in enumerate(right) if not is_right]
    return judge(digits, LENGTH, wrong, ("region", "district", "village", "block", "serial"))


KIND = long_number(
    "nop",
    parse,
    find,
    (
        Group(0, 4, "kode provinsi dan kotanya, empat angka pertama"),
        Group(4, 7, "kode kecamatannya, tiga angka"),
        Group(7, 10, "kode kelurahannya, tiga angka"),
        Group(10, 13, "kode bloknya, tiga angka"),
        Group(13, 17, "nomor urutnya, empat angka"),
        Group(17, 18, "kode jenisnya, angka terakhir"),
    ),
    sizes=(4, 3, 3, 3, 5),
    keypad="Silakan ketik delapan belas angka nomor objek pajak dengan tombol telepon.",
    example="Misalnya: tiga dua tujuh tiga, nol satu nol, nol nol satu, nol satu dua, nol satu dua tiga nol.",
)
