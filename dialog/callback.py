"""A call back, or a message, instead of a person now: whose number, when, and all of it stored as a ticket."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialog import callback_when
from dialog.asking import CALLBACK, MESSAGE, Step, ask, ask_confirmation, ask_slot, ask_system, says
from dialog.effects import Outcome
from dialog.repair import end, no_match, understood
from dialog.schema import Flows
from dialog.slots import KINDS
from dialog.slots.result import Filled
from dialog.state import CallBack, Known, Phase, State
from dialog.templates import fill
from dialog.understanding.normalize import normalize

STORE = "sapa.callback"
"""The service's own operation."""
_OTHER_NUMBER = frozenset("lain lainnya beda ganti".split())


def begin(flows: Flows, state: State, *, message: bool = False) -> Step:
    """A confidential call leaves no message: nothing of it is kept but the number."""
    wants = message and not state.confidential
    state = replace(understood(state), callback=CallBack(wants_message=wants), digits="", keyed=False, heard=None)
    return ask_slot(flows, state, MESSAGE) if wants else _whose_number(flows, state)


def hear_message(flows: Flows, state: State, text: str) -> Step:
    reading = KINDS["text"].parse(text, MESSAGE, state.today)
    if not isinstance(reading, Filled):
        return no_match(flows, state)
    return _whose_number(flows, replace(understood(state), callback=replace(state.callback, message=reading.value)))


def hear_same(flows: Flows, state: State, text: str) -> Step | None:
    """Where the number that they call from was offered: another one, said at once or to be asked for. None for anything else."""
    reading = KINDS["phone"].parse(text, CALLBACK, state.today)
    if isinstance(reading, Filled):
        return number_given(flows, understood(state), Known(reading.value))
    return ask_slot(flows, understood(state), CALLBACK) if not _OTHER_NUMBER.isdisjoint(normalize(text).split()) else None


def decide_same(flows: Flows, state: State, yes: bool) -> Step:
    """Whether they are called on the number that they call from; that needs no second yes where there is nothing else to agree on."""
    if not yes:
        return ask_slot(flows, understood(state), CALLBACK)
    known = Known(state.caller, confirmed=True)
    if state.callback.wants_message:
        return store(flows, replace(understood(state), heard=known))
    return number_given(flows, understood(state), known)


def number_given(flows: Flows, state: State, known: Known) -> Step:
    """Then when; at the end all of it is read back."""
    state = replace(state, callback=replace(state.callback, contact=known.value), digits="", keyed=False)
    return ask_confirmation(flows, state, CALLBACK, known) if state.callback.wants_message else callback_when.agree(flows, state)


def store(flows: Flows, state: State) -> Step:
    """All of it is right: the service itself stores it. Of a confidential call only whom to call, and when."""
    assert state.heard is not None
    agreed, told = state.callback, state.before or state
    intent = flows.intents.get(told.intent or "") if not state.confidential else None
    arguments = {
        "contact": state.heard.value,
        "subject": intent.title if intent is not None else "",
        "queue": callback_when.agents(flows, state),
        "kind": "message" if agreed.wants_message else "callback",
        "when": agreed.when or "",
        "message": agreed.message,
    }
    return ask_system(flows, state, Phase.CALLBACK_LOOKUP, STORE, arguments)


def stored(flows: Flows, state: State, data: Mapping[str, str]) -> Step:
    prompts, agreed = flows.prompts, state.callback
    ticket, when = data.get("ticket", ""), data.get("kapan", "") or agreed.words
    said = fill(prompts.message_stored, tiket=ticket) if agreed.wants_message else fill(prompts.callback_stored, tiket=ticket, kapan=when)
    sms = prompts.callback_sms if data.get("sms") == "ya" else ""
    state, effects = end(flows, replace(state, ticket=ticket, outcome=Outcome.CALLBACK))
    return state, (*says(state, said, sms), *effects)


def failed(flows: Flows, state: State) -> Step:
    """Not stored: the caller must know."""
    state, effects = end(flows, replace(state, outcome=Outcome.FAILED))
    return state, (*says(state, flows.prompts.callback_failed), *effects)


def _whose_number(flows: Flows, state: State) -> Step:
    """The one that they call from, unless nobody knows it."""
    if not isinstance(KINDS["phone"].parse(state.caller, CALLBACK, state.today), Filled):
        return ask_slot(flows, state, CALLBACK)
    return ask(flows, state, Phase.CALLBACK_SAME, fill(flows.prompts.callback_same, akhiran=state.caller[-3:]))
