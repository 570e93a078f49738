"""A number of known length, spoken or keyed: receipt and customer numbers."""

from __future__ import annotations

from datetime import date

from dialog.effects import Expect, Pauses
from dialog.schema import SlotSpec
from dialog.slots.kind import Kind
from dialog.slots.long_number import in_groups
from dialog.slots.result import Filled, Parsed, Partial, Rejected
from dialog.understanding.numbers import digits_in


def parse(text: str, slot: SlotSpec, today: date) -> Parsed:
    """`text` may be words, numerals or keys."""
    found, (least, most) = digits_in(text), slot.length
    if not found:
        return Rejected("no digits")
    if len(found) > most:
        return Rejected("too many digits")
    return Filled(found) if len(found) >= least else Partial(found)


def read(value: str) -> str:
    return in_groups(value, 4) if len(value) > 5 else value


KIND = Kind(
    "digits",
    parse,
    read=read,
    expect=Expect.DIGITS,
    length=(1, 32),
    keys=(1, 32),
    confirm="always",
    zero_first=True,
    pauses=Pauses(180, 1300, 2500),
    keypad="Silakan ketik angkanya dengan tombol telepon, lalu tekan pagar.",
)
