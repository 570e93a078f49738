"""What a sentence tells that was not asked for: a slot is filled unasked only when there is no doubt which one and with what."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

from dialog.schema import Confirm, Flows, Intent, SlotSpec
from dialog.slots import KINDS
from dialog.slots.result import Filled
from dialog.state import Known, State
from dialog.understanding.normalize import normalize
from dialog.understanding.story import Story
from dialog.understanding.story import told as tell

_GENERIC = frozenset("nomor nama tanggal kode".split())
"""Words that many labels have."""


def told(flows: Flows, intent: Intent, state: State, text: str, confidence: float) -> dict[str, Known]:
    """Values for empty slots of `intent` in `text`, by slot. One value that suits two slots, or is the value of another,
    fills neither, unless one is named."""
    story = Story() if all(not slot.from_wish for slot in intent.slots) else tell(text)
    least = flows.bands[intent.risk].fill
    empty = [slot for slot in intent.slots if slot.name not in state.known]
    if any(names(slot, story.what) for slot in intent.slots if not slot.from_wish):
        story = replace(story, what="")  # the answer to another question
    found = {slot.name: value for slot in empty if (value := _part(slot, story, state.today, least) or _find(slot, text, state.today))}
    times = Counter(value.value for value in (*found.values(), *state.known.values()))
    new: dict[str, Known] = {}
    for name, value in found.items():
        slot = intent.slot(name)
        if times[value.value] > 1 and not names(slot, text):
            continue
        sure = min(confidence, value.confidence)
        unsure = slot.confirm is Confirm.ALWAYS or (slot.confirm is Confirm.UNSURE and sure < least)
        new[name] = Known(value.value, value.parts, sure, to_confirm=unsure)
    return new


def names(slot: SlotSpec, text: str) -> bool:
    """Whether the caller says which slot is meant, by a word of its label: "lokasinya salah", "bukan tanggal lahir"."""
    label, words = normalize(slot.label).split(), set(normalize(text).split())
    telling = [word for word in label if word not in _GENERIC] or label
    return not words.isdisjoint(telling) or set(normalize(slot.name.replace("_", " ")).split()) <= words


def _part(slot: SlotSpec, story: Story, today: date, least: float) -> Known | None:
    """What the story tells for it, where that is sure."""
    text = {"cerita": story.what, "tempat": story.where, "waktu": story.when}.get(slot.from_wish, "")
    parsed = KINDS[slot.kind].parse(text, slot, today) if text else None
    sure = isinstance(parsed, Filled) and parsed.confidence >= least
    return Known(parsed.value, parsed.parts, parsed.confidence) if sure and isinstance(parsed, Filled) else None


def _find(slot: SlotSpec, text: str, today: date) -> Known | None:
    filled = KINDS[slot.kind].find(text, slot, today)
    return Known(filled.value, filled.parts, filled.confidence) if filled is not None else None
