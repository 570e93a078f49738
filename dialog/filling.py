"""From a wish to all that it needs: which slot next, what must be read back, the summary."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from dialog.answering import current_intent, expired, finish, vouched_for
from dialog.asking import Step, ask, ask_confirmation, ask_slot, says
from dialog.handover import transfer
from dialog.repair import give_up, understood
from dialog.schema import Flows, Intent, SlotSpec
from dialog.slots import KINDS
from dialog.state import Known, Phase, State
from dialog.templates import TemplateError, render
from dialog.templates import fill as sentence
from dialog.unasked import names, told
from dialog.understanding.normalize import normalize

MOST_CORRECTIONS = 6
"""Of one wish; who corrects more often is better served by a person."""
MOST_REJECTIONS = 2
"""So often may a summary be refused."""
_ALL = frozenset("semua semuanya seluruhnya".split())


def begin(flows: Flows, state: State, name: str, text: str, confidence: float = 1.0) -> Step:
    """Start `name`, with what is known already and what the sentence that asked for it tells."""
    intent = flows.intents[name]
    state = replace(
        understood(state), intent=name, known=_carried(flows, state, intent), slot="", heard=None, wish="", rival="", digits="",
        keyed=False, group=-1, part="", rejections=0, corrections=0, trouble="", before=None, told=(),
    )  # fmt: skip
    if not vouched_for(flows, state, intent):
        return expired(flows, state)
    state = replace(state, known={**state.known, **told(flows, intent, state, text, confidence)})
    return advance(flows, state)


def advance(flows: Flows, state: State, *before: str) -> Step:
    """The next empty slot, the next value to read back, the summary, or the intent's end."""
    intent = current_intent(flows, state)
    for slot in intent.slots:
        known = state.known.get(slot.name)
        if known is None:
            return ask_slot(flows, state, slot, *before)
        if known.to_confirm:
            return ask_confirmation(flows, state, slot, known, *before)
    if intent.summary is None:
        new, effects = finish(flows, state)
        return new, (*says(state, *before), *effects)
    try:
        return ask(flows, replace(state, slot=""), Phase.SUMMARY, *before, render(intent.summary, _read(flows, intent, state)))
    except TemplateError:
        return transfer(flows, state, "failure")


def fill(flows: Flows, state: State, name: str, known: Known) -> State:
    """`known` is the value of slot `name`, the latest one. What is told twice takes the last."""
    others = {n: k for n, k in state.known.items() if n != name}
    return replace(understood(state), known={**others, name: known}, slot="", heard=None, digits="", keyed=False, group=-1, part="")


def accept_summary(flows: Flows, state: State) -> Step:
    """All of it is right."""
    known = {name: replace(value, confirmed=True, to_confirm=False) for name, value in state.known.items()}
    return finish(flows, replace(understood(state), known=known))


def refuse_summary(flows: Flows, state: State, text: str) -> Step:
    """Not right: what the caller names as wrong is asked again; who names nothing is asked which it is."""
    if state.rejections >= MOST_REJECTIONS:
        return give_up(flows, state, "not_understood")
    state = replace(state, rejections=state.rejections + 1)
    slots = current_intent(flows, state).slots
    wrong = [slot.name for slot in slots if names(slot, text)]
    if wrong or len(slots) == 1:
        return ask_again(flows, state, wrong or [slots[0].name])
    return which_wrong(flows, state)


def which_wrong(flows: Flows, state: State) -> Step:
    """Ask which of the values that are known is wrong."""
    labels = [slot.label for slot in told_slots(flows, state)]
    parts = f"{', '.join(labels[:-1])}, atau {labels[-1]}" if len(labels) > 1 else labels[0]
    if state.corrections >= MOST_CORRECTIONS:
        return give_up(flows, state, "not_understood")
    state = replace(state, slot="", corrections=state.corrections + 1)
    return ask(flows, state, Phase.WHICH_WRONG, sentence(flows.prompts.which_wrong, bagian=parts))


def told_slots(flows: Flows, state: State) -> list[SlotSpec]:
    """Those that have a value, in the order in which they are asked."""
    return [slot for slot in current_intent(flows, state).slots if slot.name in state.known]


def hear_which(flows: Flows, state: State, text: str) -> Step | None:
    """Which part of the summary is wrong: by its name, or all of it. None for anything else."""
    slots = current_intent(flows, state).slots
    wrong = [slot.name for slot in slots if names(slot, text)]
    if not _ALL.isdisjoint(normalize(text).split()):
        wrong = [slot.name for slot in slots]
    return ask_again(flows, state, wrong) if wrong else None


def ask_again(flows: Flows, state: State, wrong: Collection[str]) -> Step:
    """Forget these slots, and ask for them."""
    known = {name: value for name, value in state.known.items() if name not in wrong}
    return advance(flows, replace(understood(state), known=known), flows.prompts.restart if not known else "")


def _carried(flows: Flows, state: State, intent: Intent) -> dict[str, Known]:
    """Values of the wish before that have the same name and kind here. After an answer only numbers stay: who is calling remains, what
    was told of the last matter does not; and they are read back, for the next wish may be somebody else's."""
    old = flows.intents.get(state.intent or "")
    if old is None:
        return {}
    kinds = {slot.name: slot.kind for slot in old.slots}
    same = {s.name: state.known[s.name] for s in intent.slots if s.name in state.known and kinds.get(s.name) == s.kind}
    if not state.told:
        return same
    return {n: replace(k, to_confirm=True, confirmed=False) for n, k in same.items() if KINDS[kinds[n]].is_number}


def _read(flows: Flows, intent: Intent, state: State) -> dict[str, object]:
    """Values as they are read to people, and what every sentence may use."""
    read = {slot.name: KINDS[slot.kind].read(state.known[slot.name].value) for slot in intent.slots if slot.name in state.known}
    return {**flows.spoken, "hari_ini": state.today.isoformat(), **state.fields, **read}
