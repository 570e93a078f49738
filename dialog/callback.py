"""No agent is free: a number to call back, stored as a ticket."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialog.asking import Step, ask, ask_system, says
from dialog.effects import Outcome
from dialog.repair import end, understood
from dialog.schema import Flows
from dialog.state import Phase, State
from dialog.templates import fill


def offer(flows: Flows, state: State) -> Step:
    """The caller is back from the agents' queue."""
    fresh = replace(understood(state), digits="", heard=None, before=None, outcome=None)
    filed = fill(flows.prompts.filed_before, tiket=state.ticket) if state.untold and state.ticket else ""
    return ask(flows, replace(fresh, untold=False), Phase.OFFER_CALLBACK, filed, flows.prompts.no_agent)


def store(flows: Flows, state: State) -> Step:
    """The number is right: the service itself stores it."""
    assert state.heard is not None
    intent = flows.intents.get(state.intent or "")
    arguments = {"contact": state.heard.value, "subject": intent.title if intent and not state.confidential else ""}
    return ask_system(flows, state, Phase.CALLBACK_LOOKUP, "sapa.callback", arguments)


def stored(flows: Flows, state: State, data: Mapping[str, str]) -> Step:
    ticket = data.get("ticket", "")
    state, effects = end(flows, replace(state, ticket=ticket, outcome=Outcome.CALLBACK))
    return state, (*says(state, fill(flows.prompts.callback_stored, tiket=ticket)), *effects)


def failed(flows: Flows, state: State) -> Step:
    """Not stored: the caller must know."""
    state, effects = end(flows, replace(state, outcome=Outcome.FAILED))
    return state, (*says(state, flows.prompts.callback_failed), *effects)
