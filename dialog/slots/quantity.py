"""How many: "tiga", "dua orang", "sepasang", "selusin", "bertiga", keyed."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from dialog.effects import Pauses
from dialog.schema import SlotSpec
from dialog.slots.kind import Kind, nothing
from dialog.slots.result import Filled, Parsed, Rejected
from dialog.understanding.amounts import value_in

MOST = 10**9
_SETS = {"pasang": 2, "lusin": 12, "kodi": 20, "gros": 144}
_SET = re.compile(rf"\b(se)?({'|'.join(_SETS)})\b")
_ONE = re.compile(
    r"\bse(?=(?:orang|buah|lembar|ekor|helai|batang|butir|biji|unit|keping|rumah|keluarga|kali|bidang|hari|minggu|bulan|tahun)\b)"
    r"|\bsendir(?:i|ian)\b"
)
_TOGETHER = re.compile(r"\bber(?=(?:dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh)\b)")
_NONE = re.compile(r"\b(?:tidak|nggak|enggak|belum) (?:ada|punya)\b")


def parse(text: str, slot: SlotSpec, today: date) -> Parsed:
    """Filled with a whole number, 0 for "tidak ada"."""
    said = _ONE.sub("satu ", _TOGETHER.sub("", text.lower()))
    group = _SET.search(said)
    size = Decimal(_SETS[group[2]] if group else 1)
    count = value_in(_SET.sub("satu" if group and group[1] else " ", said))
    if count is None:
        return Filled("0") if _NONE.search(said) else Rejected("not one number")
    whole = count * size
    return Filled(str(int(whole))) if whole == int(whole) and 0 <= whole < MOST else Rejected("no whole number")


KIND = Kind(
    "quantity",
    parse,
    nothing,
    keys=(1, 6),
    pauses=Pauses(200, 900, 2000),
    keypad="Silakan ketik jumlahnya, lalu tekan pagar.",
    example="Misalnya: tiga.",
)
