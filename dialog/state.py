"""Where a call's dialog stands: one frozen object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from dialog.effects import Listen, Outcome, Say


class Phase(StrEnum):
    """What was asked last."""

    START = "start"
    INTENT = "intent"
    CONFIRM_INTENT = "confirm_intent"
    SLOT = "slot"
    CONFIRM_SLOT = "confirm_slot"
    SUMMARY = "summary"
    LOOKUP = "lookup"
    MORE = "more"
    OFFER_AGENT = "offer_agent"
    OFFER_CALLBACK = "offer_callback"
    CALLBACK = "callback"
    CONFIRM_CALLBACK = "confirm_callback"
    CALLBACK_LOOKUP = "callback_lookup"
    TRANSFERRING = "transferring"
    ENDED = "ended"


YES_NO = frozenset(
    {Phase.CONFIRM_INTENT, Phase.CONFIRM_SLOT, Phase.SUMMARY, Phase.OFFER_AGENT, Phase.OFFER_CALLBACK, Phase.CONFIRM_CALLBACK}
)
"""The phases whose question is answered by yes or no."""


@dataclass(frozen=True, slots=True)
class State:
    """`intent`, `slots`, `ticket` and `outcome` are for reports. `asked` and `listening` are the question that waits for an answer."""

    phase: Phase = Phase.START
    now: str = "1970-01-01T00:00:00+00:00"
    """When the call began."""
    turn: int = 0
    request: int = 0
    intent: str | None = None
    slots: Mapping[str, str] = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()
    slot: str = ""
    heard: str = ""
    """A value that waits for its confirmation."""
    digits: str = ""
    """The part of a long number that is known so far, spoken or keyed."""
    misses: int = 0
    silences: int = 0
    failures: int = 0
    rejections: int = 0
    """How often a summary was refused."""
    trouble: str = ""
    """Why the last lookup of this wish had no answer (the reason in `LookupFailed`)."""
    answered: bool = False
    ticket: str | None = None
    outcome: Outcome | None = None
    asked: tuple[Say, ...] = ()
    listening: Listen | None = None
    told: tuple[Say, ...] = ()
    """The last answer: what "ulangi" repeats once the question after it is whether there is more."""

    @property
    def today(self) -> date:
        """The day of the call, where the caller is."""
        return datetime.fromisoformat(self.now).date()
