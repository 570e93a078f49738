"""Which of several hypotheses was said? What is due has a say: a number of the right structure, a yes or no, a choice, a known wish."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dialog.asking import current_slot
from dialog.commands import UNKNOWN, command_in
from dialog.confidence import combined
from dialog.events import Hypothesis
from dialog.groups import splice
from dialog.schema import Flows, SlotSpec
from dialog.slots import DIGIT_KINDS, KINDS, yes_no
from dialog.slots.mended import mended
from dialog.slots.result import Filled, Parsed, Partial, Rejected
from dialog.state import ASKING, YES_NO, Phase, State
from dialog.understanding.agreeing import agreed
from dialog.understanding.near_digits import straighten
from dialog.understanding.normalize import normalize
from dialog.understanding.numbers import NUMBER_WORDS, digits_in

WHOLE, HALF, OTHER, IMPOSSIBLE = 1.0, 0.05, 0.1, 1e-6
"""How likely callers give a whole answer, half a number where a whole one could have been heard, something else, a number that cannot be.

A hypothesis weighs its confidence times this: twenty times as sure must the recogniser be of fifteen digits to outweigh sixteen of the
right structure, which chance gives one time in thirty.
"""

WISHES = frozenset({Phase.INTENT, Phase.MORE, Phase.CONFIRM_INTENT})
"""Where a wish may be said."""

MOST_OTHERS = 4
"""Words beside the digits of one group: "tanggal lahirnya itu ..."."""
ALIKE = 4
"""A number that begins with as many digits as what is there already was begun anew."""


def choose(flows: Flows, state: State, hypotheses: tuple[Hypothesis, ...]) -> int:
    """The place of the likeliest; the earlier of two that are equal. Of wishes it is the one that all of them together speak for."""
    weights = weigh(flows, state, hypotheses)
    likeliest = weights.index(max(weights))
    return agreed(flows.understander.understand, hypotheses) if _is_wish(flows, state, hypotheses[likeliest].text) else likeliest


def taken(flows: Flows, state: State, hypotheses: tuple[Hypothesis, ...]) -> tuple[int, Hypothesis]:
    """What `choose` says, and that. A wish is as sure as the utterance was heard: which words it was hardly matters to what it means."""
    chosen = choose(flows, state, hypotheses)
    heard = hypotheses[chosen]
    if _is_wish(flows, state, heard.text):
        heard = replace(heard, confidence=max(hypothesis.confidence for hypothesis in hypotheses))
    return chosen, heard


def weigh(flows: Flows, state: State, hypotheses: tuple[Hypothesis, ...]) -> list[float]:
    """What each weighs, given what is due."""
    return [_weight(flows, state, hypothesis) for hypothesis in hypotheses]


def read(slot: SlotSpec, text: str, before: str, today: date) -> Parsed:
    """The answer to `slot`, after the digits `before`; where the two do not fit together it was said anew."""
    kind, said = KINDS[slot.kind], digits_in(straighten(text))
    if not kind.is_number or (slot.prefixes and not before and isinstance(kind.parse(text, slot, today), Filled)):
        return kind.parse(text, slot, today)
    if anew := mended(kind, text, slot, today):
        return anew
    joined = kind.parse(before + said, slot, today) if said else Rejected("no digits")
    if isinstance(joined, Partial) and not before and len(said) == 1 and len(text.split()) > 1:
        return Rejected("one digit among words")  # "roda dua"
    if not isinstance(joined, Rejected):
        return joined
    alone = kind.parse(said, slot, today)
    begun = isinstance(alone, Filled) or said[:ALIKE] == before[:ALIKE]
    return alone if begun or joined.group < 0 else joined


def answer(state: State, slot: SlotSpec, text: str) -> Parsed | None:
    """What `text` is as the answer that is due: to `slot`, or to the one group of it that is asked again. None: a piece of that group."""
    if state.group < 0:
        return read(slot, text, state.digits, state.today)
    kind, said = KINDS[slot.kind], digits_in(straighten(text))
    if sum(word not in NUMBER_WORDS and not word.isdecimal() for word in normalize(straighten(text)).split()) > MOST_OTHERS:
        return Rejected("a sentence, not the group")
    group = kind.groups[state.group]
    for part in (state.part + said, said):
        if len(part) == group.end - group.start:
            return kind.parse(splice(state.digits, group, part), slot, state.today)
    whole = kind.parse(said, slot, state.today)
    if isinstance(whole, Filled):
        return whole
    return None if 0 < len(state.part + said) < group.end - group.start else Rejected("not the group")


def command_said(flows: Flows, state: State, text: str) -> str:
    """The command that `text` is, or an empty string. Free text holds fewer of them, and to a yes-or-no question *batal* is a no."""
    slot = due(flows, state)
    command = command_in(flows, text, strict=slot is not None and slot.kind == "text")
    if command == UNKNOWN and (slot is None or not isinstance(KINDS[slot.kind].parse(text, slot, state.today), Rejected)):
        return ""  # an answer like others: since when? nobody knows; is there a permit? "tidak punya"
    cancels = command == "batal" and state.phase is Phase.SUMMARY  # nothing is filed that the caller takes back
    return "" if command in ("batal", "selesai") and state.phase in YES_NO and not cancels else command


def due(flows: Flows, state: State) -> SlotSpec | None:
    """The slot that is being answered; None while a value is confirmed, and where no slot is asked for."""
    return current_slot(flows, state) if state.phase in ASKING else None


def _weight(flows: Flows, state: State, hypothesis: Hypothesis) -> float:
    slot, text = due(flows, state), hypothesis.text
    if slot is not None and slot.kind == "text":
        return hypothesis.confidence
    if command_said(flows, state, text):
        return hypothesis.confidence * WHOLE
    if slot is not None:
        return hypothesis.confidence * _fit(state, slot, text)
    answer = hypothesis.confidence * WHOLE if _is_answer(flows, state, text) else 0.0
    guesses = flows.understander.understand(text) if state.phase in WISHES else ()
    return max(answer, combined(hypothesis.confidence, guesses[0].confidence) if guesses else 0.0, hypothesis.confidence * OTHER)


def _is_wish(flows: Flows, state: State, text: str) -> bool:
    return state.phase in WISHES and not command_said(flows, state, text) and not _is_answer(flows, state, text)


def _fit(state: State, slot: SlotSpec, text: str) -> float:
    match answer(state, slot, text):
        case Filled():
            return WHOLE
        case Partial() | None:
            return HALF
        case Rejected():
            return IMPOSSIBLE if slot.kind in DIGIT_KINDS and digits_in(text) else OTHER * HALF


def _is_answer(flows: Flows, state: State, text: str) -> bool:
    """A yes or no where one is due, or the right number instead of a no."""
    if state.phase is not Phase.MORE and state.phase not in YES_NO:
        return False
    slot = current_slot(flows, state)
    if slot is not None and KINDS[slot.kind].is_number and isinstance(KINDS[slot.kind].parse(text, slot, state.today), Filled):
        return True
    return isinstance(yes_no.parse(text), Filled)
