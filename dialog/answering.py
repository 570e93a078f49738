"""The end of a wish: its answer, as long as somebody vouches for it; or why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialog import following, notices
from dialog.asking import Step, ask, ask_system, resume, says
from dialog.handover import transfer
from dialog.repair import understood
from dialog.schema import Answer, Flows, Intent
from dialog.state import Known, Phase, State
from dialog.templates import TemplateError, render

NOT_THERE = ("not_found", "rejected")
"""Reasons by which a system answered, if only to say no."""


def finish(flows: Flows, state: State) -> Step:
    """Everything is known: look it up, or answer."""
    intent = current_intent(flows, state)
    if not intent.lookup:
        return answer(flows, state, {})
    return ask_system(flows, state, Phase.LOOKUP, intent.lookup, arguments(intent, state), intent.deadline_ms)


def arguments(intent: Intent, state: State) -> dict[str, str]:
    """What systems are told: every slot, empty where it was not asked for, and the parts of those that have some."""
    return {**{slot.name: "" for slot in intent.slots}, **state.fields}


def answer(flows: Flows, state: State, data: Mapping[str, str]) -> Step:
    """Say the first answer whose condition holds, then ask whether there is more. A system's answer that does not fit is its failure."""
    intent = current_intent(flows, state)
    try:
        chosen, said = _chosen(flows, state, intent, data)
    except TemplateError:
        return lookup_failed(flows, state, "unavailable") if intent.lookup else transfer(flows, state, "failure")
    if not vouched_for(flows, state, intent, chosen):
        return expired(flows, state)
    ticket = data.get(intent.ticket) if intent.ticket else None
    state = replace(understood(state), answered=True, ticket=ticket or state.ticket, trouble="")
    if ticket and not state.confidential:
        state = replace(state, remembered={**state.remembered, ("tiket", "ticket"): Known(ticket, confirmed=True)})
    if chosen.person:
        new, effects = transfer(flows, state, "authority")
        return new, (*says(state, said), *effects)
    told = replace(state, told=says(state, said))
    if intent.limit:
        return ask(flows, replace(told, trouble="authority", before=None), Phase.OFFER_PERSON, said, flows.prompts.offer_person)
    return notices.offer(flows, told, _message(flows, state, intent, data), said) or more(flows, told, said)


def more(flows: Flows, state: State, *said: str) -> Step:
    """Is there anything else?"""
    return ask(flows, state, Phase.MORE, *said, flows.prompts.anything_else)


def digress(flows: Flows, state: State, name: str) -> Step | None:
    """The answer to a question in between, then the question under way again. None when there is nothing to say now."""
    intent = flows.intents[name]
    try:
        chosen, said = _chosen(flows, replace(state, known={}), intent, {})
    except TemplateError:
        return None
    if not vouched_for(flows, state, intent, chosen):
        return None
    return resume(flows, state, said, flows.prompts.resume)


def lookup_failed(flows: Flows, state: State, reason: str) -> Step:
    """Not there, or not reachable: said so, and a person offered, who gets what was told so far."""
    intent = current_intent(flows, state)
    said = (intent.not_found or flows.prompts.not_found) if reason in NOT_THERE else flows.prompts.lookup_failed
    return ask(flows, replace(understood(state), trouble=reason, before=None), Phase.OFFER_PERSON, said)


def expired(flows: Flows, state: State) -> Step:
    """Nobody vouches for the answer any more: it is not given."""
    return ask(flows, replace(understood(state), trouble="expired", before=None), Phase.OFFER_PERSON, flows.prompts.expired)


def vouched_for(flows: Flows, state: State, intent: Intent, answer: Answer | None = None) -> bool:
    """Whether the intent, and every fact that `answer` speaks, holds on the day of the call."""
    today = state.today
    current = (intent.valid_from is None or intent.valid_from <= today) and (intent.valid_until is None or today <= intent.valid_until)
    return current and all(flows.facts[name].holds(today) for name in (answer.facts if answer else ()))


def current_intent(flows: Flows, state: State) -> Intent:
    assert state.intent is not None
    return flows.intents[state.intent]


def follow_up(flows: Flows, state: State, text: str) -> str:
    """What the intent under way says to a short further question; empty where `text` is none, or nobody vouches for the answer."""
    intent = flows.intents.get(state.intent or "")
    aspect = following.asked(flows, intent, text) if intent is not None else ""
    if not aspect or intent is None or not vouched_for(flows, state, intent):
        return ""
    try:
        return render(intent.follow_up[aspect], {**flows.spoken, "hari_ini": state.today.isoformat()})
    except TemplateError:
        return ""


def _message(flows: Flows, state: State, intent: Intent, data: Mapping[str, str]) -> str:
    """What is sent by SMS; empty where there is nothing to send."""
    if intent.sms is None or state.confidential:
        return ""
    try:
        return render(intent.sms, _values(flows, state, intent, data))
    except TemplateError:
        return ""


def _values(flows: Flows, state: State, intent: Intent, data: Mapping[str, str]) -> dict[str, object]:
    return {**flows.spoken, "hari_ini": state.today.isoformat(), **arguments(intent, state), **data}


def _chosen(flows: Flows, state: State, intent: Intent, data: Mapping[str, str]) -> tuple[Answer, str]:
    """Raises TemplateError when no answer can be made of what is known."""
    values = _values(flows, state, intent, data)
    for one in intent.answers:
        if one.when is None or render(one.when, values):
            said = render(one.say, values)
            if said:
                return one, said
    raise TemplateError("no answer fits")
