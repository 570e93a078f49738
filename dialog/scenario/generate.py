"""Conversations that follow from a configuration. Whoever calls: nothing breaks, the call ends or goes to a person, and what the
government is asked is what was said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from dialog.effects import Lookup, Outcome, Transfer
from dialog.events import AgentUnavailable, CallStarted, Event, Heard, Hypothesis, Key, KeysTimedOut, NoInput
from dialog.handover import MOST_RETURNS
from dialog.identity import FITS, proofs
from dialog.reading import due
from dialog.scenario.callers import NOISE, SILENT, Caller, callers
from dialog.scenario.judge import Miss
from dialog.scenario.report import Entry, happened
from dialog.scenario.schema import NOW, Reply
from dialog.scenario.talk import OURS, Answers, Moment, Talk
from dialog.schema import Flows, Intent
from dialog.state import YES_NO, Phase

MOST_TURNS = 60
MOST_STEPS = 12
"""From the agents' queue to a call back."""
NUMBER = "nol delapan satu dua tiga empat lima enam tujuh delapan sembilan nol"


@dataclass(frozen=True, slots=True)
class Trial:
    """One generated conversation and what was wrong with it."""

    title: str
    moments: tuple[Moment, ...]
    wrong: tuple[Miss, ...]

    def conversation(self) -> list[Entry]:
        wrong = [Entry(mark, "", text) for miss in self.wrong for mark, text in (("-", miss.expected), ("+", miss.actual))]
        return [entry for moment in self.moments for entry in happened(moment)] + wrong


def trials(flows: Flows, only: str = "") -> Iterator[Trial]:
    """Every generated conversation with `flows`, or those with `only` in their title; upper and lower case are equal."""
    today = datetime.fromisoformat(NOW).date()
    anyone = next(iter(flows.intents.values()))
    first = (Caller(f"pertanyaan pertama: {way} terus", anyone, {}, way, {}, exact=False, to_person=True) for way in (SILENT, NOISE))
    others = (caller for intent in flows.intents.values() for caller in callers(flows, intent, today))
    yield from (hold(flows, caller) for caller in chain(first, others) if only.lower() in caller.title.lower())


def hold(flows: Flows, caller: Caller, systems: Answers | None = None) -> Trial:
    """The conversation with such a caller; without `systems`, who they are is proved and nothing is found."""
    lookups = list[Lookup]()

    def answers(lookup: Lookup) -> Reply:
        lookups.append(lookup)
        return systems(lookup) if systems is not None else _reply(flows, caller.intent, lookup)

    talk, left = Talk(flows, answers, CallStarted(NOW)), {name: list(first) for name, first in caller.at.items()}
    wrong, further = list[Miss](), list(caller.further)
    try:
        talk.begin()
        for _ in range(MOST_TURNS):
            if talk.over:
                break
            for event in _events(talk, _answer(flows, talk, caller, left, further)):
                talk.happens(event)
        else:
            wrong.append(Miss("panggilan berakhir atau disambungkan", f"masih bertanya sesudah {MOST_TURNS} giliran"))
        if talk.transferred:
            wrong += _without_agents(talk)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what was looked for
        wrong.append(Miss("percakapan berjalan", f"galat {type(error).__name__}: {error}"))
    sent_to_person = any(isinstance(effect, Transfer) for effect in talk.effects)
    if caller.to_person and not sent_to_person:
        wrong.append(Miss("disambungkan ke petugas", "tidak disambungkan"))
    if caller.exact and not caller.to_person and not wrong:
        wrong += _kept(caller, talk, lookups)
    return Trial(caller.title, tuple(talk.moments), tuple(wrong))


def _without_agents(talk: Talk) -> Iterator[Miss]:
    """Nobody comes: the caller waits as often as that is offered, and is called back at last."""
    visits, answers = 0, {Phase.CALLBACK: NUMBER, Phase.CALLBACK_WHEN: "besok pagi", Phase.MORE: "tidak, terima kasih"}
    for _ in range(MOST_STEPS):
        if talk.transferred:
            visits += 1
            talk.happens(AgentUnavailable())
        elif talk.over:
            break
        else:
            waits = "saya tunggu" if talk.state.can_wait else "telepon kembali saja"
            answer = waits if talk.state.phase is Phase.OFFER_WAYS else answers.get(talk.state.phase, "iya betul")
            talk.happens(Heard(talk.state.turn, (Hypothesis(answer, 1.0),)))
    if visits > MOST_RETURNS:
        yield Miss(f"paling banyak {MOST_RETURNS} kali masuk antrean", f"{visits} kali")
    if talk.outcome != Outcome.CALLBACK:
        yield Miss("permintaan ditelepon kembali dicatat", f"panggilan berakhir {talk.outcome}")


def _reply(flows: Flows, intent: Intent, lookup: Lookup) -> Reply:
    """The last way to prove who one is succeeds; nothing is found otherwise."""
    if lookup.operation in OURS:
        return Reply(OURS[lookup.operation])
    ways = [flows.verification[name].lookup for name in intent.verify]
    return Reply({FITS: "ya" if lookup.operation == ways[-1] else "tidak"}) if lookup.operation in ways else Reply(failed="not_found")


def _kept(caller: Caller, talk: Talk, lookups: list[Lookup]) -> Iterator[Miss]:
    """Values that did not arrive where they belong."""
    asked = next((lookup for lookup in reversed(lookups) if lookup.operation == caller.intent.lookup), None)
    if caller.intent.lookup and asked is None:
        yield Miss(f"bertanya ke {caller.intent.lookup}", "tidak bertanya")
        return
    arrived = asked.arguments if asked is not None else _last_slots(talk, caller.intent.name)
    for name, said in caller.values.items():
        asked_for = arrived.get(name) or (caller.intent.slot(name).when is None and name not in proofs(talk.flows, caller.intent))
        if asked_for and arrived.get(name) != said.value:
            yield Miss(f"{name} = {said.value}", f"{name} = {arrived.get(name, '(kosong)')}")


def _last_slots(talk: Talk, intent: str) -> dict[str, str]:
    """What was known of the wish when most was."""
    states = [moment.after for moment in talk.moments if moment.after.intent == intent]
    return max((state.slots for state in states), key=len, default={})


def _answer(flows: Flows, talk: Talk, caller: Caller, left: dict[str, list[str]], further: list[str]) -> str:
    """What the caller says, keys, or does not, to what was asked."""
    state = talk.state
    slot = due(flows, state)
    if slot is not None and state.phase is Phase.SLOT and state.intent == caller.intent.name:
        planned = left.get(slot.name, [])
        if slot.name == caller.stubborn:
            return planned[0]
        return planned.pop(0) if planned else caller.values[slot.name].words
    match state.phase:
        case Phase.MORE | Phase.OFFER_SMS:
            return further.pop() if further else "tidak, terima kasih"
        case Phase.CODE:
            return "satu dua tiga empat lima enam"
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
        case phase if phase in YES_NO and phase is not Phase.OFFER_OTHER:
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
