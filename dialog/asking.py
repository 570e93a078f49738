"""Asking: a question is what is said, and how the answer will be listened to. Every path that waits for the caller ends here."""

from __future__ import annotations

from dataclasses import replace

from dialog.effects import Effect, Say
from dialog.listening import listen, listen_for
from dialog.schema import Confirm, Flows, SlotSpec
from dialog.slots import KINDS
from dialog.state import Known, Phase, State
from dialog.templates import fill

Step = tuple[State, tuple[Effect, ...]]

CALLBACK = SlotSpec("contact", "phone", "nomor telepon", "", confirm=Confirm.ALWAYS, length=KINDS["phone"].length)


def says(state: State, *sentences: str) -> tuple[Say, ...]:
    """Sentences that say something, slowly for who is struggling."""
    return tuple(Say(sentence, slow=state.struggling) for sentence in sentences if sentence)


def ask(flows: Flows, state: State, phase: Phase, *sentences: str) -> Step:
    """Say `sentences` and wait for the answer of `phase`; the last sentence is the question, which "ulangi" repeats."""
    said, listening = says(state, *sentences), listen(flows, state, phase)
    return replace(state, phase=phase, turn=listening.turn, asked=said[-1:] or state.asked, listening=listening), (*said, listening)


def ask_slot(flows: Flows, state: State, slot: SlotSpec, *before: str, question: str = "") -> Step:
    """Ask for `slot`, from its first digit, in the words of `question` or its own."""
    phase = Phase.CALLBACK if slot is CALLBACK else Phase.SLOT
    state = replace(state, phase=phase, slot=slot.name, heard=None, digits="", keyed=False, group=-1, part="")
    listening = listen_for(flows, state, slot)
    said = says(state, *before, question or (flows.prompts.callback_number if slot is CALLBACK else slot.ask))
    return replace(state, turn=listening.turn, asked=said[-1:], listening=listening), (*said, listening)


def ask_group(flows: Flows, state: State, slot: SlotSpec, digits: str, group: int) -> Step:
    """Of the number `digits`, ask for the one group again that cannot be right."""
    part = KINDS[slot.kind].groups[group]
    phase = Phase.CALLBACK if slot is CALLBACK else Phase.SLOT
    state = replace(state, phase=phase, slot=slot.name, heard=None, digits=digits, keyed=False, group=group, part="")
    listening = listen_for(flows, state, slot, part.end - part.start)
    said = says(state, fill(flows.prompts.group, bagian=part.name))
    return replace(state, turn=listening.turn, asked=said, listening=listening), (*said, listening)


def ask_confirmation(flows: Flows, state: State, slot: SlotSpec, known: Known, *before: str) -> Step:
    """Read the value back and ask whether it is right."""
    phase = Phase.CONFIRM_CALLBACK if slot is CALLBACK else Phase.CONFIRM_SLOT
    question = fill(flows.prompts.confirm_value, label=slot.label, nilai=KINDS[slot.kind].read(known.value))
    return ask(flows, replace(state, slot=slot.name, heard=known, digits="", keyed=False, group=-1, part=""), phase, *before, question)


def go_on(state: State, *sentences: str) -> Step:
    """Say `sentences` and listen on as before, in a new turn."""
    assert state.listening is not None
    listening = replace(state.listening, turn=state.turn + 1)
    return replace(state, turn=listening.turn, listening=listening), (*says(state, *sentences), listening)


def repeat(state: State, *before: str) -> Step:
    """The same question in the same words."""
    question = tuple(say.text for say in state.asked)
    new, effects = go_on(state, *before, *question)
    return replace(new, asked=says(state, *question)), effects


def resume(flows: Flows, state: State, *before: str) -> Step:
    """The question under way after something in between: the rest of a number that has begun, or the same question again."""
    slot = current_slot(flows, state)
    if slot is None or not state.digits or state.group >= 0:
        return repeat(state, *before)
    return go_on(state, *before, fill(flows.prompts.continue_digits, nilai=KINDS[slot.kind].read(state.digits)))


def current_slot(flows: Flows, state: State) -> SlotSpec | None:
    """The slot whose digits or words are due now."""
    if state.phase in (Phase.CALLBACK, Phase.CONFIRM_CALLBACK):
        return CALLBACK
    if state.intent and state.slot and state.phase in (Phase.SLOT, Phase.CONFIRM_SLOT):
        return flows.intents[state.intent].slot(state.slot)
    return None


def due_slot(flows: Flows, state: State) -> SlotSpec:
    """The same, where there is one."""
    slot = current_slot(flows, state)
    assert slot is not None
    return slot
