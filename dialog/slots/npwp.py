"""Taxpayer's number (NPWP): 15 digits, or since 2024 sixteen: a NIK, or the old fifteen after a 0.

Of the fifteen: 9 for the payer, the last of them Luhn's check digit, tax office 3, branch 3.
Source: PMK 136/2023; OECD, Indonesia, Information on Tax Identification Numbers; the check digit as in python-stdnum's `stdnum.id.npwp`.
"""

from __future__ import annotations

from datetime import date

from dialog.effects import Expect, Pauses
from dialog.schema import SlotSpec
from dialog.slots import nik
from dialog.slots.kind import Group, Kind
from dialog.slots.long_number import in_groups, judge, luhn, names, only
from dialog.slots.result import Filled, Parsed, Partial, Rejected
from dialog.understanding.numbers import digits_in

OLD, NEW = 15, 16


def parse(text: str, slot: SlotSpec, today: date) -> Parsed:
    return _judge(digits_in(text))


def find(text: str, slot: SlotSpec, today: date) -> Filled | None:
    """Only when it is called one."""
    return only(text, _judge) if names(text, "npwp", "en pe we pe", "nomor pajak") else None


def _judge(digits: str) -> Parsed:
    """Right in one of the forms; else a beginning of one; else what is wrong with the old one."""
    old, new = judge(digits, OLD, _wrong(digits), ("payer", "office")), _judge_new(digits)
    if len(digits) > OLD or (isinstance(old, Rejected) and isinstance(new, Partial)):
        return new
    return old


def _judge_new(digits: str) -> Parsed:
    wrong = nik.wrong(digits) if digits[:1] != "0" else _wrong(digits[1:])
    return judge(digits, NEW, (-1,) if wrong else (), ("new number",))


def _wrong(digits: str) -> tuple[int, ...]:
    payer, office = len(digits) >= 9 and not luhn(digits[:9]), digits[9:12] == "000"
    return tuple(group for group, is_wrong in enumerate((payer, office)) if is_wrong)


def read(value: str) -> str:
    return in_groups(value, 3 if len(value) == OLD else 4)


KIND = Kind(
    "npwp",
    parse,
    find,
    read,
    Expect.DIGITS,
    length=(OLD, NEW),
    keys=(OLD, NEW),
    groups=(
        Group(0, 9, "sembilan angka pertama"),
        Group(9, 12, "kode kantor pajaknya, tiga angka di tengah"),
        Group(12, 15, "kode cabangnya, tiga angka terakhir"),
    ),
    confirm="always",
    pauses=Pauses(180, 1300, 2500),
    keypad="Silakan ketik nomor NPWP dengan tombol telepon, lalu tekan pagar.",
    example="Misalnya: nol satu tiga, satu dua satu, enam enam nol, nol sembilan satu, nol nol nol.",
    zero_first=True,
)
