"""One answer to one value: said, keyed, half of each, one group of it again, confirmed, corrected."""

from __future__ import annotations

from dataclasses import replace

from dialog import callback, wishes
from dialog.answering import current_intent
from dialog.asking import CALLBACK, Step, ask_confirmation, ask_group, ask_slot, current_slot, go_on
from dialog.confidence import combined
from dialog.corrections import Correction, correction
from dialog.events import Hypothesis
from dialog.filling import advance, fill
from dialog.groups import named, replaced, splice
from dialog.reading import answer
from dialog.repair import give_up, no_match
from dialog.schema import Confirm, Flows, Risk, SlotSpec
from dialog.slots import KINDS, yes_no
from dialog.slots.result import Filled, Parsed, Partial, Rejected
from dialog.state import Known, Phase, State
from dialog.templates import fill as sentence
from dialog.unasked import told
from dialog.understanding.numbers import digits_in

LONGEST_NUMBER = 32
MOST_CORRECTIONS = 6
"""Of one wish; who corrects more often is better served by a person."""
PATIENCE = 2
"""So often may a number be begun anew, interrupted, or corrected before that counts as not understood."""


def hear(flows: Flows, state: State, heard: Hypothesis) -> Step:
    """An answer to the slot, the beginning of a number, a correction of something earlier, or something else."""
    slot = due_slot(flows, state)
    wrong = correction(flows, state, heard.text)
    if wrong is not None and (wrong.filled is not None or wrong.slot is not slot):
        return correct(flows, state, wrong, heard.confidence)
    if KINDS[slot.kind].name == "text":
        between = wishes.hear_other(flows, state, heard, certain=True)
        if between is not None:
            return between
    parsed = answer(state, slot, heard.text)
    if parsed is None:
        return _more_of_group(flows, state, digits_in(heard.text))
    if state.group >= 0 and not isinstance(parsed, Rejected):
        state = replace(state, digits="", group=-1, part="")
    return _parsed(flows, state, slot, parsed, heard)


def _parsed(flows: Flows, state: State, slot: SlotSpec, parsed: Parsed, heard: Hypothesis) -> Step:
    match parsed:
        case Filled():
            return _take(flows, state, slot, parsed, heard)
        case Partial(value) if value.startswith(state.digits):
            return _continue(flows, state, value)
        case Partial(value) if state.misses < PATIENCE:  # begun anew
            return _continue(flows, replace(state, misses=state.misses + 1), value)
        case Rejected(value=value, group=group) if group >= 0 and state.misses < PATIENCE:
            return ask_group(flows, replace(state, misses=state.misses + 1, struggle=state.struggle + 1), slot, value, group)
        case _:
            return _not_read(flows, state, slot, heard)


def _not_read(flows: Flows, state: State, slot: SlotSpec, heard: Hypothesis) -> Step:
    if slot is not CALLBACK and slot.kind != "text":
        also = told(flows, current_intent(flows, state), state, heard.text, heard.confidence)
        if also:  # an answer to a question that is still to come
            new, effects = advance(flows, replace(state, known={**state.known, **also}))
            return replace(new, digits=state.digits if new.slot == slot.name else ""), effects
        other = wishes.hear_other(flows, state, heard)
        if other is not None:
            return other
    if state.digits and state.misses < PATIENCE and not digits_in(heard.text):
        # "sebentar ya" between two halves of a number loses nothing
        return _continue(flows, replace(state, misses=state.misses + 1), state.digits)
    if state.group >= 0:
        return no_match(flows, replace(state, part=""))
    return no_match(flows, replace(state, digits="", keyed=False))


def press(flows: Flows, state: State, key: str) -> Step:
    """A key where an answer can be keyed: `*` clears, `#` ends, the last digit ends by itself."""
    slot = due_slot(flows, state)
    if key == "*":
        return replace(state, part="") if state.group >= 0 else replace(state, digits="", keyed=False), ()
    if key == "#":
        return keys_end(flows, state)
    kind = KINDS[slot.kind]
    if state.group >= 0:
        return _press_in_group(flows, replace(state, part=state.part + key, keyed=True), slot)
    digits = (state.digits + key)[:LONGEST_NUMBER]
    state = replace(state, digits=digits, keyed=True)
    most = slot.length[1] if kind.is_number else kind.keys[1]
    return keys_end(flows, state) if len(digits) >= most else (state, ())


def _press_in_group(flows: Flows, state: State, slot: SlotSpec) -> Step:
    group = KINDS[slot.kind].groups[state.group]
    if len(state.part) < group.end - group.start:
        return state, ()
    return keys_end(flows, replace(state, digits=splice(state.digits, group, state.part), group=-1, part=""))


def _more_of_group(flows: Flows, state: State, digits: str) -> Step:
    state = replace(state, part=state.part + digits)
    return go_on(state, sentence(flows.prompts.continue_digits, nilai=" ".join(state.part)))


