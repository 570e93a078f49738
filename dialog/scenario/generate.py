"""Conversations that follow from a configuration: every intent and slot, with callers of many sorts. What must hold is always the same:
nothing breaks, the call ends or goes to a person, and what the government is asked is what was said. Indonesian titles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from dialog.commands import UNKNOWN
from dialog.effects import Lookup, Transfer
from dialog.events import AgentUnavailable, Event, Heard, Hypothesis, Key, KeysTimedOut, NoInput
from dialog.reading import due
from dialog.scenario.judge import Miss
from dialog.scenario.report import Entry, happened
from dialog.scenario.schema import NOW, Reply
from dialog.scenario.talk import Moment, Talk
from dialog.scenario.values import Said, value_for
from dialog.schema import Confirm, Flows, Intent, SlotSpec
from dialog.slots import KINDS
from dialog.slots.result import Filled
from dialog.state import YES_NO, Phase, State
from dialog.unasked import told

MOST_TURNS = 60
SILENT, NOISE = "diam", "tidak jelas"
LOOSE = ("text", "name", "address")
"""Kinds whose values are whole sentences: what corrects one may be another."""
ENDING = ("petugas", "selesai", "batal")
"""Commands after which the wish is not carried out."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One generated conversation and what was wrong with it."""

    title: str
    moments: tuple[Moment, ...]
    wrong: tuple[Miss, ...]

    def conversation(self) -> list[Entry]:
        wrong = [Entry(mark, "", text) for miss in self.wrong for mark, text in (("-", miss.expected), ("+", miss.actual))]
        return [entry for moment in self.moments for entry in happened(moment)] + wrong


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
    to_person: bool = False
    """The call must go to a person."""


def trials(flows: Flows) -> Iterator[Trial]:
    """Every generated conversation with `flows`."""
    today = datetime.fromisoformat(NOW).date()
    anyone = next(iter(flows.intents.values()))
    for way in (SILENT, NOISE):
        yield hold(flows, Caller(f"pertanyaan pertama: {way} terus", anyone, {}, way, {}, exact=False, to_person=True))
    for intent in flows.intents.values():
        for caller in callers(flows, intent, today):
            yield hold(flows, caller)


def callers(flows: Flows, intent: Intent, today: date) -> Iterator[Caller]:
    random = Random(intent.name)
    values = {slot.name: value_for(slot, random, today) for slot in intent.slots}
    wish = next((e for e in (*intent.examples, intent.title) if _understood(flows, e, intent)), intent.examples[0])

    def caller(title: str, at: dict[str, tuple[str, ...]] | None = None, **more: object) -> Caller:
        settings = {"wish": wish, **more}
        return Caller(f"{intent.name}: {title}", intent, values, at=at or {}, **settings)  # type: ignore[arg-type]

    yield caller("jalan biasa")
    if not intent.slots:
        return
    everything = ", ".join(f"{slot.label} {values[slot.name].words}" for slot in intent.slots)
    yield caller("semua sekaligus", wish=f"{wish}, {everything}", exact=False)
    for number, slot in enumerate(intent.slots):
        name, said, kind = slot.name, values[slot.name], KINDS[slot.kind]
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


def hold(flows: Flows, caller: Caller) -> Trial:
    """The conversation with such a caller."""
    lookups = list[Lookup]()

    def answers(lookup: Lookup) -> Reply:
        lookups.append(lookup)
        return Reply(failed="not_found")

    talk, left = Talk(flows, answers, NOW), {name: list(first) for name, first in caller.at.items()}
    wrong = list[Miss]()
    try:
        talk.begin()
        for _ in range(MOST_TURNS):
            if talk.over:
                break
            for event in _events(talk, _answer(flows, talk, caller, left)):
                talk.happens(event)
        else:
            wrong.append(Miss("panggilan berakhir atau disambungkan", f"masih bertanya sesudah {MOST_TURNS} giliran"))
        if talk.transferred:
            talk.happens(AgentUnavailable())
            wrong += () if talk.state.listening is not None else (Miss("ditawari telepon kembali", "tidak ditanya apa pun"),)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what was looked for
        wrong.append(Miss("percakapan berjalan", f"galat {type(error).__name__}: {error}"))
    sent_to_person = any(isinstance(effect, Transfer) for effect in talk.effects)
    if caller.to_person and not sent_to_person:
        wrong.append(Miss("disambungkan ke petugas", "tidak disambungkan"))
    if caller.exact and not caller.to_person and not wrong:
        wrong += _kept(caller, talk, lookups)
    return Trial(caller.title, tuple(talk.moments), tuple(wrong))


