"""The operator's YAML to `Flows`. Every problem is collected, with file, line, path and what to do; nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dialog.asking import WHEN
from dialog.calendar import Calendars
from dialog.language import CALENDAR, GAZETTEER, HOTLINE, SERVICE, Key
from dialog.load_calendar import load_calendars
from dialog.load_facts import load_facts, load_gazetteer, load_shared
from dialog.load_hotline import (
    load_alarms,
    load_bands,
    load_commands,
    load_follow_ups,
    load_menu,
    load_prompts,
    load_questionnaire,
    load_verification,
)
from dialog.load_queue import load_languages, load_queue
from dialog.load_sayings import read_sayings
from dialog.load_sentences import Sentences
from dialog.load_service import load_service
from dialog.load_slot import load_ladders, words
from dialog.place_words import waits_and_places
from dialog.remaining import spelled
from dialog.schema import Alarm, DatedFact, Flows, Intent, Ladders, Prompts, Rung, Sayings, Verification
from dialog.slots import KINDS
from dialog.templates import fill
from dialog.understanding.sentence_end import Endings
from dialog.understanding.understander import understander
from dialog.yaml_map import Problem, Severity, YamlMap, mapping
from dialog.yaml_read import Files

__all__ = ["ConfigError", "Loaded", "Problem", "load", "load_all"]

OPEN_QUESTION = Ladders((Rung.REASK, Rung.REASK), (Rung.REASK, Rung.REASK))
CITIES = "cities"
HOURS = "kalender.yaml"


class ConfigError(Exception):
    """All errors of a configuration."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Loaded:
    """What could be made of the files. `flows` is None when there was too little; where there are errors it is not to be used for calls.

    `top`, `intents`, `facts` and `calendar` are where things stand.
    """

    flows: Flows | None
    problems: list[Problem]
    top: YamlMap | None
    intents: Mapping[str, YamlMap]
    facts: Mapping[str, YamlMap]
    tops: tuple[YamlMap, ...]
    """Every file."""
    calendar: YamlMap | None = None

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity is Severity.ERROR]


def load(folder: Path, overlay: str = "") -> Flows:
    """`folder/hotline.yaml`, `services/*.yaml`, `gazetteers/*.yaml` and, where it is there, `kalender.yaml`, with those of
    `cities/<overlay>/` laid over them.

    Raises:
        ConfigError: anything is missing or wrong.
    """
    loaded = load_all(folder, overlay)
    if loaded.flows is None or loaded.errors:
        raise ConfigError(loaded.errors)
    return loaded.flows


def load_all(folder: Path, overlay: str = "") -> Loaded:
    """As far as possible, with every problem."""
    problems = list[Problem]()
    files, city = Files(folder, problems), _city(folder, overlay, problems)
    top = _read(files, folder / "hotline.yaml", city, HOTLINE)
    services = {path.stem: at for path in _paths(folder, city, "services") if (at := _read(files, path, city, SERVICE)) is not None}
    if not services and not any(p.file.parent.name == "services" for p in problems):
        problems.append(Problem(folder / "services", 1, "services", "no services here", how="add at least one .yaml file"))
    places_at = {p.stem: at for p in _paths(folder, city, "gazetteers") if (at := _read(files, p, city, GAZETTEER)) is not None}
    places = {stem: load_gazetteer(at, stem) for stem, at in places_at.items()}
    calendar = _read(files, folder / HOURS, city, CALENDAR) if any((at / HOURS).exists() for at in (folder, city or folder)) else None
    sayings = read_sayings(files, folder, city)
    tops = tuple(at for at in (top, calendar, *services.values(), *places_at.values()) if at is not None)
    facts = _facts([at for at in tops if "facts" in at])
    say = Sentences(load_shared(top) if top is not None else {}, {name: fact for name, (_, fact) in facts.items()})
    intents, where = dict[str, Intent](), dict[str, YamlMap]()
    proofs = load_verification(top, say, places) if top is not None else {}
    for stem, at in services.items():
        for here, intent in load_service(at, stem, say, places, proofs):
            if intent.name in intents:
                here.problem("", f"already defined in service {intents[intent.name].service}", "rename one")
            else:
                intents[intent.name], where[intent.name] = intent, here
    follow_ups = load_follow_ups(top) if top is not None else {}
    _check_names(intents, where, follow_ups)
    usable = top is not None and any(intent.examples for intent in intents.values())
    calendars = load_calendars(calendar) if calendar is not None else None
    flows = _flows(top, intents, proofs, facts, say, calendars, sayings, files.version) if top is not None and usable else None
    return Loaded(flows, problems, top, where, {name: at for name, (at, _) in facts.items()}, tops, calendar)


def cities(folder: Path) -> list[str]:
    """Every overlay there is."""
    return sorted(path.name for path in (folder / CITIES).glob("*") if path.is_dir())


