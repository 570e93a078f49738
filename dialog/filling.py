"""Slots: one answer to a value, values to a finished intent."""

from __future__ import annotations

from dataclasses import replace

from dialog.asking import CALLBACK, Step, ask, ask_callback, ask_slot, current_slot, go_on
from dialog.effects import Lookup, Outcome, Say
from dialog.events import Hypothesis
from dialog.handover import readable
from dialog.repair import end, no_match, understood
from dialog.schema import Flows, Intent, SlotSpec
from dialog.slots import DIGIT_KINDS, KINDS
from dialog.slots.result import Filled, Parsed, Partial, Rejected
from dialog.state import Phase, State
from dialog.templates import render

LONGEST_NUMBER = 16


def begin(flows: Flows, state: State, name: str, text: str) -> Step:
    """Start `name`, with what the sentence that asked for it already tells."""
    intent = flows.intents[name]
    kept = {s.name: state.slots[s.name] for s in intent.slots if s.name in state.slots and s.kind in DIGIT_KINDS}
    state = understood(replace(state, intent=name, slots=kept, confirmed=state.confirmed & frozenset(kept), slot="", digits="", rejections=0))
    for slot in intent.slots:
        # Filled unasked only when it is unambiguous: a whole number with the right structure.
        parsed = KINDS[slot.kind](text, slot) if slot.kind == "nik" else Rejected("not asked")
        if isinstance(parsed, Filled):
            return _confirm(flows, replace(state, slot=slot.name), slot, parsed.value)
    return advance(flows, state)


def advance(flows: Flows, state: State, *before: str) -> Step:
    """The next empty slot, the summary, or the intent's end."""
    intent = _intent(flows, state)
    for slot in intent.slots:
        if slot.name not in state.slots:
            return ask_slot(replace(state, digits=""), slot, *before)
    if intent.summary is not None and state.phase is not Phase.SUMMARY:
        return ask(state, Phase.SUMMARY, *before, render(intent.summary, state.slots))
    return finish(flows, state)


def finish(flows: Flows, state: State) -> Step:
    """Everything is known: look it up, or answer."""
    intent = _intent(flows, state)
    if not intent.lookup:
        return answer(flows, state, {})
    request = state.request + 1
    new = replace(state, phase=Phase.LOOKUP, request=request, listening=None, turn=state.turn + 1)
    return new, (Say(flows.prompts.looking_up), Lookup(request, intent.lookup, dict(state.slots)))


def answer(flows: Flows, state: State, data: dict[str, str]) -> Step:
    """Say the first answer whose condition holds, then ask whether there is more."""
    intent = _intent(flows, state)
    values = {**state.slots, **data}
    said = next((a for a in intent.answers if a.when is None or render(a.when, values)), None)
    ticket = data.get(intent.ticket) if intent.ticket else None
    state = replace(understood(state), answered=True, ticket=ticket or state.ticket)
    return ask(state, Phase.MORE, render(said.say, values) if said else "", flows.prompts.anything_else)


def hear_slot(flows: Flows, state: State, hypotheses: tuple[Hypothesis, ...]) -> Step:
    """The first hypothesis that fills the slot wins: the slot's own check re-ranks what the recogniser heard."""
    slot = current_slot(flows, state)
    assert slot is not None
    results = [_parse(slot, h.text, state.digits) for h in hypotheses]
    filled = next((r for r in results if isinstance(r, Filled)), None)
    if filled is not None:
        return _take(flows, state, slot, filled.value)
    partial = next((r for r in results if isinstance(r, Partial)), None)
    if partial is not None:
        state = replace(understood(state), digits=partial.value)
        return go_on(state, flows.prompts.continue_digits.replace("{{ nilai }}", readable(partial.value)))
    return no_match(flows, replace(state, digits=""))


def press(flows: Flows, state: State, key: str) -> Step:
    """A key where digits are due: `*` clears, `#` ends, the last digit ends by itself."""
    slot = current_slot(flows, state)
    assert slot is not None
    if key == "*":
        return replace(state, digits=""), ()
    if key == "#":
        return keys_end(flows, state)
    digits = (state.digits + key)[:LONGEST_NUMBER]
    state = replace(state, digits=digits)
    return _take(flows, state, slot, digits) if len(digits) >= slot.length[1] else (state, ())


