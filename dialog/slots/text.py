"""Free text, as it was said."""

from __future__ import annotations

from datetime import date

from dialog.effects import Expect, Pauses
from dialog.schema import SlotSpec
from dialog.slots.kind import Kind
from dialog.slots.result import Filled, Parsed, Rejected
from dialog.understanding.normalize import normalize

SHORTEST, LONGEST = 2, 500
_SAYS_NOTHING = frozenset(
    "halo iya betul benar sudah oke baik hmm eh em anu oh apa pak bu mas mbak assalamualaikum permisi "
    "sebentar tunggu maaf selamat pagi siang sore malam".split()
)


def parse(text: str, slot: SlotSpec, today: date) -> Parsed:
    """Rejected when nothing is told: "halo", "iya pak"."""
    said = " ".join(text.split()).rstrip(" .,;:!?")  # it is put into sentences that have their own full stop
    if sum(c.isalnum() for c in said) < SHORTEST or set(normalize(said).split()) <= _SAYS_NOTHING:
        return Rejected("no words")
    return Filled(said[:LONGEST])


KIND = Kind("text", parse, expect=Expect.FREE, pauses=Pauses(200, 1300, 2500))