def pick(flows: Flows, state: State, key: str) -> Step:
    """A key where a choice is due: 1 is the first. Others change nothing."""
    slot = due_slot(flows, state)
    options = dict(zip("123456789", slot.choices, strict=False))
    return _take(flows, replace(state, keyed=True), slot, Filled(options[key]), Hypothesis(key, 1.0)) if key in options else (state, ())


def keys_end(flows: Flows, state: State) -> Step:
    """Keying stopped: with what is there."""
    slot = current_slot(flows, state)
    if slot is None or not state.digits or not state.keyed or state.group >= 0:
        return state, ()
    parsed = KINDS[slot.kind].parse(state.digits, slot, state.today)
    if isinstance(parsed, Rejected) and parsed.group < 0:
        return no_match(flows, replace(state, digits="", keyed=False))
    return _parsed(flows, state, slot, parsed, Hypothesis(state.digits, 1.0))


def decide(flows: Flows, state: State, yes: bool) -> Step:
    """The caller said whether the value read back is right."""
    assert state.heard is not None
    if yes and state.phase is Phase.CONFIRM_CALLBACK:
        return callback.store(flows, state)
    slot = due_slot(flows, state)
    if yes:
        return advance(flows, fill(flows, state, slot.name, replace(state.heard, confirmed=True, to_confirm=False)))
    return _refused(flows, state, slot)


def corrected(flows: Flows, state: State, heard: Hypothesis) -> Step | None:
    """Instead of yes or no the caller said what is right: the whole number, a part of it, another value; or that something earlier is
    wrong. None for anything else."""
    slot, text = current_slot(flows, state), heard.text
    if slot is None or state.heard is None:
        wrong = correction(flows, state, text)
        return correct(flows, state, wrong, heard.confidence) if wrong is not None and wrong.filled is not None else None
    said, kind = yes_no.parse(text), KINDS[slot.kind]
    waiting = replace(state, known={**state.known, slot.name: replace(state.heard, to_confirm=True)}) if slot is not CALLBACK else state
    wrong = correction(flows, waiting, text)
    if wrong is not None and wrong.filled is not None and not (kind.is_number and wrong.slot is slot):
        return correct(flows, waiting, wrong, heard.confidence)
    if not kind.is_number:
        return None
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
    state = replace(state, corrections=times, struggle=state.struggle + 1, digits="", keyed=False, group=-1, part="", heard=None)
    if wrong.filled is None:
        return ask_slot(flows, state, slot)
    known = Known(wrong.filled.value, wrong.filled.parts, min(confidence, wrong.filled.confidence))
    if slot.confirm is Confirm.ALWAYS:
        return ask_confirmation(flows, state, slot, known)
    new = replace(state, known={**state.known, slot.name: known}, slot="")
    return advance(flows, new, sentence(flows.prompts.corrected, label=slot.label, nilai=KINDS[slot.kind].read(known.value)))


def _refused(flows: Flows, state: State, slot: SlotSpec) -> Step:
    known = {name: value for name, value in state.known.items() if name != slot.name or not value.to_confirm}
    state = replace(state, known=known, digits="", heard=None, misses=state.misses + 1, struggle=state.struggle + 1)
    if state.misses > PATIENCE:
        return give_up(flows, state, "not_understood")
    question = slot.reask[min(state.misses, len(slot.reask)) - 1] if slot.reask else ""
    return ask_slot(flows, state, slot, question=question)


def _take(flows: Flows, state: State, slot: SlotSpec, filled: Filled, heard: Hypothesis) -> Step:
    """A whole answer; what else the sentence tells is kept as well."""
    sure = combined(heard.confidence, 1.0, filled.confidence)
    known = Known(filled.value, filled.parts, sure, keyed=state.keyed)
    if slot is not CALLBACK:
        with_it = replace(state, known={**state.known, slot.name: known})
        also = told(flows, current_intent(flows, state), with_it, heard.text, heard.confidence) if not state.keyed else {}
        state = replace(state, known={**state.known, **also})
    risk = flows.intents[state.intent].risk if slot is not CALLBACK and state.intent else Risk.NORMAL
    if slot.confirm is Confirm.ALWAYS or (slot.confirm is Confirm.UNSURE and sure < flows.bands[risk].act):
        return ask_confirmation(flows, state, slot, known)
    return advance(flows, fill(flows, state, slot.name, known))


def _continue(flows: Flows, state: State, digits: str) -> Step:
    """Half a number is progress, but no new patience: halves may go on for ever."""
    state = replace(state, digits=digits, silences=0, failures=0)
    slot = due_slot(flows, state)
    return go_on(state, sentence(flows.prompts.continue_digits, nilai=KINDS[slot.kind].read(digits)))


def due_slot(flows: Flows, state: State) -> SlotSpec:
    slot = current_slot(flows, state)
    assert slot is not None
    return slot
