"""What a person does at a question that their script does not plan for: says yes or no to it, or says again what was not understood. Pure.

A script is written for a hotline that hears every word. On a real line it may hear another one, and then ask whether it heard right, or
ask again; whoever had only the script's next step to say would answer some other question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from dialog.asking import current_slot
from dialog.keys import YES_NO_KEYS
from dialog.scenario.callers import LOOSE
from dialog.scenario.keys import SPOKEN
from dialog.scenario.run import run
from dialog.scenario.schema import Scenario, Step
from dialog.schema import Flows
from dialog.slots import KINDS
from dialog.state import AT_A_WISH, YES_NO, Phase, State
from dialog.wishes import yes_or_no

YES, NO = "1", "2"
LIKE = 60.0
"""rapidfuzz ratio (0 to 100) from which on a sentence that is read back counts as what was said."""
REPEATED = (*SPOKEN, "wav", "press")
"""Steps that can be done again."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the hotline asks, and about which wish; `slot` where it is about a value; `again`: because an answer did not help."""

    phase: Phase
    intent: str
    slot: str = ""
    again: bool = False

    def answered_by(self, step: Question | None) -> bool:
        """Whether a step that is planned for the question `step` answers this one: not where it is asked again against all plans."""
        return step is not None and self.same(step) and step.again >= self.again

    def same(self, other: Question | None) -> bool:
        return other is not None and replace(other, again=self.again) == self


@dataclass(frozen=True, slots=True)
class Press:
    """Keys, one after the other."""

    keys: str


@dataclass(frozen=True, slots=True)
class Again:
    """The step of that number (from 0)."""

    step: int


Plan = Sequence[Question | None]
"""For each step of a script the question that it answers; None: none, or nobody knows."""


def plan(flows: Flows, script: Scenario) -> Plan:
    """What each step meets when every word is heard. Unknown behind a step that the words alone cannot take (an unknown system)."""
    found, state = list[Question | None](), State()
    for turn in run(flows, script).turns:
        if turn.step is not None:
            found.append(question(flows, state))
        state = turn.moments[-1].after if turn.moments else state
    return (*found, *[None] * (len(script.steps) - len(found)))


def question(flows: Flows, state: State) -> Question | None:
    """What `state` asks; None where it waits for no answer."""
    if state.listening is None:
        return None
    slot = current_slot(flows, state) if state.phase in (Phase.SLOT, Phase.CONFIRM_SLOT) else None
    again = state.misses > 0 or state.silences > 0
    return Question(state.phase, state.intent or "", slot.name if slot is not None else "", again)


def instead(flows: Flows, script: Scenario, planned: Plan, number: int, state: State) -> Press | Again | None:
    """What is done at the question of `state` before step `number` (from 0) of `script`; None: that step is due."""
    here, step = question(flows, state), script.steps[number]
    if here is None or (planned[number] is None and _answer(step)):
        return None
    if here.phase is Phase.CONFIRM_SLOT:
        return _read_back(flows, script, planned, number, state)
    if here.answered_by(planned[number]):
        return None
    wanted = _wanted(script, planned[number])
    if here.phase is Phase.CONFIRM_INTENT:
        return Press(YES if here.intent == wanted else NO)
    if here.phase is Phase.CHOOSE_INTENT and wanted in (here.intent, state.rival):
        return Press(YES if here.intent == wanted else NO)
    if here.phase is Phase.OFFER_PERSON:
        return Press(YES if step.kind == "wait_transfer" else NO)
    before = planned[number - 1] if number else None
    if before is None or script.steps[number - 1].kind not in REPEATED:
        return None
    if here.same(before):
        return _in_keys(flows, script, script.steps[number - 1], state) or Again(number - 1)
    # The last words were no wish, or another one, to the hotline.
    asked_a_wish = before.phase in (Phase.INTENT, Phase.MORE)
    lost = here.phase is Phase.INTENT or (here.phase in (*AT_A_WISH, Phase.CHOOSE_INTENT) and here.intent != wanted)
    return Again(number - 1) if asked_a_wish and lost else None


def _wanted(script: Scenario, planned: Question | None) -> str:
    """The wish that the last words told."""
    return planned.intent if planned is not None and planned.intent else script.expect.intent


def _read_back(flows: Flows, script: Scenario, planned: Plan, number: int, state: State) -> Press | None:
    """A step that says yes is not done where what was heard is not right; a no of the script's own is left to it."""
    here, right = question(flows, state), _right(flows, script, number, state)
    if here is not None and here.same(planned[number]):
        return Press(NO) if not right and _answer(script.steps[number]) == YES else None
    return Press(YES if right else NO)


def _right(flows: Flows, script: Scenario, number: int, state: State) -> bool:
    """Known where the script expects a value. Words must be much like those that were said last; other values nobody checks."""
    slot, heard = current_slot(flows, state), state.heard.value.lower() if state.heard is not None else ""
    if slot is None or script.expect.slots.get(slot.name):
        return slot is None or heard == script.expect.slots[slot.name].lower()
    said = script.steps[number - 1] if number else None
    if slot.kind not in LOOSE or said is None or said.kind not in SPOKEN:
        return True
    return fuzz.ratio(heard, said.value.lower()) >= LIKE


def _answer(step: Step) -> str:
    """Yes or no, where the step is one of them."""
    said = YES_NO_KEYS.get(step.value, "") if step.kind == "press" else yes_or_no(step.value) if step.kind in SPOKEN else ""
    return {"ya": YES, "tidak": NO}.get(said, "")


def _in_keys(flows: Flows, script: Scenario, step: Step, state: State) -> Press | None:
    """What was not understood, by keypad: a yes or no, a number, or the one group of it that is asked for; None: it must be said."""
    if state.phase in (*YES_NO, Phase.MORE):
        return Press(answer) if (answer := _answer(step)) else None
    slot = current_slot(flows, state)
    value = script.expect.slots.get(slot.name, "") if slot is not None else ""
    if slot is None or not KINDS[slot.kind].is_number or not value.isdecimal():
        return None
    if state.group >= 0:
        group = KINDS[slot.kind].groups[state.group]
        return Press(value[group.start : group.end])
    return Press(f"*{value}")  # `*` forgets the part that was understood
