"""From a wish to all that it needs: which slot next, what must be read back, the summary."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from dialog.answering import arguments, current_intent, expired, finish, vouched_for
from dialog.asking import Step, ask, ask_confirmation, ask_slot, ask_system, says
from dialog.handover import transfer
from dialog.identity import is_proved, not_ours, proofs, prove, unproved
from dialog.repair import give_up, understood
from dialog.schema import Flows, Intent, SlotSpec
from dialog.slots import KINDS
from dialog.slots.result import Filled
from dialog.state import Known, Phase, State
from dialog.templates import TemplateError, render
from dialog.templates import fill as sentence
from dialog.unasked import names, told
from dialog.understanding.normalize import normalize
from dialog.understanding.somebody import is_somebodys

MOST_CORRECTIONS = 6
"""Of one wish; who corrects more often is better served by a person."""
CHECK_MS = 3000
"""So long may the intent's check take; the wish goes on without it."""
MOST_REJECTIONS = 2
"""So often may a summary be refused."""
_ALL = frozenset("semua semuanya seluruhnya".split())


def begin(flows: Flows, state: State, name: str, text: str, confidence: float = 1.0, known: Mapping[str, Known] | None = None) -> Step:
    """Start `name`, with what is known already, and what the sentence that asked for it tells, or `known` instead."""
    intent = flows.intents[name]
    state = replace(state, remembered=remembered(flows, state))
    carried = {} if is_somebodys(text) else _carried(flows, state, intent)
    state = replace(
        understood(state), intent=name, known={}, slot="", heard=None, wish="", rival="", digits="", keyed=False, group=-1, part="",
        rejections=0, corrections=0, trouble="", before=None, told=(), attempt=0, checked=False, found={}, sms="", unfinished=None,
    )  # fmt: skip
    if not vouched_for(flows, state, intent):
        return expired(flows, state)
    # What is said now counts before what was said of the last matter.
    said = known or told(flows, intent, state, text, confidence)
    state = replace(state, known={**carried, **said})
    others = not_ours(state) - said.keys()  # a birth date without its NIK proves nothing
    state = replace(state, known={name: value for name, value in state.known.items() if name not in others})
    own = next((s for s in intent.slots if s.name in state.known and is_proved(state, s.name, state.known[s.name].value)), None)
    return advance(flows, state, sentence(flows.prompts.carried, label=own.label) if own is not None else "")


def advance(flows: Flows, state: State, *before: str) -> Step:
    """The next empty slot, the next value to read back, the summary, or the intent's end."""
    intent, state = current_intent(flows, state), replace(state, before=None)
    proof = unproved(flows, state, intent)
    if proof is not None:
        before = (*before, "" if state.introduced else flows.prompts.verify)
        missing = _ask_missing(flows, replace(state, introduced=True), proof.slots, *before)
        return missing or _after(state, *before, step=prove(flows, replace(state, introduced=True), proof))
    state = replace(state, known=_due_values(flows, intent, state))
    missing = _ask_missing(flows, state, _own_slots(flows, intent, state), *before)
    if missing is not None:
        return missing
    if intent.check is not None and not state.checked:
        told = replace(state, checked=True)
        return _after(state, *before, step=ask_system(flows, told, Phase.CHECKING, intent.check.lookup, state.fields, CHECK_MS))
    if intent.summary is None:
        return _after(state, *before, step=finish(flows, state))
    try:
        return ask(flows, replace(state, slot=""), Phase.SUMMARY, *before, render(intent.summary, _read(flows, intent, state)))
    except TemplateError:
        return transfer(flows, state, "failure")


def is_whole(flows: Flows, state: State) -> bool:
    """Whether every slot that is to be asked has a value."""
    intent = current_intent(flows, state)
    return unproved(flows, state, intent) is None and all(slot.name in state.known for slot in _own_slots(flows, intent, state))


def _ask_missing(flows: Flows, state: State, slots: Iterable[SlotSpec], *before: str) -> Step | None:
    """The first of `slots` that has no value, or one that must be read back; None: all is well."""
    for slot in slots:
        known = state.known.get(slot.name)
        if known is None:
            return ask_slot(flows, state, slot, *before)
        if known.to_confirm:
            return ask_confirmation(flows, state, slot, known, *before)
    return None


def _after(state: State, *before: str, step: Step) -> Step:
    return step[0], (*says(state, *before), *step[1])


def _own_slots(flows: Flows, intent: Intent, state: State) -> Iterator[SlotSpec]:
    """Those that are asked for themselves, and now."""
    proving = proofs(flows, intent)
    return (slot for slot in intent.slots if slot.name not in proving and _is_due(flows, state, slot))


def _due_values(flows: Flows, intent: Intent, state: State) -> dict[str, Known]:
    """What is known, but for slots that are not asked for any more, since something earlier was corrected."""
    gone = {slot.name for slot in intent.slots if not _is_due(flows, state, slot)}
    return {name: value for name, value in state.known.items() if name not in gone}


def _is_due(flows: Flows, state: State, slot: SlotSpec) -> bool:
    """A condition over what was not asked for does not hold."""
    try:
        return slot.when is None or bool(render(slot.when, {**flows.spoken, "hari_ini": state.today.isoformat(), **state.fields}))
    except TemplateError:
        return False


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
    return advance(flows, replace(understood(state), known=known, checked=False), flows.prompts.restart if not known else "")


def _carried(flows: Flows, state: State, intent: Intent) -> dict[str, Known]:
    """Values of the wish before that have the same name and kind here. After an answer only who is calling remains, what was told of the
    last matter does not; and that is read back, for the next wish may be somebody else's, unless they proved it."""
    old = flows.intents.get(state.intent or "")
    kinds = {slot.name: slot.kind for slot in old.slots} if old is not None and not state.told else {}
    same = {s.name: state.known[s.name] for s in intent.slots if s.name in state.known and kinds.get(s.name) == s.kind}
    before = {s.name: k for s in intent.slots if (k := state.remembered.get((s.name, s.kind))) is not None and _suits(state, s, k)}
    unsure = {n: k if is_proved(state, n, k.value) else replace(k, to_confirm=True, confirmed=False) for n, k in before.items()}
    return {**unsure, **same}


def _suits(state: State, slot: SlotSpec, known: Known) -> bool:
    """A number of complaints is none of appointments."""
    parsed = KINDS[slot.kind].parse(known.value, slot, state.today)
    return isinstance(parsed, Filled) and parsed.value == known.value


def remembered(flows: Flows, state: State) -> dict[tuple[str, str], Known]:
    """Who is calling: numbers, names, and what was proved."""
    old = flows.intents.get(state.intent or "")
    slots = [slot for slot in old.slots if slot.name in state.known] if old is not None else []
    who = {(s.name, s.kind): state.known[s.name] for s in slots if _tells_who(state, s)}
    return {**state.remembered, **who}


def _tells_who(state: State, slot: SlotSpec) -> bool:
    kind = KINDS[slot.kind]
    return kind.is_number or slot.kind == "name" or is_proved(state, slot.name, state.known[slot.name].value)


def _read(flows: Flows, intent: Intent, state: State) -> dict[str, object]:
    """Values as they are read to people, and what every sentence may use."""
    read = {slot.name: KINDS[slot.kind].read(state.known[slot.name].value) for slot in intent.slots if slot.name in state.known}
    return {**flows.spoken, "hari_ini": state.today.isoformat(), **arguments(intent, state), **read}
