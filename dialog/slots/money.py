"""A sum in whole rupiah: "satu koma lima juta", "dua ratus ribu", "goceng", "Rp 1.500.000", keyed."""

from __future__ import annotations

import re
from datetime import date

from dialog.effects import Pauses
from dialog.schema import SlotSpec
from dialog.slots.kind import Kind
from dialog.slots.result import Filled, Parsed, Rejected
from dialog.templates import rupiah
from dialog.understanding.amounts import value_in

MOST = 10**15
SMALL, UNLIKELY = 1000, 0.6
"""Below SMALL rupiah little is paid: "dua ratus" may well be thousands, and is taken with this confidence."""
_MONEY = re.compile(r"\brp(?![a-z])|\brupiah\b|\bperak\b")


def parse(text: str, slot: SlotSpec, today: date) -> Parsed:
    """Filled with whole rupiah."""
    amount = value_in(text)
    if amount is None:
        return Rejected("not one sum")
    if amount != int(amount) or not 0 <= amount < MOST:
        return Rejected("no sum in whole rupiah")
    return Filled(str(int(amount)), confidence=UNLIKELY if 0 < amount < SMALL and not _MONEY.search(text.lower()) else 1.0)


def find(text: str, slot: SlotSpec, today: date) -> Filled | None:
    """The only number of the sentence, with "rupiah" or "Rp"."""
    parsed = parse(text, slot, today) if _MONEY.search(text.lower()) else None
    return parsed if isinstance(parsed, Filled) else None


KIND = Kind(
    "money",
    parse,
    find,
    rupiah,
    keys=(1, 13),
    pauses=Pauses(200, 1100, 2200),
    keypad="Silakan ketik jumlahnya dalam rupiah, tanpa titik, lalu tekan pagar.",
    example="Misalnya: seratus lima puluh ribu rupiah.",
)
