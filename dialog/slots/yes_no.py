"""Yes or no, as Indonesians say it, regional words included (normalising maps nggih, muhun, ora, sanes and their like)."""

from __future__ import annotations

import re
from datetime import date

from dialog.effects import Expect, Pauses
from dialog.schema import SlotSpec
from dialog.slots.kind import Kind
from dialog.slots.result import Filled, Parsed, Rejected
from dialog.understanding.normalize import normalize
from dialog.understanding.small_words import NO, YES

__all__ = ["KIND", "NO", "YES", "is_fine", "is_goodbye", "parse"]

_SURE = frozenset("iya betul benar".split())
_NO_NO = re.compile(r"\btidak (?:ada )?(?:yang )?(?:salah|keliru)\b")
"""A no to a no: "nggak ada yang salah"."""
_ALOUD = re.compile(r"\b(?:ho oh|he e|uhum|uhuh|mhm)\b")
"""What is hardly a word: ho'oh, he'e, uhum."""
_POLITE_YES = re.compile(r"\biya tidak (?:apa apa|papa|masalah)\b")
_FINE = re.compile(r"\b(?:tidak (?:apa apa|papa|masalah|keberatan)|gpp|gapapa)\b")
_EXCLAIMED = re.compile(r"\biya (?:ampun|allah|tuhan|elah)\b")
_UNKNOWN = re.compile(r"\b(?:tidak|belum|kurang) (?:tahu|tau|ngerti|mengerti|paham|hafal|ingat|yakin|pasti)\b|\blupa\b")
"""Who does not know says neither yes nor no."""
LONGEST = 8
"""More words than this are a story, not an answer, unless the first one answers."""
_CLOSING = frozenset(
    "sudah cukup itu saja terima kasih makasih trims tidak ada lagi iya oke baik selesai banyak sekali dulu "
    "pak bu bapak ibu mas mbak kak oh eh nah gitu begitu".split()
)
_CLOSED = frozenset("sudah cukup terima makasih trims tidak selesai".split())


def parse(text: str, slot: SlotSpec | None = None, today: date | None = None) -> Parsed:
    """Filled with `ya` or `tidak`; a no anywhere wins: "iya tapi salah"."""
    plain = _EXCLAIMED.sub("", _POLITE_YES.sub("iya", _NO_NO.sub("benar", _ALOUD.sub("iya", normalize(text)))))
    words = _UNKNOWN.sub("", plain).split()
    if len(words) < len(plain.split()) <= LONGEST:
        return Rejected("not known")
    refused = any(word in NO for word in words)
    if len(words) > LONGEST:
        if words[0] in NO:
            return Filled("tidak")
        return Filled("ya") if words[0] in _SURE and not refused else Rejected("too long")
    if refused:
        return Filled("tidak")
    return Filled("ya") if any(word in YES for word in words) else Rejected("neither yes nor no")


def is_fine(text: str) -> bool:
    """ "Nggak papa": a yes to what was proposed, where nothing else is refused."""
    rest, found = _FINE.subn(" ", normalize(text))
    words = rest.split()
    return bool(found) and len(words) < LONGEST and NO.isdisjoint(words) and not {"tapi", "tetapi"} & set(words)


def is_goodbye(text: str) -> bool:
    """Whether `text`, said when asked for more, only takes leave: "sudah, itu saja, terima kasih"."""
    words = set(normalize(text).split())
    return bool(words & _CLOSED) and words <= _CLOSING


KIND = Kind(
    "yes_no",
    parse,
    expect=Expect.YES_NO,
    pauses=Pauses(180, 700, 2000),
    keys=(1, 1),
    keypad="Tekan satu untuk ya, dua untuk tidak.",
)
