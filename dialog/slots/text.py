"""Free text, as it was said."""

from __future__ import annotations

from dialog.schema import SlotSpec
from dialog.slots.result import Filled, Parsed, Rejected

SHORTEST, LONGEST = 3, 500


def parse(text: str, slot: SlotSpec) -> Parsed:
    said = " ".join(text.split())
    if sum(c.isalpha() for c in said) < SHORTEST:
        return Rejected("no words")
    return Filled(said[:LONGEST])