def keys_end(flows: Flows, state: State) -> Step:
    """Keying stopped: with what is there."""
    slot = current_slot(flows, state)
    if slot is None or not state.digits:
        return state, ()
    parsed = KINDS[slot.kind](state.digits, slot)
    if isinstance(parsed, Filled):
        return _take(flows, state, slot, parsed.value)
    if isinstance(parsed, Partial):
        return go_on(state, flows.prompts.continue_digits.replace("{{ nilai }}", readable(parsed.value)))
    return no_match(flows, replace(state, digits=""))


def confirm_slot(flows: Flows, state: State, yes: bool) -> Step:
    """The caller said whether the value read back is right."""
    if state.phase is Phase.CONFIRM_CALLBACK:
        if not yes:
            return ask_callback(replace(state, digits="", heard=""), flows.prompts.callback_number)
        intent = flows.intents.get(state.intent or "")
        request = state.request + 1
        arguments = {"contact": state.heard, "subject": intent.title if intent else ""}
        return replace(state, phase=Phase.CALLBACK_LOOKUP, request=request, listening=None), (Lookup(request, "sapa.callback", arguments),)
    slot = current_slot(flows, state)
    assert slot is not None
    if not yes:
        state = replace(state, digits="", heard="", misses=state.misses + 1)
        return no_match(flows, state) if state.misses > flows.thresholds.retries else ask_slot(state, slot, again=state.misses)
    slots = {**state.slots, slot.name: state.heard}
    return advance(flows, understood(replace(state, slots=slots, confirmed=state.confirmed | {slot.name}, heard="", slot="")))


def corrected(flows: Flows, state: State, hypotheses: tuple[Hypothesis, ...]) -> Step | None:
    """Instead of yes or no the caller said the number again: that is the answer. None when no whole number was said."""
    slot = current_slot(flows, state)
    if slot is None or slot.kind not in DIGIT_KINDS:
        return None
    for hypothesis in hypotheses:
        parsed = KINDS[slot.kind](hypothesis.text, slot)
        if isinstance(parsed, Filled):
            return _take(flows, state, slot, parsed.value)
    return None


def refuse_summary(flows: Flows, state: State) -> Step:
    """Not right: everything once more; the second time a person."""
    state = replace(state, rejections=state.rejections + 1, slots={}, confirmed=frozenset(), phase=Phase.INTENT)
    if state.rejections > 1:
        return no_match(flows, replace(state, misses=flows.thresholds.retries))
    return advance(flows, state, flows.prompts.restart)


def callback_stored(flows: Flows, state: State, data: dict[str, str]) -> Step:
    ticket = data.get("ticket", "")
    state, effects = end(flows, replace(state, ticket=ticket, outcome=Outcome.CALLBACK))
    return state, (Say(flows.prompts.callback_stored.replace("{{ tiket }}", ticket)), *effects)


def _take(flows: Flows, state: State, slot: SlotSpec, value: str) -> Step:
    parsed = KINDS[slot.kind](value, slot)
    if isinstance(parsed, Rejected):
        return no_match(flows, replace(state, digits=""))
    if slot.confirm:
        return _confirm(flows, state, slot, value)
    return advance(flows, understood(replace(state, slots={**state.slots, slot.name: value}, slot="", digits="")))


def _confirm(flows: Flows, state: State, slot: SlotSpec, value: str) -> Step:
    phase = Phase.CONFIRM_CALLBACK if slot is CALLBACK else Phase.CONFIRM_SLOT
    sentence = flows.prompts.confirm_value.replace("{{ label }}", slot.label).replace("{{ nilai }}", readable(value))
    return ask(replace(state, heard=value, digits=""), phase, sentence)


def _parse(slot: SlotSpec, text: str, before: str) -> Parsed:
    """What was said after what is known already; said whole, it replaces it."""
    parsed = KINDS[slot.kind](text, slot)
    if not before or slot.kind not in DIGIT_KINDS or isinstance(parsed, Filled):
        return parsed
    return KINDS[slot.kind](f"{before} {text}", slot)


def _intent(flows: Flows, state: State) -> Intent:
    assert state.intent is not None
    return flows.intents[state.intent]
