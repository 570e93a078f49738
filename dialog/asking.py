"""Asking: a question is what is said, and how the answer will be listened to. Every path that waits for the caller ends here."""

from __future__ import annotations

from dataclasses import replace

from dialog.effects import Effect, Say
from dialog.listening import listen, listen_for
from dialog.schema import Confirm, Flows, SlotSpec
from dialog.state import Phase, State
from dialog.templates import fill, readable

Step = tuple[State, tuple[Effect, ...]]

CALLBACK = SlotSpec("contact", "digits", "nomor telepon", "", confirm=Confirm.ALWAYS, length=(8, 13))


def ask(flows: Flows, state: State, phase: Phase, *sentences: str) -> Step:
    """Say `sentences` and wait for the answer of `phase`; the last sentence is the question, which "ulangi" repeats."""
    says = tuple(Say(s) for s in sentences if s)
    listening = listen(flows, state, phase)
    new = replace(state, phase=phase, turn=listening.turn, asked=says[-1:] or state.asked, listening=listening)
    return new, (*says, listening)


def ask_slot(flows: Flows, state: State, slot: SlotSpec, *before: str, again: int = 0) -> Step:
    """Ask for `slot`; `again` chooses other words each time."""
    question = slot.ask if not again or not slot.reask else slot.reask[min(again, len(slot.reask)) - 1]
    state = replace(state, phase=Phase.SLOT, slot=slot.name, listening=listen_for(flows, state, slot))
    assert state.listening is not None
    says = tuple(Say(s) for s in (*before, question) if s)
    return replace(state, turn=state.listening.turn, asked=says[-1:]), (*says, state.listening)


def ask_callback(flows: Flows, state: State, *before: str) -> Step:
    """Ask for the number to call back, from its first digit."""
    state = replace(state, digits="", heard="")
    new, effects = ask(flows, state, Phase.CALLBACK, *before, flows.prompts.callback_number)
    listening = listen_for(flows, state, CALLBACK)
    return replace(new, listening=listening), (*effects[:-1], listening)


def ask_confirmation(flows: Flows, state: State, slot: SlotSpec, value: str) -> Step:
    """Read `value` back and ask whether it is right."""
    phase = Phase.CONFIRM_CALLBACK if slot is CALLBACK else Phase.CONFIRM_SLOT
    question = fill(flows.prompts.confirm_value, label=slot.label, nilai=readable(value))
    return ask(flows, replace(state, heard=value, digits=""), phase, question)


def go_on(state: State, sentence: str) -> Step:
    """Say `sentence` and listen on as before, in a new turn."""
    assert state.listening is not None
    listening = replace(state.listening, turn=state.turn + 1)
    return replace(state, turn=listening.turn, listening=listening), (Say(sentence), listening)


def repeat(state: State, *before: str) -> Step:
    """The same question in the same words."""
    assert state.listening is not None
    listening = replace(state.listening, turn=state.turn + 1)
    says = tuple(Say(s) for s in before if s)
    return replace(state, turn=listening.turn, listening=listening), (*says, *state.asked, listening)


def current_slot(flows: Flows, state: State) -> SlotSpec | None:
    """The slot whose digits or words are due now."""
    if state.phase in (Phase.CALLBACK, Phase.CONFIRM_CALLBACK):
        return CALLBACK
    if state.intent and state.slot and state.phase in (Phase.SLOT, Phase.CONFIRM_SLOT):
        return flows.intents[state.intent].slot(state.slot)
    return None
