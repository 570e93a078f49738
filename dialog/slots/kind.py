"""What makes a kind of slot: one `KIND` in one file each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dialog.effects import Expect, Pauses
from dialog.slots.result import Filled, Parsed

if TYPE_CHECKING:
    from dialog.schema import SlotSpec

Parse = Callable[[str, "SlotSpec", date], Parsed]
"""The answer when the slot was asked for: words, numerals or keyed digits; `date` is the day of the call."""
Find = Callable[[str, "SlotSpec", date], Filled | None]
"""The slot's value in a sentence that was not asked for it: only what is unambiguous, otherwise None."""


@dataclass(frozen=True, slots=True)
class Group:
    """Digits `start` to `end` (not included) of a long number, and what people call them: "tanggal lahir, enam angka di tengah"."""

    start: int
    end: int
    name: str


def nothing(text: str, slot: SlotSpec, today: date) -> Filled | None:
    """For kinds that are never filled unasked."""
    return None


@dataclass(frozen=True, slots=True)
class Kind:
    """`length`: digits at least and at most of a number, spoken or keyed; (0, 0): the answer is not a number.

    `keys`: how many keys an answer has at least and at most when it is keyed; (0, 0): it cannot be keyed.
    """

    name: str
    parse: Parse
    find: Find = nothing
    read: Callable[[str], str] = str
    """A value as it is read to people, in groups with commas or spaces that the voice pauses at."""
    expect: Expect = Expect.FREE
    length: tuple[int, int] = (0, 0)
    keys: tuple[int, int] = (0, 0)
    groups: tuple[Group, ...] = ()
    confirm: str = "unsure"
    """`always`, `unsure` or `never` read back, unless the operator says otherwise."""
    pauses: Pauses = Pauses()
    keypad: str = ""
    """How to key it, in words; empty where it cannot be keyed."""
    example: str = ""
    """An answer, as an example that is spoken."""
    parts: tuple[str, ...] = ()
    """Names of what `Filled.parts` may hold; sentences use them as `slot_part`."""
    zero_first: bool = False
    """A number of this kind may begin with 0; elsewhere the key 0 is a person until a number has begun."""

    @property
    def is_number(self) -> bool:
        return self.length != (0, 0)
