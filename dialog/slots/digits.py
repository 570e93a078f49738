"""A number of known length, spoken or keyed: telephone, ticket and receipt numbers."""

from __future__ import annotations

from dialog.schema import SlotSpec
from dialog.slots.result import Filled, Parsed, Partial, Rejected
from dialog.understanding.numbers import digits_in


def parse(text: str, slot: SlotSpec) -> Parsed:
    """`text` may be words, numerals or keys."""
    found, (least, most) = digits_in(text), slot.length
    if not found:
        return Rejected("no digits")
    if len(found) > most:
        return Rejected("too many digits")
    return Filled(found) if len(found) >= least else Partial(found)
