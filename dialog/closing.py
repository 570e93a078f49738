"""The end of a call that went well: a question or more about it, then goodbye."""

from __future__ import annotations

from dataclasses import replace

from dialog import repair
from dialog.asking import Step, ask_slot, says
from dialog.effects import Rated
from dialog.schema import Flows, SlotSpec
from dialog.state import State


def goodbye(flows: Flows, state: State) -> Step:
    """The caller wants no more. Who was not served, struggles, or wants nothing kept is not asked anything."""
    served = state.answered and not state.struggling and not state.confidential
    if flows.questionnaire is None or not served or state.rated:
        return repair.end(flows, state)
    return _ask(flows, state, flows.questionnaire.intro)


def rated(flows: Flows, state: State, question: SlotSpec, value: str) -> Step:
    """One answer: the next question, or thanks."""
    assert flows.questionnaire is not None
    rating = Rated(flows.questionnaire.name, question.name, value)
    if state.rated < len(flows.questionnaire.questions):
        new, effects = _ask(flows, repair.understood(state))
    else:
        new, effects = repair.end(flows, state)
        effects = (*says(state, flows.questionnaire.thanks), *effects)
    return new, (rating, *effects)


def _ask(flows: Flows, state: State, *before: str) -> Step:
    assert flows.questionnaire is not None
    question = flows.questionnaire.questions[state.rated]
    return ask_slot(flows, replace(state, rated=state.rated + 1), question, *before)
