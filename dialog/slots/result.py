"""What a slot makes of an answer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Filled:
    """`value` is the answer in the form that systems take."""

    value: str


@dataclass(frozen=True, slots=True)
class Partial:
    """A beginning: `value` holds the digits so far."""

    value: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """Not an answer, `because`: a word for the journal, not for the caller."""

    because: str


Parsed = Filled | Partial | Rejected
