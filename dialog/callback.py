"""No agent is free: a number to call back, stored as a ticket."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialog.asking import Step, ask
from dialog.effects import Lookup, Outcome, Say
from dialog.repair import end, understood
from dialog.schema import Flows
from dialog.state import Phase, State
from dialog.templates import fill

PHASES = frozenset({Phase.OFFER_CALLBACK, Phase.CALLBACK, Phase.CONFIRM_CALLBACK})
"""Where a person cannot be had: that is why a call-back is spoken of."""


def offer(flows: Flows, state: State) -> Step:
    """The caller is back from the agents' queue."""
    return ask(flows, replace(understood(state), digits="", heard="", outcome=None), Phase.OFFER_CALLBACK, flows.prompts.no_agent)


def store(flows: Flows, state: State) -> Step:
    """The number is right: the service itself stores it."""
    intent = flows.intents.get(state.intent or "")
    request = state.request + 1
    arguments = {"contact": state.heard, "subject": intent.title if intent else ""}
    new = replace(state, phase=Phase.CALLBACK_LOOKUP, request=request, listening=None, turn=state.turn + 1)
    return new, (Lookup(request, "sapa.callback", arguments),)


def stored(flows: Flows, state: State, data: Mapping[str, str]) -> Step:
    ticket = data.get("ticket", "")
    state, effects = end(flows, replace(state, ticket=ticket, outcome=Outcome.CALLBACK))
    return state, (Say(fill(flows.prompts.callback_stored, tiket=ticket)), *effects)


def failed(flows: Flows, state: State) -> Step:
    """Not stored: the caller must know."""
    state, effects = end(flows, replace(state, outcome=Outcome.FAILED))
    return state, (Say(flows.prompts.callback_failed), *effects)
