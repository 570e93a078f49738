"""Which rung of a question's ladder is next."""

from __future__ import annotations

from dialog.asking import current_slot
from dialog.schema import Flows, Ladders, Rung
from dialog.slots import KINDS
from dialog.state import ASKING, NO_PERSON, YES_NO, Phase, State


def rung(flows: Flows, state: State, time: int, *, silent: bool) -> tuple[Rung, int]:
    """The rung after the `time`-th answer that did not help (1 the first), and which of its kind it is on this ladder, 1 the first."""
    ladders = _ladders(flows, state)
    steps = [step for step in (ladders.no_input if silent else ladders.no_match) if _can(flows, state, step)]
    if time > len(steps):
        return ladders.default, 1
    return steps[time - 1], steps[:time].count(steps[time - 1])


def _ladders(flows: Flows, state: State) -> Ladders:
    if state.phase is Phase.INTENT:
        return flows.intent_ladders
    slot = current_slot(flows, state)
    return (slot.ladders if slot is not None and state.phase is Phase.SLOT else None) or flows.ladders


def _can(flows: Flows, state: State, step: Rung) -> bool:
    """Whether the question can be asked in this way."""
    slot = current_slot(flows, state) if state.phase in ASKING else None
    match step:
        case Rung.EXAMPLE:
            return slot is not None and bool(slot.example or KINDS[slot.kind].example)
        case Rung.KEYPAD if slot is not None:
            return KINDS[slot.kind].keys != (0, 0) and bool(slot.keypad or KINDS[slot.kind].keypad)
        case Rung.KEYPAD:
            return state.phase in YES_NO or state.phase is Phase.OFFER_WAYS or (state.phase is Phase.INTENT and bool(flows.menu))
        case Rung.OFFER:
            return state.phase is not Phase.OFFER_PERSON and state.phase not in NO_PERSON
        case _:
            return True