def _check_names(intents: Mapping[str, Intent], where: Mapping[str, YamlMap], follow_ups: Mapping[str, tuple[str, ...]]) -> None:
    """What one intent says of others, or of the hotline."""
    for name, intent in intents.items():
        if intent.check is not None and (other := intents.get(intent.check.yes)) is None:
            where[name].child("check").problem("yes", f"no intent {intent.check.yes!r}", f"known are {', '.join(sorted(intents))}")
        elif intent.check is not None and other is not None and (missing := {s.name for s in other.slots} - intent.check.returns):
            where[name].child("check").problem("returns", f"{intent.check.yes} also needs {', '.join(sorted(missing))}")
        for aspect in intent.follow_up.keys() - follow_ups.keys():
            how = f"known are {', '.join(sorted(follow_ups)) or 'none'}"
            where[name].child("follow_up").problem(aspect, "is not among the `follow_ups` of hotline.yaml", how)


def _flows(
    top: YamlMap,
    intents: Mapping[str, Intent],
    proofs: Mapping[str, Verification],
    facts: Mapping[str, tuple[YamlMap, DatedFact]],
    say: Sentences,
    calendars: Calendars | None,
    sayings: Sayings,
    version: str,
) -> Flows | None:
    prompts = load_prompts(top, say)
    menu, alarms, commands = load_menu(top, prompts, intents, say), load_alarms(top, say), load_commands(top)
    questionnaire = load_questionnaire(top, say)
    say.also((*_asked(prompts, intents, alarms), *waits_and_places(prompts), WHEN.example))
    examples = {name: intent.examples for name, intent in intents.items() if intent.examples}
    return Flows(
        title=top.text("title"),
        prompts=prompts,
        bands=load_bands(top),
        ladders=load_ladders(top, "repair", None),
        intent_ladders=load_ladders(top, "repair_open", OPEN_QUESTION),
        commands=commands,
        intents=intents,
        understander=understander(tuple((name, tuple(texts)) for name, texts in examples.items())),
        fixed=say.fixed,
        openings=say.openings,
        hot_words=words(top),
        endings=Endings.of([text for intent in intents.values() for text in intent.examples]),
        menu=menu,
        alarms=alarms,
        confidential=top.texts("confidential"),
        facts={name: fact for name, (_, fact) in facts.items()},
        spoken=say.spoken,
        verification=proofs,
        questionnaire=questionnaire,
        queue=load_queue(top),
        languages=load_languages(top),
        follow_ups=load_follow_ups(top),
        calendars=calendars,
        sayings=sayings,
        version=version,
    )


def _asked(prompts: Prompts, intents: Mapping[str, Intent], alarms: tuple[Alarm, ...]) -> Iterator[str]:
    """Sentences whose variable parts are known beforehand."""
    for number in sorted({alarm.number for alarm in alarms if alarm.number.isdecimal()}):
        yield from (fill(said, nomor=spelled(number)) for said in (prompts.crisis_dial, prompts.crisis_press))
    for intent in intents.values():
        yield fill(prompts.confirm_intent, judul=intent.title)
    for kind in sorted({slot.kind for intent in intents.values() for slot in intent.slots}):
        for group in KINDS[kind].groups:
            yield fill(prompts.group, bagian=group.name)


def _facts(tops: list[YamlMap]) -> dict[str, tuple[YamlMap, DatedFact]]:
    """By name, of all files; one that two files include is one."""
    found = dict[str, tuple[YamlMap, DatedFact]]()
    for top in tops:
        for name, (at, fact) in load_facts(top).items():
            if name in found and (found[name][0].at.name, found[name][0].at.line) != (at.at.name, at.at.line):
                at.problem("", f"already defined in {Path(found[name][0].at.name).name}", "rename one")
            found.setdefault(name, (at, fact))
    return found


def _city(folder: Path, overlay: str, problems: list[Problem]) -> Path | None:
    if not overlay:
        return None
    city = folder / CITIES / overlay
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", overlay) or not city.is_dir():
        known = ", ".join(cities(folder)) or "none"
        problems.append(Problem(folder / CITIES, 1, "overlay", f"no overlay {overlay!r}", how=f"known are {known}"))
        return None
    return city


def _paths(folder: Path, city: Path | None, kind: str) -> list[Path]:
    """The files of `kind` in the folder, and those that only the overlay has."""
    names = {path.name for place in (folder, city) if place is not None for path in (place / kind).glob("*.yaml")}
    return [folder / kind / name for name in sorted(names) if not name.startswith(".")]


def _read(files: Files, path: Path, city: Path | None, keys: Mapping[str, Key]) -> YamlMap | None:
    in_folder = path.name if path.name in ("hotline.yaml", HOURS) else f"{path.parent.name}/{path.name}"
    over = city / in_folder if city is not None else None
    if over is not None and over.exists() and not path.exists():
        path, over = over, None
    node = files.whole(path, over)
    return mapping(node, "", files.problems, keys) if node is not None else None
