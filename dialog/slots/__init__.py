"""One file a kind of slot: what was said (or keyed) -> filled, partial, or rejected because."""

from __future__ import annotations

from dialog.slots import choice, digits, nik, text, yes_no

KINDS = {
    "nik": nik.parse,
    "digits": digits.parse,
    "yes_no": yes_no.parse,
    "choice": choice.parse,
    "text": text.parse,
}
DIGIT_KINDS = frozenset({"nik", "digits"})
