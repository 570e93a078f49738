"""A sum in whole rupiah: "satu koma lima juta", "dua ratus ribu", "goceng", "Rp 1.500.000", keyed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from dialog.effects import Pauses
from dialog.schema import SlotSpec
from dialog.slots.kind import Kind
from dialog.slots.result import DOUBTFUL, Filled, Parsed, Rejected
from dialog.templates import rupiah
from dialog.understanding.amounts import ABOUT, COUNTED, value_in

MOST = 10**15
SMALL, UNLIKELY = 1000, 0.6
"""Below SMALL rupiah little is paid: "dua ratus" may well be thousands, and is taken with this confidence."""
UNASKED = 0.7
"""Confidence in a sum that was not asked for and is not called rupiah."""
_MONEY = re.compile(r"\brp(?![a-z])|\brupiah\b|\bperak\b")
_SCALE = re.compile(rf"(?:ribu|rebu|ewu|rb|juta|jt|mil[iy]ar|triliun)\b(?! (?:{'|'.join(COUNTED)})\b)")
_NO_SUM = re.compile(r"\b(?:tahun|tanggal|nomor)\b")


def parse(text: str, slot: SlotSpec, today: date) -> Parsed:
    """Filled with whole rupiah."""
    amount = value_in(text)
    if amount is None:
        return Rejected("not one sum")
    if amount != int(amount) or not 0 <= amount < MOST:
        return Rejected("no sum in whole rupiah")
    said, whole = text.lower(), int(amount)
    meant = _meant(whole) if _SCALE.search(said) else whole
    if meant != whole or ABOUT.search(said):
        return Filled(str(meant), confidence=DOUBTFUL)
    return Filled(str(whole), confidence=UNLIKELY if 0 < whole < SMALL and not _MONEY.search(said) else 1.0)


def _meant(amount: int) -> int:
    """What is left after millions counts in thousands, after milliards in millions: "dua juta lima ratus" is 2.500.000."""
    rest, size = amount % 1000, 1000
    while amount > rest and (amount - rest) % (size * 1000) == 0:
        size *= 1000
    return amount - rest + rest * size // 1000


def find(text: str, slot: SlotSpec, today: date) -> Filled | None:
    """The only number of the sentence, with "rupiah" or "Rp", or whole thousands of nothing else."""
    parsed, said = parse(text, slot, today), text.lower()
    if not isinstance(parsed, Filled) or _MONEY.search(said):
        return parsed if isinstance(parsed, Filled) else None
    thousands = _SCALE.search(said) and not _NO_SUM.search(said) and int(parsed.value) % SMALL == 0
    return replace(parsed, confidence=min(UNASKED, parsed.confidence)) if thousands else None


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
