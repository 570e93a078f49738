"""What of a configuration a set of conversations has touched, and what not: intents, slots, ladders, commands, alarms, answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from jinja2 import Template

from dialog.alarms import alarm_in, wants_secrecy
from dialog.answering import arguments
from dialog.commands import PERSON
from dialog.effects import Chosen, Effect, Lookup
from dialog.events import Heard, Key, LookupDone, NoInput
from dialog.following import asked
from dialog.handover import FIND
from dialog.keys import PERSON_KEY
from dialog.ladder import rung
from dialog.language import COMMANDS
from dialog.marks import plain
from dialog.reading import command_said, due
from dialog.repair import menu
from dialog.scenario import coverage_person
from dialog.scenario.talk import Moment
from dialog.schema import MOST_RUNGS, Answer, Flows, Intent, Rung, SlotSpec
from dialog.slots import KINDS
from dialog.state import Phase, State
from dialog.templates import TemplateError, render

PERSONS = "petugas"
AREAS = ("keperluan", "isian", "jenis isian", "tangga", "perintah", "kata darurat", "jawaban", "lanjutan", PERSONS)
OPEN = "keperluan"
"""The open question, where a slot's name would stand."""
SECRET = "rahasia"

Places = Mapping[str, frozenset[str]]
"""Names by area."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """`wanted` is what the configuration holds, `met` what of it was met."""

    wanted: Places
    met: Places

    def missing(self, area: str) -> list[str]:
        return sorted(self.wanted[area] - self.met[area])

    def share(self, area: str) -> float:
        """0 to 1; 1 where there is nothing to meet."""
        wanted = self.wanted[area]
        return len(wanted & self.met[area]) / len(wanted) if wanted else 1.0


def coverage(flows: Flows, moments: Iterable[Moment]) -> Coverage:
    met: dict[str, set[str]] = {area: set() for area in AREAS}
    said_by, ways = _said_by_digressions(flows), coverage_person.wanted(flows)
    for moment in moments:
        for area, name in (*_met(flows, moment), *((a, n) for text in moment.said for a, n in said_by.get(text, ()))):
            met[area].add(name)
        met[PERSONS] |= set(coverage_person.met(flows, moment)) & ways
    return Coverage(_wanted(flows), {area: frozenset(names) for area, names in met.items()})


def _wanted(flows: Flows) -> dict[str, frozenset[str]]:
    slots = [(intent, slot) for intent in flows.intents.values() for slot in intent.slots]
    secrets = {SECRET} if flows.confidential else set[str]()
    return {
        "keperluan": frozenset(flows.intents),
        "isian": frozenset(f"{intent.name}.{slot.name}" for intent, slot in slots),
        "jenis isian": frozenset(slot.kind for _, slot in slots),
        "tangga": frozenset(_rungs(flows, slots)),
        "perintah": frozenset(COMMANDS),
        "kata darurat": frozenset({alarm.name for alarm in flows.alarms} | secrets),
        "jawaban": frozenset(_answer(intent, i) for intent in flows.intents.values() for i in range(len(intent.answers))),
        PERSONS: coverage_person.wanted(flows),
        "lanjutan": frozenset(_further(intent, aspect) for intent in flows.intents.values() for aspect in intent.follow_up),
    }


def _rungs(flows: Flows, slots: Iterable[tuple[Intent, SlotSpec]]) -> Iterator[str]:
    """Every rung that a question can come to."""
    at_slot = State(phase=Phase.SLOT)
    questions = [(OPEN, State(phase=Phase.INTENT))]
    questions += [(f"{intent.name}.{slot.name}", replace(at_slot, intent=intent.name, slot=slot.name)) for intent, slot in slots]
    for name, state in questions:
        for silent in (False, True):
            for time in range(1, MOST_RUNGS + 2):
                yield _rung(name, rung(flows, state, time, silent=silent)[0], silent=silent)


def _met(flows: Flows, moment: Moment) -> Iterator[tuple[str, str]]:
    before, after = moment.before, moment.after
    intent = flows.intents.get(after.intent or "")
    if intent is not None and after.phase not in (Phase.CONFIRM_INTENT, Phase.CHOOSE_INTENT):
        yield "keperluan", intent.name
        for slot in intent.slots:
            if slot.name in after.known:
                yield from (("isian", f"{intent.name}.{slot.name}"), ("jenis isian", slot.kind))
    yield from _climbed(flows, moment)
    if intent is not None and isinstance(moment.event, Heard) and moment.event.hypotheses:
        said, aspect = set(moment.said), asked(flows, intent, moment.event.hypotheses[0].text)
        if aspect and said.intersection(_rendered(flows, intent.follow_up[aspect])):
            yield "lanjutan", _further(intent, aspect)
    match moment.event:
        case Heard(hypotheses=hypotheses) if hypotheses:
            chosen = next((e.hypothesis for e in moment.effects if isinstance(e, Chosen)), 0)
            text, alarm = hypotheses[chosen].text, alarm_in(flows, hypotheses)
            command = command_said(flows, before, text)
            if alarm is not None:
                yield "kata darurat", alarm.name
            elif command:
                yield "perintah", command
            if wants_secrecy(flows, text):
                yield "kata darurat", SECRET
        case Key(key=key) if key == PERSON_KEY and any(_wants_person(e, "requested") for e in moment.effects):
            yield "perintah", PERSON
        case LookupDone(data=data) if before.phase is Phase.LOOKUP and before.intent:
            yield from _answered(flows, before, flows.intents[before.intent], data)
    decided = any(_wants_person(e, "authority") for e in moment.effects)
    if intent is not None and not intent.lookup and (decided or (after.answered and after.told != before.told)):
        yield from _answered(flows, after, intent, {})


def _wants_person(effect: Effect, *reasons: str) -> bool:
    return isinstance(effect, Lookup) and effect.operation == FIND and effect.arguments["reason"] in reasons


def _climbed(flows: Flows, moment: Moment) -> Iterator[tuple[str, str]]:
    """The rung that the event led to."""
    before, said = moment.before, set(moment.said)
    slot = due(flows, before)
    name = OPEN if before.phase is Phase.INTENT else f"{before.intent}.{slot.name}" if slot is not None and before.intent else ""
    if not name or not isinstance(moment.event, Heard | NoInput | Key):
        return
    prompts, silent = flows.prompts, isinstance(moment.event, NoInput)
    used: Rung | None = None
    if any(_wants_person(e, "not_understood", "no_input") for e in moment.effects):
        used = Rung.PERSON
    elif plain(prompts.offer_person) in said:
        used = Rung.OFFER
    elif slot is None:
        words = prompts.no_input if silent else prompts.no_match
        used = Rung.REASK if said.intersection(map(plain, words)) else Rung.KEYPAD if said.intersection(map(plain, menu(flows))) else None
    elif said.intersection(map(plain, (*prompts.unclear, *prompts.unheard))):
        kind = KINDS[slot.kind]
        example, keypad = plain(slot.example or kind.example), plain(slot.keypad or kind.keypad)
        used = Rung.EXAMPLE if example in said else Rung.KEYPAD if keypad in said else Rung.REASK
    if used is not None:
        yield "tangga", _rung(name, used, silent=silent)


def _answered(flows: Flows, state: State, intent: Intent, data: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    values = {**flows.spoken, "hari_ini": state.today.isoformat(), **arguments(intent, state), **data}
    chosen = _first(intent.answers, values)
    if chosen is not None:
        yield "jawaban", _answer(intent, chosen)


def _said_by_digressions(flows: Flows) -> dict[str, list[tuple[str, str]]]:
    """Sentences that answer a question in between, which does not become the call's intent."""
    found = dict[str, list[tuple[str, str]]]()
    for intent in flows.intents.values():
        for i, answer in enumerate(intent.answers if intent.is_digression else ()):
            for text in _rendered(flows, answer.say):
                found.setdefault(text, []).extend((("keperluan", intent.name), ("jawaban", _answer(intent, i))))
    return found


def _rendered(flows: Flows, template: Template) -> list[str]:
    """The sentence, where it can be made before anything is known."""
    try:
        return [plain(render(template, {**flows.spoken, "hari_ini": ""}))]
    except TemplateError:
        return []


def _first(answers: tuple[Answer, ...], values: Mapping[str, object]) -> int | None:
    try:
        return next((i for i, answer in enumerate(answers) if answer.when is None or render(answer.when, values)), None)
    except TemplateError:
        return None


def _rung(question: str, step: Rung, *, silent: bool) -> str:
    return f"{question}: {'diam' if silent else 'tidak dimengerti'} → {step.value}"


def _further(intent: Intent, aspect: str) -> str:
    return f"{intent.name}.{aspect}"


def _answer(intent: Intent, i: int) -> str:
    return f"{intent.name}[{i + 1}]"
