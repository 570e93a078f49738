"""A yes or a no to a question of ours."""

from __future__ import annotations

from dataclasses import replace

from dialog import answering, confirming, filling, handover, repair, wishes
from dialog.asking import CALLBACK, Step, ask, ask_slot, repeat
from dialog.effects import Outcome
from dialog.events import Hypothesis
from dialog.schema import Flows
from dialog.state import NO_PERSON, Phase, State

_WHY = {"expired": "expired", "no_input": "no_input", "not_understood": "not_understood", "unknown": "requested"}
"""Why a person was offered, as the agent hears it; what is not on record is no failure of ours: the caller simply asks for a person."""


def hear(flows: Flows, state: State, heard: Hypothesis) -> Step:
    """An answer where a yes or a no is due: one of them, or at once what is right instead."""
    correction = confirming.corrected(flows, state, heard)
    if correction is not None:
        return correction
    said = wishes.yes_or_no(heard.text)
    if not said or len(heard.text.split()) > wishes.SHORT_ANSWER:
        other = wishes.hear_other(flows, state, heard) if state.phase not in NO_PERSON else None
        if other is not None:
            return other
    return decided(flows, state, said == "ya", heard.text) if said else repair.no_match(flows, state)


def hear_which(flows: Flows, state: State, heard: Hypothesis) -> Step:
    """An answer to "which part is wrong?"."""
    taken = confirming.corrected(flows, state, heard) or filling.hear_which(flows, state, heard.text)
    if taken is not None:
        return taken
    if wishes.yes_or_no(heard.text) == "ya":  # "sudah benar semua"
        whole = len(filling.told_slots(flows, state)) == len(answering.current_intent(flows, state).slots)
        return filling.accept_summary(flows, state) if whole else filling.advance(flows, state)
    return wishes.hear_other(flows, state, heard) or repair.no_match(flows, state)


def decided(flows: Flows, state: State, yes: bool, text: str = "") -> Step:
    """`text` holds what else was said with the yes or no."""
    match state.phase:
        case Phase.CONFIRM_INTENT:
            return wishes.decide_confirmation(flows, state, yes)
        case Phase.CONFIRM_SLOT | Phase.CONFIRM_CALLBACK:
            return confirming.decide(flows, state, yes)
        case Phase.SUMMARY:
            return filling.accept_summary(flows, state) if yes else filling.refuse_summary(flows, state, text)
        case Phase.OFFER_PERSON if yes:
            not_there = "requested" if state.trouble in answering.NOT_THERE else "failure"
            return handover.transfer(flows, state, _WHY.get(state.trouble, not_there))
        case Phase.OFFER_PERSON:
            return _without_person(flows, state)
        case Phase.OFFER_CALLBACK if yes:
            return ask_slot(flows, repair.understood(state), CALLBACK)
        case _:
            return repair.end(flows, replace(state, outcome=None if state.answered else Outcome.FAILED))


def _without_person(flows: Flows, state: State) -> Step:
    """Back to the question that got nowhere, or on to the next wish."""
    if state.before is None:
        return ask(flows, replace(repair.understood(state), known={}), Phase.MORE, flows.prompts.anything_else)
    before = replace(state.before, turn=state.turn, struggle=state.struggle, slow=state.slow, confidential=state.confidential, failures=0)
    return repeat(before)
