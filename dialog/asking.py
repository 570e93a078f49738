"""Asking: a question is what is said, and how the answer will be listened to. Every path that waits for the caller ends here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialog.effects import Effect, Lookup, Pauses, Say
from dialog.listening import listen, listen_for
from dialog.schema import Confirm, Flows, SlotSpec
from dialog.slots import KINDS
from dialog.state import Known, Phase, State
from dialog.templates import fill

Step = tuple[State, tuple[Effect, ...]]

CALLBACK = SlotSpec("contact", "phone", "nomor telepon", "", confirm=Confirm.ALWAYS, length=KINDS["phone"].length)
SMS_NUMBER = replace(CALLBACK, label="nomor tujuan")
WHEN = SlotSpec("when", "text", "waktu", "", example="Misalnya: besok jam sembilan pagi, atau nanti sore. Tekan satu untuk secepatnya.")
MESSAGE = SlotSpec("message", "text", "pesan", "", pauses=Pauses(900, 2000, 3000), no_input_ms=12_000)
CODE = SlotSpec("code", "digits", "kode", "", length=(6, 6), no_input_ms=30_000)
_OURS = (
    (CALLBACK, Phase.CALLBACK, Phase.CONFIRM_CALLBACK),
    (SMS_NUMBER, Phase.SMS_NUMBER, Phase.CONFIRM_SMS),
    (WHEN, Phase.CALLBACK_WHEN, Phase.CALLBACK_WHEN),
    (MESSAGE, Phase.MESSAGE, Phase.MESSAGE),
    (CODE, Phase.CODE, Phase.CODE),
)
"""What is asked for by no intent: the slot, where it is asked for, where it is read back."""


def says(state: State, *sentences: str) -> tuple[Say, ...]:
    """Sentences that say something, at the pace that the caller needs."""
    return tuple(Say(sentence, pace=state.pace) for sentence in sentences if sentence)


def ask(flows: Flows, state: State, phase: Phase, *sentences: str) -> Step:
    """Say `sentences` and wait for the answer of `phase`; the last sentence is the question, which "ulangi" repeats."""
    said, listening = says(state, *sentences), listen(flows, state, phase)
    return replace(state, phase=phase, turn=listening.turn, asked=said[-1:] or state.asked, listening=listening), (*said, listening)


def ask_slot(flows: Flows, state: State, slot: SlotSpec, *before: str, question: str = "") -> Step:
    """Ask for `slot`, from its first digit, in the words of `question` or its own."""
    phase = _phases(flows, slot)[0]
    state = replace(state, phase=phase, slot=slot.name, heard=None, digits="", keyed=False, group=-1, part="")
    listening = listen_for(flows, state, slot)
    prompts = flows.prompts
    own = {
        Phase.CALLBACK: prompts.callback_number, Phase.CALLBACK_WHEN: prompts.callback_when, Phase.MESSAGE: prompts.message,
        Phase.SMS_NUMBER: prompts.sms_number, Phase.CODE: prompts.code,
    }  # fmt: skip
    said = says(state, *before, question or own.get(phase) or slot.ask)
    return replace(state, turn=listening.turn, asked=said[-1:], listening=listening), (*said, listening)


def ask_group(flows: Flows, state: State, slot: SlotSpec, digits: str, group: int) -> Step:
    """Of the number `digits`, ask for the one group again that cannot be right."""
    part = KINDS[slot.kind].groups[group]
    phase = _phases(flows, slot)[0]
    state = replace(state, phase=phase, slot=slot.name, heard=None, digits=digits, keyed=False, group=group, part="")
    listening = listen_for(flows, state, slot, part.end - part.start)
    said = says(state, fill(flows.prompts.group, bagian=part.name))
    return replace(state, turn=listening.turn, asked=said, listening=listening), (*said, listening)


def ask_confirmation(flows: Flows, state: State, slot: SlotSpec, known: Known, *before: str) -> Step:
    """Read the value back and ask whether it is right."""
    phase, value, prompts = _phases(flows, slot)[1], KINDS[slot.kind].read(known.value), flows.prompts
    question = fill(prompts.confirm_value, label=slot.label, nilai=value)
    if slot is CALLBACK and not state.callback.wants_message:  # all that was agreed on, in one question
        question = fill(prompts.confirm_callback, nomor=value, kapan=state.callback.words)
    return ask(flows, replace(state, slot=slot.name, heard=known, digits="", keyed=False, group=-1, part=""), phase, *before, question)


def ask_system(flows: Flows, state: State, phase: Phase, operation: str, arguments: Mapping[str, str], deadline_ms: int = 6000) -> Step:
    """Ask `operation`, and wait in `phase` for what it says."""
    request = state.request + 1
    lookup = Lookup(request, operation, arguments, deadline_ms, confidential=state.confidential)
    return replace(state, phase=phase, request=request, listening=None, turn=state.turn + 1), (lookup,)


def go_on(state: State, *sentences: str) -> Step:
    """Say `sentences` and listen on as before, in a new turn."""
    assert state.listening is not None
    listening = replace(state.listening, turn=state.turn + 1)
    return replace(state, turn=listening.turn, listening=listening), (*says(state, *sentences), listening)


def repeat(state: State, *before: str) -> Step:
    """The same question in the same words."""
    question = tuple(say.marked for say in state.asked)
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
    for slot, *phases in _OURS:
        if state.phase in phases:
            return slot
    if state.phase is Phase.SURVEY and flows.questionnaire is not None:
        return flows.questionnaire.questions[state.rated - 1]
    if state.intent and state.slot and state.phase in (Phase.SLOT, Phase.CONFIRM_SLOT):
        return flows.intents[state.intent].slot(state.slot)
    return None


def is_ours(flows: Flows, slot: SlotSpec) -> bool:
    """Whether `slot` belongs to no intent."""
    return _phases(flows, slot)[0] is not Phase.SLOT


def _phases(flows: Flows, slot: SlotSpec) -> tuple[Phase, Phase]:
    """Where `slot` is asked for, and read back."""
    for own, asked, confirmed in _OURS:
        if slot is own:
            return asked, confirmed
    if flows.questionnaire is not None and any(slot is question for question in flows.questionnaire.questions):
        return Phase.SURVEY, Phase.SURVEY
    return Phase.SLOT, Phase.CONFIRM_SLOT


def due_slot(flows: Flows, state: State) -> SlotSpec:
    """The same, where there is one."""
    slot = current_slot(flows, state)
    assert slot is not None
    return slot
