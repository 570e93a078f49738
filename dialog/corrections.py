"""What was said earlier was wrong: which slot is meant, and what is right. "Bukan Bandung, Bogor"; "eh salah, lima bukan enam"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from dialog.groups import replaced
from dialog.schema import Flows, SlotSpec
from dialog.slots import KINDS
from dialog.slots.result import Filled
from dialog.state import State
from dialog.unasked import names
from dialog.understanding.normalize import EMPTY_WORDS, normalize

_WRONG = frozenset("bukan salah keliru ganti ralat ubah koreksi maaf seharusnya harusnya maksud maksudnya jadi menjadi".split())
_HOLLOW = frozenset("iya tidak itu ini tapi tetapi sudah masih yang eh maaf pak bu benar betul saja juga kecuali bagian semua lagi".split())
"""Words that are no value of anything."""
_INTERJECTIONS = frozenset("eh oh aduh maaf iya tunggu sebentar nah".split())
_NEW = ("yang benar", "maksud saya", "maksudnya", "maksud", "seharusnya", "harusnya", "ganti jadi", "ganti menjadi", "jadi")
LONG, ALIKE_WORDS = 5, 80.0
"""Letters, and rapidfuzz ratio (0 to 100), from which on one word is taken for another one misheard."""
MOST_WORDS = 8
"""Of a value that is called wrong."""
ALIKE = 85.0
"""rapidfuzz ratio (0 to 100) from which on words are taken for a value that was heard before."""


@dataclass(frozen=True, slots=True)
class Correction:
    """`slot` is wrong; `filled` is right, None: not said, or not understood."""

    slot: SlotSpec
    filled: Filled | None


def correction(flows: Flows, state: State, text: str) -> Correction | None:
    """What `text` corrects among the slots that have a value; None: nothing. Only with a word that says so: "bukan", "salah", "ganti"."""
    words = normalize(text).split()
    intent = flows.intents.get(state.intent or "")
    if intent is None or not state.known or (_WRONG.isdisjoint(words) and words[:1] != ["eh"]):
        return None
    known = [intent.slot(name) for name in reversed(tuple(state.known))]
    for slot in known:
        # A digit or two occur in many a number: the one that was told last is meant, or the one that is named.
        if KINDS[slot.kind].is_number and slot is not known[0] and not names(slot, text):
            continue
        value = _instead(slot, state.known[slot.name].value, text, state.today)
        if value is not None:
            return Correction(slot, value)
    meant = [slot for slot in known if names(slot, text)]
    if len(meant) == 1 and not _WRONG.isdisjoint(words):
        return Correction(meant[0], restated(meant[0], state.known[meant[0].name].value, text, state.today))
    return named(flows, state, text) if len(meant) == 1 else None


def other_choice(flows: Flows, state: State, text: str) -> Correction | None:
    """Where a summary is due for a yes or no: another option than the one that is known: "salah, pakai nama"."""
    intent = flows.intents.get(state.intent or "")
    words = normalize(text).split()
    refused = not _WRONG.isdisjoint(words) or "tidak" in words
    while words and (words[0] in _WRONG or words[0] in _HOLLOW):
        words.pop(0)
    for slot in intent.slots if intent is not None else ():
        known = state.known.get(slot.name)
        found = KINDS["choice"].find(" ".join(words), slot, state.today) if slot.kind == "choice" and known is not None else None
        if found is None or known is None:
            continue
        others = [name for name in slot.choices if name != known.value]
        if found.value != known.value:
            return Correction(slot, found)
        if refused and len(others) == 1:  # "bukan tanpa nama"
            return Correction(slot, Filled(others[0]))
    return None


def takes_back(text: str) -> bool:
    """Whether `text` begins by calling something wrong: "eh salah, ..."."""
    words = [word for word in normalize(text).split() if word not in _INTERJECTIONS]
    return words[:1] in (["salah"], ["keliru"], ["ralat"])


def named(flows: Flows, state: State, text: str) -> Correction | None:
    """Where a summary is due for a yes or no: the one slot that `text` names, with another value: "sejak minggu lalu"."""
    intent = flows.intents.get(state.intent or "")
    meant = [slot for slot in intent.slots if slot.name in state.known and names(slot, text)] if intent is not None else []
    filled = restated(meant[0], state.known[meant[0].name].value, text, state.today) if len(meant) == 1 else None
    return Correction(meant[0], filled) if filled is not None else None


def objects(text: str) -> bool:
    """Whether `text` says that something is wrong."""
    return not {"bukan", "salah", "keliru", "ralat"}.isdisjoint(normalize(text).split())


def _instead(slot: SlotSpec, value: str, text: str, today: date) -> Filled | None:
    """ "Bogor, bukan Bandung" or "bukan Bandung, Bogor": the old value is named, and another one that suits the slot."""
    kind = KINDS[slot.kind]
    if kind.is_number:
        number = replaced(kind, value, text)
        parsed = kind.parse(number, slot, today) if number else None
        return parsed if isinstance(parsed, Filled) else None
    words, old = normalize(text).split(), normalize(kind.read(value)).split()
    if "bukan" not in words:
        return None
    at = words.index("bukan")
    before, after = words[:at], words[at + 1 :]
    for size in range(min(len(after), MOST_WORDS), 0, -1):
        said = " ".join(after[:size])
        parsed = kind.parse(said, slot, today)
        if _same(said, " ".join(old)) or _same(said, normalize(value)) or (isinstance(parsed, Filled) and parsed.value == value):
            right = _valid(slot, value, _right(after[size:] or before), today)
            if right is not None:
                return right
    return _valid(slot, value, _in_part(old, before, after), today)


def _in_part(old: list[str], before: list[str], after: list[str]) -> list[str]:
    """The words `old` with those after "bukan" replaced: "bukan merdeka, jalan sudirman" in "di jalan merdeka dekat pasar". Empty: they
    are not in it, or in it twice."""
    for size in range(len(after), 0, -1):
        places = [i for i in range(len(old) - size + 1) if all(map(_alike, old[i : i + size], after[:size]))]
        right = _right(after[size:] or before)
        if len(places) == 1 and right and not EMPTY_WORDS.issuperset(after[:size]):
            start = places[0]
            while start and old[start - 1] in right[:1]:  # "jalan" is said again
                start -= 1
            return [*old[:start], *right, *old[places[0] + size :]]
    return []


def _right(words: list[str]) -> list[str]:
    return [word for word in words if word not in _WRONG and word not in ("tapi", "melainkan", "eh")]


def _valid(slot: SlotSpec, value: str, words: list[str], today: date) -> Filled | None:
    """Another value than `value`, made of `words`."""
    parsed = KINDS[slot.kind].parse(" ".join(words), slot, today) if words else None
    return parsed if isinstance(parsed, Filled) and parsed.value != value else None


def restated(slot: SlotSpec, value: str, text: str, today: date) -> Filled | None:
    """What stands after "salah" or "yang benar", without the slot's own name, if it is another value."""
    plain = normalize(text)
    rest = next((plain.split(mark, 1)[1] for mark in _NEW if f" {mark} " in f" {plain} "), plain)
    label = set(normalize(slot.label).split())
    words = [word for word in rest.split() if word not in _WRONG and word not in label]
    while words and words[0] in _INTERJECTIONS:
        del words[0]
    return None if _HOLLOW.issuperset(words) else _valid(slot, value, words, today)


def _alike(old: str, said: str) -> bool:
    """The same word, or a long one that was heard a little differently."""
    return old == said or (len(said) >= LONG and fuzz.ratio(old, said) >= ALIKE_WORDS)


def _same(said: str, value: str) -> bool:
    return fuzz.ratio(said, value) >= ALIKE
