"""Has the caller finished? From what was heard so far and what is due; it sets how long a pause ends the turn."""

from __future__ import annotations

from enum import StrEnum

from dialog.asking import current_slot
from dialog.commands import command_in
from dialog.events import Hypothesis
from dialog.schema import Flows
from dialog.slots import DIGIT_KINDS, KINDS, yes_no
from dialog.slots.result import Filled, Partial
from dialog.state import YES_NO, Phase, State


class Completion(StrEnum):
    """`COMPLETE`: nothing more is to be expected; `OPEN`: unclear; `INCOMPLETE`: more will come."""

    COMPLETE = "complete"
    OPEN = "open"
    INCOMPLETE = "incomplete"


def completion(flows: Flows, state: State, hypotheses: tuple[Hypothesis, ...]) -> Completion:
    """Pure. No hypotheses (nothing said, noise) are OPEN."""
    if not hypotheses:
        return Completion.OPEN
    text, slot = hypotheses[0].text, current_slot(flows, state)
    if command_in(flows, text, strict=True):
        return Completion.COMPLETE
    if state.phase in YES_NO:
        return Completion.COMPLETE if isinstance(yes_no.parse(text), Filled) else Completion.OPEN
    if slot is not None and state.phase in (Phase.SLOT, Phase.CALLBACK) and slot.kind in DIGIT_KINDS:
        parsed = KINDS[slot.kind](f"{state.digits} {text}", slot)
        if isinstance(parsed, Filled):
            return Completion.COMPLETE if len(parsed.value) == slot.length[1] else Completion.OPEN
        return Completion.INCOMPLETE if isinstance(parsed, Partial) else Completion.OPEN
    return Completion.OPEN
