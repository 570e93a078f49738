"""A value that was read back: right, wrong, or put right at once; and corrections of what was said earlier."""

from __future__ import annotations

from dataclasses import replace

from dialog import callback, notices
from dialog.asking import WHEN, Step, ask_confirmation, ask_group, ask_slot, current_slot, due_slot, is_ours, resume
from dialog.corrections import Correction, correction, other_choice, restated
from dialog.corrections import named as named_slot
from dialog.effects import Expect
from dialog.events import Hypothesis
from dialog.filling import MOST_CORRECTIONS, advance, fill
from dialog.groups import named, replaced
from dialog.repair import give_up
from dialog.schema import Confirm, Flows, SlotSpec
from dialog.slots import KINDS, yes_no
from dialog.slots.result import Filled
from dialog.state import Known, Phase, State
from dialog.templates import fill as sentence

PATIENCE = 2
"""So often may a number be begun anew, interrupted, or corrected before that counts as not understood."""


def decide(flows: Flows, state: State, yes: bool) -> Step:
    """The caller said whether the value read back is right."""
    assert state.heard is not None
    if yes and state.phase is Phase.CONFIRM_CALLBACK:
        return callback.store(flows, state)
    if yes and state.phase is Phase.CONFIRM_SMS:
        return notices.send(flows, state, state.heard.value)
    slot = due_slot(flows, state)
    if yes:
        return advance(flows, fill(flows, state, slot.name, replace(state.heard, confirmed=True, to_confirm=False)))
    if state.phase is Phase.CONFIRM_CALLBACK and not state.callback.wants_message:
        return _one_of_both(flows, state, slot)
    return _refused(flows, state, slot)


def corrected(flows: Flows, state: State, heard: Hypothesis) -> Step | None:
    """Instead of yes or no the caller said what is right: the whole number, a part of it, another value; or that something earlier is
    wrong. None for anything else."""
    slot, text = current_slot(flows, state), heard.text
    if (slot is None or state.heard is None) and state.told:
        return None  # it has been answered, or filed: another value would file it twice
    if slot is None or state.heard is None:
        wrong = correction(flows, state, text)
        if wrong is None or wrong.filled is None:
            wrong = (other_choice(flows, state, text) if state.phase is Phase.SUMMARY else None) or wrong
        if wrong is None and not isinstance(yes_no.parse(text), Filled):
            wrong = named_slot(flows, state, text)
        return correct(flows, state, wrong, heard.confidence) if wrong is not None else None
    said, kind = yes_no.parse(text), KINDS[slot.kind]
    waiting = replace(state, known={**state.known, slot.name: replace(state.heard, to_confirm=True)}) if not is_ours(flows, slot) else state
    wrong = correction(flows, waiting, text)
    if wrong is not None and wrong.filled is not None and not (kind.is_number and wrong.slot is slot):
        return correct(flows, waiting, wrong, heard.confidence)
    if not kind.is_number:
        new = restated(slot, state.heard.value, text, state.today) if said == Filled("tidak") and kind.expect is not Expect.YES_NO else None
        if new is None or state.misses >= PATIENCE:
            return None
        known = Known(new.value, new.parts, min(heard.confidence, new.confidence))
        return ask_confirmation(flows, replace(state, misses=state.misses + 1), slot, known)
    parsed = kind.parse(text, slot, state.today)
    part = replaced(kind, state.heard.value, text) if said != Filled("ya") else ""
    if not isinstance(parsed, Filled) and part:
        parsed = kind.parse(part, slot, state.today)
    if not isinstance(parsed, Filled):
        group = named(kind, text) if said == Filled("tidak") else -1
        if group >= 0 and state.misses < PATIENCE:
            return ask_group(flows, replace(state, misses=state.misses + 1), slot, state.heard.value, group)
        return None
    if parsed.value == state.heard.value:
        # The same again is a yes, unless there is a no in it: then it was heard wrongly twice.
        return decide(flows, state, yes=said != Filled("tidak"))
    if said == Filled("ya") and len(parsed.value) < len(state.heard.value):
        return None  # "iya, satu itu saja"
    if state.misses >= PATIENCE:
        return _refused(flows, state, slot)
    known = replace(state.heard, value=parsed.value, parts=parsed.parts, confidence=heard.confidence)
    return ask_confirmation(flows, replace(state, misses=state.misses + 1), slot, known)


def correct(flows: Flows, state: State, wrong: Correction, confidence: float) -> Step:
    """Put right what is known, or ask for it again; the question under way comes back by itself. A value stays until another is there."""
    slot, times = wrong.slot, state.corrections + 1
    if times > MOST_CORRECTIONS:
        return give_up(flows, state, "not_understood")
    state = replace(state, corrections=times, struggle=state.struggle + 1, heard=None, before=None, checked=False)
    if wrong.filled is None:
        return ask_slot(flows, state, slot)
    known = Known(wrong.filled.value, wrong.filled.parts, min(confidence, wrong.filled.confidence))
    if slot.confirm is Confirm.ALWAYS:
        return ask_confirmation(flows, state, slot, known)
    told = sentence(flows.prompts.corrected, label=slot.label, nilai=KINDS[slot.kind].read(known.value))
    new = replace(state, known={**state.known, slot.name: known})
    return resume(flows, new, told) if state.phase is Phase.SLOT and slot.name != state.slot else advance(flows, new, told)


def _one_of_both(flows: Flows, state: State, slot: SlotSpec) -> Step:
    """A mere no means the time where the number is the one that they call from, else the number; the next no means the other."""
    agreed = replace(state.callback, refusals=state.callback.refusals + 1)
    if agreed.refusals > PATIENCE:
        return give_up(flows, replace(state, callback=agreed), "not_understood")
    own = agreed.contact == state.caller
    if own == (agreed.refusals % 2 == 1):
        return ask_slot(flows, replace(state, callback=replace(agreed, when=None)), WHEN)
    return _refused(flows, replace(state, callback=agreed), slot)


def _refused(flows: Flows, state: State, slot: SlotSpec) -> Step:
    known = {name: value for name, value in state.known.items() if name != slot.name or not value.to_confirm}
    state = replace(state, known=known, digits="", heard=None, misses=state.misses + 1, struggle=state.struggle + 1)
    if state.misses > PATIENCE:
        return give_up(flows, state, "not_understood")
    question = slot.reask[min(state.misses, len(slot.reask)) - 1] if slot.reask else ""
    return ask_slot(flows, state, slot, question=question)
