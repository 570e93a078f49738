"""One of a few named things, each with the words that mean it."""

from __future__ import annotations

from datetime import date

from rapidfuzz import fuzz

from dialog.effects import Expect, Pauses
from dialog.schema import SlotSpec
from dialog.slots.kind import Kind
from dialog.slots.result import Filled, Parsed, Rejected
from dialog.understanding.normalize import normalize

ALIKE = 85.0
"""rapidfuzz partial ratio (0 to 100) from which a word on a bad line counts as the choice."""


def parse(text: str, slot: SlotSpec, today: date) -> Parsed:
    """Filled with the choice's name; rejected when none or several fit.

    Words said exactly beat words that sound alike, longer ones shorter ones.
    """
    plain = normalize(text)
    fits = {name: max(_fit(normalize(w), plain) for w in (name.replace("_", " "), *words)) for name, words in slot.choices.items()}
    best = max(fits.values(), default=0)
    names = [name for name, fit in fits.items() if fit == best]
    if not best or len(names) > 1:
        return Rejected("several choices fit" if best else "no choice fits")
    return Filled(names[0])


def _fit(phrase: str, plain: str) -> int:
    """0: does not fit; 1: sounds alike; from 2 on: is in it, by length."""
    if not phrase or len(plain) * 5 < len(phrase) * 4:  # a mere piece of the phrase is like all of them
        return 0
    if f" {phrase} " in f" {plain} ":
        return 1 + len(phrase)
    return int(fuzz.partial_ratio(phrase, plain) >= ALIKE)


KIND = Kind("choice", parse, expect=Expect.CHOICE, pauses=Pauses(180, 900, 2000), keys=(1, 1))
