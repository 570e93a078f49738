"""One of a few named things, each with the words that mean it."""

from __future__ import annotations

from rapidfuzz import fuzz

from dialog.schema import SlotSpec
from dialog.slots.result import Filled, Parsed, Rejected
from dialog.understanding.normalize import normalize

ALIKE = 85.0
"""rapidfuzz partial ratio (0 to 100) from which a word on a bad line counts as the choice."""


def parse(text: str, slot: SlotSpec) -> Parsed:
    """Filled with the choice's name; rejected when none or several fit."""
    plain = normalize(text)
    fits = {name for name, words in slot.choices.items() if any(fuzz.partial_ratio(normalize(w), plain) >= ALIKE for w in (name, *words))}
    if len(fits) == 1:
        return Filled(fits.pop())
    return Rejected("several choices fit" if fits else "no choice fits")