def _kept(caller: Caller, talk: Talk, lookups: list[Lookup]) -> Iterator[Miss]:
    """Values that did not arrive where they belong."""
    asked = next((lookup for lookup in reversed(lookups) if lookup.operation == caller.intent.lookup), None)
    if caller.intent.lookup and asked is None:
        yield Miss(f"bertanya ke {caller.intent.lookup}", "tidak bertanya")
        return
    arrived = asked.arguments if asked is not None else _last_slots(talk, caller.intent.name)
    for name, said in caller.values.items():
        if arrived.get(name) != said.value:
            yield Miss(f"{name} = {said.value}", f"{name} = {arrived.get(name, '(kosong)')}")


def _last_slots(talk: Talk, intent: str) -> dict[str, str]:
    """What was known of the wish when most was."""
    states = [moment.after for moment in talk.moments if moment.after.intent == intent]
    return max((state.slots for state in states), key=len, default={})


def _answer(flows: Flows, talk: Talk, caller: Caller, left: dict[str, list[str]]) -> str:
    """What the caller says, keys, or does not, to what was asked."""
    state = talk.state
    slot = due(flows, state)
    if slot is not None and state.phase is Phase.SLOT and state.intent == caller.intent.name:
        planned = left.get(slot.name, [])
        if slot.name == caller.stubborn:
            return planned[0]
        return planned.pop(0) if planned else caller.values[slot.name].words
    match state.phase:
        case Phase.MORE:
            return "tidak, terima kasih"
        case Phase.INTENT:
            return "selesai" if _carried_out(caller, talk) else caller.wish
        case Phase.CHOOSE_INTENT:
            return caller.intent.title
        case Phase.CONFIRM_INTENT:
            return "iya" if state.intent == caller.intent.name else "bukan"
        case Phase.CONFIRM_SLOT if state.heard is not None and state.heard.value == caller.refuses:
            return "bukan, salah"
        case Phase.OFFER_PERSON:
            return "iya" if caller.stubborn and not caller.declines else "tidak"
        case phase if phase in YES_NO and phase is not Phase.OFFER_CALLBACK:
            return "iya betul"
        case _:
            return "tidak"


def _carried_out(caller: Caller, talk: Talk) -> bool:
    """Whether the wish was begun before: whoever is asked anew after that had cancelled it."""
    return any(moment.after.intent == caller.intent.name and moment.after.phase is Phase.SLOT for moment in talk.moments)


def _events(talk: Talk, answer: str) -> Iterator[Event]:
    turn = talk.state.turn
    if answer == SILENT:
        yield NoInput(turn)
    elif answer == NOISE:
        yield Heard(turn, ())
    elif answer.startswith("#"):
        yield from map(Key, answer[1:])
        yield KeysTimedOut(turn)
    else:
        yield Heard(turn, (Hypothesis(answer, 1.0),))


def _understood(flows: Flows, text: str, intent: Intent) -> bool:
    """As this wish, and as nothing more: what it tells besides would be another value than the caller's."""
    guesses = flows.understander.understand(text)
    if told(flows, intent, State(intent=intent.name, now=NOW), text, 1.0):
        return False
    return bool(guesses) and guesses[0].intent == intent.name and guesses[0].confidence >= flows.bands_of(intent.name).act


def _another(slot: SlotSpec, said: Said, random: Random, today: date) -> Said | None:
    """Another value for the slot; None where there is none."""
    try:
        return value_for(slot, random, today, other_than=said.value)
    except ValueError:
        return None
