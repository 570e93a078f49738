"""Callers of many sorts who follow from a configuration: for every intent and slot one who answers at once, keys, mumbles, keeps silent,
corrects himself, or gives a command. Indonesian titles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from dialog.commands import PERSON, UNKNOWN
from dialog.obeying import AGAIN
from dialog.scenario.schema import NOW
from dialog.scenario.values import Said, value_for
from dialog.schema import Confirm, Flows, Intent, SlotSpec
from dialog.slots import KINDS
from dialog.slots.result import Filled
from dialog.state import State
from dialog.templates import TemplateError, render
from dialog.unasked import told

SILENT, NOISE = "diam", "tidak jelas"
LOOSE = ("text", "name", "address")
"""Kinds whose values are whole sentences: what corrects one may be another."""
ENDING = ("petugas", "selesai", "batal")
"""Commands after which the wish is not carried out."""
DRAWS = 30
"""Of values for an intent with conditions."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who wants `intent` and knows `values`. `at`: instead of a slot's value, what is said first when it is due: words, keys
    (`#12`), SILENT or NOISE. `stubborn`: a slot that never gets another answer than that. `exact`: the values must arrive."""

    title: str
    intent: Intent
    values: dict[str, Said]
    wish: str
    at: dict[str, tuple[str, ...]]
    stubborn: str = ""
    exact: bool = True
    refuses: str = ""
    """A value that the caller says no to when it is read back."""
    declines: bool = False
    """The caller says no to the offer of a person."""
    further: tuple[str, ...] = ()
    """Questions after the answer, the last one first."""
    to_person: bool = False
    """The call must go to a person."""


def callers(flows: Flows, intent: Intent, today: date) -> Iterator[Caller]:
    """Everybody who may want `intent`; the same configuration, the same callers."""
    random = Random(intent.name)
    values = _values(intent, random, today)
    wish = next((e for e in (*intent.examples, intent.title) if _understood(flows, e, intent)), intent.examples[0])

    def caller(title: str, at: dict[str, tuple[str, ...]] | None = None, **more: object) -> Caller:
        settings = {"wish": wish, **more}
        return Caller(f"{intent.name}: {title}", intent, values, at=at or {}, **settings)  # type: ignore[arg-type]

    yield caller("jalan biasa")
    yield caller("minta diulang sesudahnya", further=(flows.commands[AGAIN][0],))
    yield caller("minta petugas sesudahnya", further=(flows.commands[PERSON][0],), exact=False, to_person=True)
    for aspect in intent.follow_up:
        yield caller(f"lanjutan {aspect}", further=(flows.follow_ups[aspect][0],))
    if not intent.slots:
        return
    everything = ", ".join(f"{slot.label} {values[slot.name].words}" for slot in intent.slots)
    yield caller("semua sekaligus", wish=f"{wish}, {everything}", exact=False)
    for number, slot in enumerate(intent.slots):
        name, said, kind = slot.name, values[slot.name], KINDS[slot.kind]
        at_once = f"{wish}, {slot.label} {said.words}"
        yield caller(f"{name}: langsung disebut", wish=at_once, exact=_guessed(flows, at_once, intent))
        yield caller(f"{name}: diam terus", {name: (SILENT,)}, stubborn=name, to_person=True)
        yield caller(f"{name}: tidak jelas terus", {name: (NOISE,)}, stubborn=name, to_person=True)
        yield caller(f"{name}: diam terus, menolak petugas", {name: (SILENT,)}, stubborn=name, to_person=True, declines=True)
        yield caller(f"{name}: tidak jelas terus, menolak petugas", {name: (NOISE,)}, stubborn=name, to_person=True, declines=True)
        yield caller(f"{name}: diam sekali", {name: (SILENT,)})
        yield caller(f"{name}: tidak jelas dua kali", {name: (NOISE, NOISE)})
        if said.keys:
            yield caller(f"{name}: dengan tombol", {name: (f"#{said.keys}",)})
        if kind.is_number and said.keys:
            half = len(said.keys) // 2
            spoken = " ".join(said.words.split()[-(len(said.keys) - half) :])
            if kind.length[0] == kind.length[1]:
                yield caller(f"{name}: setengah tombol, setengah suara", {name: (f"#{said.keys[:half]}", spoken)})
        other = _another(slot, said, random, today)
        if other is not None and slot.confirm is Confirm.ALWAYS:
            yield caller(f"{name}: salah, dibetulkan saat dibacakan", {name: (other.words,)}, refuses=other.value)
        later = intent.slots[number + 1] if number + 1 < len(intent.slots) else None
        if other is not None and later is not None and slot.kind not in LOOSE and later.kind not in LOOSE:
            sorry = f"bukan {other.words}, {slot.label} yang benar {said.words}"
            yield caller(f"{name}: dibetulkan kemudian", {name: (other.words,), later.name: (sorry,)})
        for command, phrases in flows.commands.items():
            # "Tidak tahu" may be an answer: since when? nobody knows.
            ends = command in ENDING or (command == UNKNOWN and isinstance(kind.parse(phrases[0], slot, today), Filled))
            yield caller(f"{name}: {command}", {name: (phrases[0],)}, exact=not ends, to_person=command == "petugas")


def _values(intent: Intent, random: Random, today: date) -> dict[str, Said]:
    """Such that as many slots as can be are asked for."""
    drawn = [{slot.name: value_for(slot, random, today) for slot in intent.slots}]
    if any(slot.when is not None for slot in intent.slots):
        drawn += [{slot.name: value_for(slot, random, today) for slot in intent.slots} for _ in range(DRAWS)]
    return max(drawn, key=lambda values: sum(_is_asked(slot, values) for slot in intent.slots))


def _is_asked(slot: SlotSpec, values: dict[str, Said]) -> bool:
    try:
        return slot.when is None or bool(render(slot.when, {name: said.value for name, said in values.items()}))
    except TemplateError:
        return False


def _understood(flows: Flows, text: str, intent: Intent) -> bool:
    """As this wish, and as nothing more: what it tells besides would be another value than the caller's."""
    return _guessed(flows, text, intent) and not told(flows, intent, State(intent=intent.name, now=NOW), text, 1.0)


def _guessed(flows: Flows, text: str, intent: Intent) -> bool:
    guesses = flows.understander.understand(text)
    return bool(guesses) and guesses[0].intent == intent.name and guesses[0].confidence >= flows.bands_of(intent.name).act


def _another(slot: SlotSpec, said: Said, random: Random, today: date) -> Said | None:
    """Another value for the slot; None where there is none."""
    try:
        return value_for(slot, random, today, other_than=said.value)
    except ValueError:
        return None
