"""What a slot makes of an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

DOUBTFUL = 0.4
"""Confidence in a reading that another one is about as likely as: it is read back."""


@dataclass(frozen=True, slots=True)
class Filled:
    """`value` is the answer in the form that systems take. `parts` are pieces of it by name (of an address, say)."""

    value: str
    parts: Mapping[str, str] = field(default_factory=dict)
    confidence: float = 1.0
    """How sure the kind is that this is what the words mean, 0 to 1: below 1 for what only sounds alike."""


@dataclass(frozen=True, slots=True)
class Partial:
    """A beginning: `value` holds the digits so far."""

    value: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """Not an answer, `because`: a word for the journal, not for the caller.

    `group` is the place in the kind's `groups` that alone cannot be right, of the number `value`; -1: not known.
    """

    because: str
    value: str = ""
    group: int = -1


Parsed = Filled | Partial | Rejected
