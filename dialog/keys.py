"""What a key means, by what is asked."""

from __future__ import annotations

from dataclasses import replace

from dialog import callback_when, closing, crisis, filling, keying, obeying, remaining, values, ways, wishes
from dialog.asking import Step, ask, current_slot
from dialog.commands import PERSON
from dialog.deciding import decided
from dialog.effects import Expect
from dialog.events import Hypothesis
from dialog.schema import Flows
from dialog.slots import KINDS
from dialog.state import ASKING, YES_NO, Phase, State

KEYS = frozenset("0123456789*#")
DIGITS = frozenset("123456789")
PERSON_KEY, AGAIN_KEY = "0", "*"
SOON_KEY = "1"
"""Where it is asked when to call back."""
YES_NO_KEYS = {"1": "ya", "2": "tidak"}


def key(flows: Flows, state: State, pressed: str) -> Step:
    """`pressed` is one of KEYS. 0 is a person wherever it cannot be part of an answer, `*` the question again."""
    slot = current_slot(flows, state)
    kind = KINDS[slot.kind] if slot is not None and state.phase in ASKING else None
    typed = kind is not None and kind.keys != (0, 0) and kind.expect not in (Expect.YES_NO, Expect.CHOICE)
    # No number of a resident begins with 0, so there the key still means a person; telephone numbers do begin with it.
    if pressed == PERSON_KEY and not (typed and (state.digits or kind is None or kind.zero_first)):
        return obeying.obey(flows, state, PERSON)
    if typed:
        return keying.press(flows, state, pressed)
    if kind is not None and kind.expect is Expect.CHOICE and pressed != AGAIN_KEY:
        return keying.pick(flows, state, pressed)
    answer = YES_NO_KEYS.get(pressed, "")
    if kind is not None and kind.expect is Expect.YES_NO and answer:
        return values.hear(flows, replace(state, keyed=True), Hypothesis(answer, 1.0))
    if state.phase is Phase.OFFER_WAYS and pressed in remaining.offered(state):
        return ways.take(flows, state, pressed)
    if state.phase is Phase.CRISIS and answer:
        return crisis.again(flows, state) if answer == "ya" else crisis.refused(flows, state)
    if state.phase is Phase.CALLBACK_WHEN and pressed == SOON_KEY:
        return callback_when.soon(flows, state)
    if state.phase is Phase.OFFER_GO_ON and answer:
        return ways.decide_going_on(flows, state, answer == "ya")
    if state.phase in YES_NO and answer:
        return decided(flows, state, answer == "ya")
    if state.phase is Phase.CHOOSE_INTENT and answer:
        return wishes.pick(flows, state, int(pressed) - 1)
    if state.phase is Phase.WHICH_WRONG and pressed in DIGITS:
        slots = filling.told_slots(flows, state)[int(pressed) - 1 : int(pressed)]
        return filling.ask_again(flows, state, [slots[0].name]) if slots else (state, ())
    if state.phase is Phase.INTENT and pressed in DIGITS and int(pressed) <= len(flows.menu):
        return filling.begin(flows, state, flows.menu[int(pressed) - 1], "")
    if state.phase is Phase.MORE and answer:
        return closing.goodbye(flows, state) if answer == "tidak" else ask(flows, state, Phase.INTENT, flows.prompts.ask_intent)
    return obeying.obey(flows, state, obeying.AGAIN) if pressed == AGAIN_KEY else (state, ())
