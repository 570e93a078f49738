"""From a wish to its end: which slot next, the summary, the lookup, the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialog.asking import Step, ask, ask_confirmation, ask_slot
from dialog.effects import Lookup, Say
from dialog.handover import transfer
from dialog.repair import RETRIES, no_match, understood
from dialog.schema import Flows, Intent
from dialog.slots import DIGIT_KINDS, KINDS
from dialog.slots.result import Filled
from dialog.state import Phase, State
from dialog.templates import TemplateError, render
from dialog.understanding.normalize import normalize

NOT_THERE = ("not_found", "rejected")
"""Reasons by which a system answered, if only to say no."""


def begin(flows: Flows, state: State, name: str, text: str) -> Step:
    """Start `name`, with what the sentence that asked for it already tells."""
    intent = flows.intents[name]
    kept = {s.name: state.slots[s.name] for s in intent.slots if s.name in state.slots and s.kind in DIGIT_KINDS}
    confirmed = state.confirmed & frozenset(kept)
    state = replace(understood(state), intent=name, slots=kept, confirmed=confirmed, slot="", heard="", digits="", rejections=0, trouble="")
    for slot in intent.slots:
        # Filled unasked only when it is unambiguous: a whole number with the right structure.
        parsed = KINDS[slot.kind].parse(text, slot, state.today) if slot.kind == "nik" else None
        if isinstance(parsed, Filled):
            return ask_confirmation(flows, replace(state, slot=slot.name), slot, parsed.value)
    return advance(flows, state)


def advance(flows: Flows, state: State, *before: str) -> Step:
    """The next empty slot, the summary, or the intent's end."""
    intent = _intent(flows, state)
    for slot in intent.slots:
        if slot.name not in state.slots:
            return ask_slot(flows, replace(state, digits=""), slot, *before)
    if intent.summary is None:
        return finish(flows, state)
    try:
        return ask(flows, state, Phase.SUMMARY, *before, render(intent.summary, state.slots))
    except TemplateError:
        return transfer(flows, state, "failure")


def finish(flows: Flows, state: State) -> Step:
    """Everything is known: look it up, or answer."""
    intent = _intent(flows, state)
    if not intent.lookup:
        return answer(flows, state, {})
    request = state.request + 1
    new = replace(state, phase=Phase.LOOKUP, request=request, listening=None, turn=state.turn + 1)
    return new, (Say(flows.prompts.looking_up), Lookup(request, intent.lookup, dict(state.slots)))


def answer(flows: Flows, state: State, data: Mapping[str, str]) -> Step:
    """Say the first answer whose condition holds, then ask whether there is more. A system's answer that does not fit is its failure."""
    intent = _intent(flows, state)
    values = {**state.slots, **data}
    try:
        said = next((render(a.say, values) for a in intent.answers if a.when is None or render(a.when, values)), "")
    except TemplateError:
        return lookup_failed(flows, state, "unavailable") if intent.lookup else transfer(flows, state, "failure")
    ticket = data.get(intent.ticket) if intent.ticket else None
    state = replace(understood(state), answered=True, ticket=ticket or state.ticket, told=(Say(said),) if said else ())
    return ask(flows, state, Phase.MORE, said, flows.prompts.anything_else)


def lookup_failed(flows: Flows, state: State, reason: str) -> Step:
    """Not there, or not reachable: said so, and a person offered, who gets what was told so far."""
    intent = _intent(flows, state)
    not_there = reason in NOT_THERE
    said = (intent.not_found or flows.prompts.not_found) if not_there else flows.prompts.lookup_failed
    return ask(flows, replace(understood(state), trouble=reason), Phase.OFFER_AGENT, said)


def accept_summary(flows: Flows, state: State) -> Step:
    """All of it is right."""
    return finish(flows, replace(understood(state), confirmed=frozenset(state.slots)))


def refuse_summary(flows: Flows, state: State, text: str) -> Step:
    """Not right: what the caller names as wrong, or everything once more; the second time a person."""
    if state.rejections:
        return no_match(flows, replace(state, misses=RETRIES))
    intent = _intent(flows, state)
    words = normalize(text).split()
    wrong = {s.name for s in intent.slots if any(w.startswith(s.label.lower()) for w in words)} or {s.name for s in intent.slots}
    slots = {name: value for name, value in state.slots.items() if name not in wrong}
    state = replace(state, rejections=state.rejections + 1, slots=slots, confirmed=state.confirmed - wrong)
    return advance(flows, state, flows.prompts.restart if not slots else "")


def _intent(flows: Flows, state: State) -> Intent:
    assert state.intent is not None
    return flows.intents[state.intent]
