"""Yes or no, as Indonesians say it, regional words included (normalising maps nggih, muhun, ora, sanes and their like)."""

from __future__ import annotations

from dialog.schema import SlotSpec
from dialog.slots.result import Filled, Parsed, Rejected
from dialog.understanding.normalize import normalize

YES = frozenset("iya betul benar setuju sudah boleh baik silakan mau ingin lanjut lanjutkan tepat siap leres".split())
NO = frozenset("tidak bukan salah belum jangan batal keliru cukup".split())
LONGEST = 8
"""More words than this are a story, not an answer."""


def parse(text: str, slot: SlotSpec | None = None) -> Parsed:
    """Filled with `ya` or `tidak`; a no anywhere wins: "iya tapi salah"."""
    words = normalize(text).split()
    if len(words) > LONGEST:
        return Rejected("too long")
    if any(word in NO for word in words):
        return Filled("tidak")
    return Filled("ya") if any(word in YES for word in words) else Rejected("neither yes nor no")
