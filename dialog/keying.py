"""An answer by keypad."""

from __future__ import annotations

from dataclasses import replace

from dialog.asking import Step, current_slot, due_slot
from dialog.events import Hypothesis
from dialog.groups import splice
from dialog.repair import no_match
from dialog.schema import Flows, SlotSpec
from dialog.slots import KINDS
from dialog.slots.result import Filled, Rejected
from dialog.state import State
from dialog.values import parsed, take

LONGEST_NUMBER = 32


def press(flows: Flows, state: State, key: str) -> Step:
    """A key where an answer can be keyed: `*` clears, `#` ends, the last digit ends by itself."""
    slot = due_slot(flows, state)
    if key == "*":
        return replace(state, part="") if state.group >= 0 else replace(state, digits="", keyed=False), ()
    if key == "#":
        return keys_end(flows, state)
    kind = KINDS[slot.kind]
    if state.group >= 0:
        return _press_in_group(flows, replace(state, part=(state.part if state.keyed else "") + key, keyed=True), slot)
    digits = (state.digits + key)[:LONGEST_NUMBER]
    state = replace(state, digits=digits, keyed=True)
    most = slot.length[1] if kind.is_number else kind.keys[1]
    return keys_end(flows, state) if len(digits) >= most else (state, ())


def _press_in_group(flows: Flows, state: State, slot: SlotSpec) -> Step:
    group = KINDS[slot.kind].groups[state.group]
    if len(state.part) < group.end - group.start:
        return state, ()
    return keys_end(flows, replace(state, digits=splice(state.digits, group, state.part), group=-1, part=""))


def pick(flows: Flows, state: State, key: str) -> Step:
    """A key where a choice is due: 1 is the first. Others change nothing."""
    slot = due_slot(flows, state)
    options = dict(zip("123456789", slot.choices, strict=False))
    return take(flows, replace(state, keyed=True), slot, Filled(options[key]), Hypothesis(key, 1.0)) if key in options else (state, ())


def keys_end(flows: Flows, state: State) -> Step:
    """Keying stopped: with what is there."""
    slot = current_slot(flows, state)
    if slot is None or not state.digits or not state.keyed or state.group >= 0:
        return state, ()
    reading = KINDS[slot.kind].parse(state.digits, slot, state.today)
    if isinstance(reading, Rejected) and reading.group < 0:
        return no_match(flows, replace(state, digits="", keyed=False))
    return parsed(flows, state, slot, reading, Hypothesis(state.digits, 1.0))
