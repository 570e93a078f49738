"""How many: "tiga", "dua orang", "sepasang", "selusin", "bertiga", keyed."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from dialog.effects import Pauses
from dialog.schema import SlotSpec
from dialog.slots.kind import Kind
from dialog.slots.result import DOUBTFUL, Filled, Parsed, Rejected
from dialog.understanding.amounts import ABOUT, COUNTED, THINGS, value_in
from dialog.understanding.normalize import normalize
from dialog.understanding.numerals import numerals

MOST = 10**9
UNASKED = 0.7
"""Confidence in a count that was not asked for: it may be of something else."""
_SETS = {"pasang": 2, "lusin": 12, "kodi": 20, "gros": 144}
_SET = re.compile(rf"\b(se)?({'|'.join(_SETS)})\b")
_ONE = re.compile(rf"\bse(?=(?:{'|'.join(COUNTED)})\b)|\bsendir(?:i|ian)\b")
_TOGETHER = re.compile(r"\bber(?=(?:dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh)\b)")
_NO_COUNT = re.compile(r"\b(?:jam|pukul|tanggal|tgl|nomor|no|rt|rw|er te|er we|r t|r w)(?: \d+)+\b")
_NONE = re.compile(r"\b(?:tidak|nggak|enggak|belum) (?:ada|punya)\b")


def parse(text: str, slot: SlotSpec, today: date) -> Parsed:
    """Filled with a whole number, 0 for "tidak ada". What counts nothing is none: "jam sebelas", "tanggal tiga"."""
    plain = numerals(text)
    text = _NO_COUNT.sub(" ", plain) if _NO_COUNT.search(plain) else text
    said = _ONE.sub("satu ", _TOGETHER.sub("", text.lower()))
    group = _SET.search(said)
    size = Decimal(_SETS[group[2]] if group else 1)
    count = value_in(_SET.sub("satu" if group and group[1] else " ", said))
    if count is None:
        return Filled("0") if _NONE.search(said) else Rejected("not one number")
    whole = count * size
    if whole != int(whole) or not 0 <= whole < MOST:
        return Rejected("no whole number")
    return Filled(str(int(whole)), confidence=DOUBTFUL if ABOUT.search(said) else 1.0)


def find(text: str, slot: SlotSpec, today: date) -> Filled | None:
    """The one number before a word for persons or things; where the slot names what it counts, before that word."""
    own = set(THINGS).intersection(normalize(f"{slot.name} {slot.label}".replace("_", " ")).split())
    counts = re.findall(rf"\b(\d+) (?:{'|'.join(own or THINGS)})\b", numerals(text))
    return Filled(str(int(counts[0])), confidence=UNASKED) if len(counts) == 1 and int(counts[0]) < MOST else None


KIND = Kind(
    "quantity",
    parse,
    find,
    keys=(1, 6),
    pauses=Pauses(200, 900, 2000),
    keypad="Silakan ketik jumlahnya, lalu tekan pagar.",
    example="Misalnya: tiga.",
)
