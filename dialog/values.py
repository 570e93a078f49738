"""One answer to one value: said, keyed, half of each, confirmed, corrected."""

from __future__ import annotations

from dataclasses import replace

from dialog import callback, wishes
from dialog.asking import CALLBACK, Step, ask_callback, ask_confirmation, ask_slot, current_slot, go_on
from dialog.events import Hypothesis
from dialog.filling import advance
from dialog.reading import read
from dialog.repair import no_match, understood
from dialog.schema import Confirm, Flows, SlotSpec
from dialog.slots import DIGIT_KINDS, KINDS, yes_no
from dialog.slots.result import Filled, Partial, Rejected
from dialog.state import Phase, State
from dialog.templates import fill, readable
from dialog.understanding.numbers import digits_in

LONGEST_NUMBER = 32
RETRIES = 2


def hear(flows: Flows, state: State, heard: Hypothesis) -> Step:
    """An answer to the slot, the beginning of a number, or something else."""
    slot = _slot(flows, state)
    match read(slot, heard.text, state.digits, state.today):
        case Filled(value):
            return _take(flows, state, slot, value)
        case Partial(value) if value.startswith(state.digits):
            return _continue(flows, state, value)
        case Partial(value) if state.misses < RETRIES:  # begun anew
            return _continue(flows, replace(state, misses=state.misses + 1), value)
        case _:
            return _not_read(flows, state, slot, heard)


def _not_read(flows: Flows, state: State, slot: SlotSpec, heard: Hypothesis) -> Step:
    other = wishes.hear_other(flows, state, heard) if slot.kind != "text" and slot is not CALLBACK else None
    if other is not None:
        return other
    if state.digits and state.misses < RETRIES and not digits_in(heard.text):
        # "sebentar ya" between two halves of a number loses nothing
        return _continue(flows, replace(state, misses=state.misses + 1), state.digits)
    return no_match(flows, replace(state, digits=""))


def press(flows: Flows, state: State, key: str) -> Step:
    """A key where digits are due: `*` clears, `#` ends, the last digit ends by itself."""
    if key == "*":
        return replace(state, digits=""), ()
    if key == "#":
        return keys_end(flows, state)
    slot = _slot(flows, state)
    digits = (state.digits + key)[:LONGEST_NUMBER]
    state = replace(state, digits=digits)
    return _take(flows, state, slot, digits) if len(digits) >= slot.length[1] else (state, ())


def pick(flows: Flows, state: State, key: str) -> Step:
    """A key where a choice is due: 1 is the first. Others change nothing."""
    slot = _slot(flows, state)
    options = dict(zip("123456789", slot.choices, strict=False))
    return _take(flows, state, slot, options[key]) if key in options else (state, ())


def keys_end(flows: Flows, state: State) -> Step:
    """Keying stopped: with what is there."""
    slot = current_slot(flows, state)
    if slot is None or not state.digits:
        return state, ()
    parsed = KINDS[slot.kind].parse(state.digits, slot, state.today)
    if isinstance(parsed, Filled):
        return _take(flows, state, slot, parsed.value)
    if isinstance(parsed, Partial):
        return _continue(flows, state, parsed.value)
    return no_match(flows, replace(state, digits=""))


def decide(flows: Flows, state: State, yes: bool) -> Step:
    """The caller said whether the value read back is right."""
    if yes and state.phase is Phase.CONFIRM_CALLBACK:
        return callback.store(flows, state)
    slot = _slot(flows, state)
    if yes:
        slots = {**state.slots, slot.name: state.heard}
        return advance(flows, understood(replace(state, slots=slots, confirmed=state.confirmed | {slot.name}, heard="", slot="")))
    return _refused(flows, state, slot)


def corrected(flows: Flows, state: State, text: str) -> Step | None:
    """Instead of yes or no the caller said a number: "bukan, ..." and the right one. None when no whole number was said."""
    slot = current_slot(flows, state)
    if slot is None or slot.kind not in DIGIT_KINDS:
        return None
    parsed, said = KINDS[slot.kind].parse(text, slot, state.today), yes_no.parse(text)
    if not isinstance(parsed, Filled):
        return None
    if parsed.value == state.heard:
        # The same again is a yes, unless there is a no in it: then it was heard wrongly twice.
        return decide(flows, state, yes=said != Filled("tidak"))
    if said == Filled("ya") and len(parsed.value) < len(state.heard):
        return None  # "iya, satu itu saja"
    if state.misses >= RETRIES:
        return _refused(flows, state, slot)
    return ask_confirmation(flows, replace(state, misses=state.misses + 1), slot, parsed.value)


def _refused(flows: Flows, state: State, slot: SlotSpec) -> Step:
    state = replace(state, digits="", heard="", misses=state.misses + 1)
    if state.misses > RETRIES:
        return no_match(flows, state)
    return ask_callback(flows, state) if slot is CALLBACK else ask_slot(flows, state, slot, again=state.misses)


def _take(flows: Flows, state: State, slot: SlotSpec, value: str) -> Step:
    parsed = KINDS[slot.kind].parse(value, slot, state.today) if slot.kind in DIGIT_KINDS else Filled(value)
    if isinstance(parsed, Rejected):
        return no_match(flows, replace(state, digits=""))
    if slot.confirm is Confirm.ALWAYS:
        return ask_confirmation(flows, state, slot, value)
    return advance(flows, understood(replace(state, slots={**state.slots, slot.name: value}, slot="", digits="")))


def _continue(flows: Flows, state: State, digits: str) -> Step:
    """Half a number is progress, but no new patience: halves may go on for ever."""
    state = replace(state, digits=digits, silences=0, failures=0)
    return go_on(state, fill(flows.prompts.continue_digits, nilai=readable(digits)))


def _slot(flows: Flows, state: State) -> SlotSpec:
    slot = current_slot(flows, state)
    assert slot is not None
    return slot
