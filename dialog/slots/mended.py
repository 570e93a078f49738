"""A slip of the tongue that is put right in the same answer: "jam sembilan, eh sepuluh"; "Budi, eh salah, Andi". The last value counts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from dialog.slots.kind import Kind
from dialog.slots.result import DOUBTFUL, Filled, Parsed

if TYPE_CHECKING:
    from dialog.schema import SlotSpec

_SLIP = re.compile(r"(?<!\bhe[ -])\beh\b(?:\W+(?:eh|salah|maaf|bukan|keliru|ralat|maksud(?:nya| saya)?)\b)*\W*", re.IGNORECASE)
""" "eh" with the excuses after it; not the yes "he-eh"."""


def last_said(text: str) -> str:
    """What follows the last "eh", "eh salah", "eh maaf" or "eh bukan"; empty: there is none, or nothing follows it."""
    slips = list(_SLIP.finditer(text))
    return text[slips[-1].end() :].strip() if slips else ""


def mended(kind: Kind, text: str, slot: SlotSpec, today: date) -> Filled | None:
    """The answer that `last_said` is by itself: for a number a whole one, for what has parts one with all parts that were told before.

    It is doubtful, and so read back, where it is less sure than what stands before it: of "lima belas Januari, eh enam belas" the month
    may still hold.
    """
    last = last_said(text)
    parsed = kind.parse(last, slot, today) if last else None
    if not isinstance(parsed, Filled):
        return None
    before = kind.parse(text[: text.rindex(last)], slot, today)
    if not isinstance(before, Filled):
        return parsed
    if not parsed.parts.keys() >= before.parts.keys():
        return None
    return replace(parsed, confidence=min(parsed.confidence, DOUBTFUL)) if parsed.confidence < before.confidence else parsed


def mending(kind: Kind) -> Kind:
    """`kind`, which takes what was said last; in a sentence that was not asked for it as well."""

    def parse(text: str, slot: SlotSpec, today: date) -> Parsed:
        return mended(kind, text, slot, today) or kind.parse(text, slot, today)

    def find(text: str, slot: SlotSpec, today: date) -> Filled | None:
        last = last_said(text)
        found = kind.find(last, slot, today) if last else None
        return found or kind.find(text, slot, today)

    return replace(kind, parse=parse, find=find)
