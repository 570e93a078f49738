"""The operator's YAML to `Flows`. Every problem is collected, with file, line, path and what to do; nothing is guessed."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path

import yaml
from jinja2 import Template

from dialog.schema import Answer, Flows, Intent, Prompts, SlotSpec, Thresholds
from dialog.slots import KINDS
from dialog.templates import TemplateError, condition, is_variable, sentence
from dialog.understanding.understander import Understander

PATIENCE_MS = {"nik": 1500, "digits": 1300, "yes_no": 500, "choice": 700, "text": 900}
"""How long a pause ends a turn, by kind: dictated digits pause, a yes does not."""
FEWEST_EXAMPLES = 5
COMMANDS = ("petugas", "ulangi", "batal", "selesai")
_PROMPT_VARIABLES = {
    "confirm_intent": {"judul"}, "confirm_value": {"label", "nilai"}, "continue_digits": {"nilai"}, "callback_stored": {"tiket"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: where (`file:line`, `path` inside it) and what to do."""

    file: Path
    line: int
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.path}: {self.message}"


class ConfigError(Exception):
    """All problems of a configuration."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def load(folder: Path) -> Flows:
    """`folder/hotline.yaml` and every `folder/services/*.yaml`.

    Raises:
        ConfigError: anything is missing or wrong.
    """
    reader = _Reader()
    top = reader.document(folder / "hotline.yaml", {"title", "thresholds", "prompts", "commands"})
    prompts = _prompts(reader, top)
    thresholds = _thresholds(reader, top)
    commands = {name: reader.texts(top.child("commands"), name) for name in COMMANDS}
    intents: dict[str, Intent] = {}
    services = sorted((folder / "services").glob("*.yaml"))
    if not services:
        reader.problem(top, "services", f"no services in {folder / 'services'}: add at least one file")
    for path in services:
        for intent in _service(reader, path):
            if intent.name in intents:
                reader.problems.append(Problem(path, 1, f"intents.{intent.name}", f"already defined in {intents[intent.name].service}"))
            intents[intent.name] = intent
    if reader.problems or prompts is None:
        raise ConfigError(reader.problems)
    understander = Understander({name: intent.examples for name, intent in intents.items()})
    return Flows(reader.text(top, "title"), prompts, thresholds, commands, intents, understander, tuple(dict.fromkeys(reader.fixed)))


@dataclass(frozen=True, slots=True)
class _Map:
    """A mapping node with where it stands."""

    file: Path
    path: str
    line: int
    values: dict[str, yaml.Node]
    reader: _Reader

    def child(self, name: str) -> _Map:
        return self.reader.map(self, name, None)

    def at(self, name: str) -> int:
        node = self.values.get(name)
        return node.start_mark.line + 1 if node is not None else self.line

    def where(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name


class _Reader:
    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.fixed: list[str] = []

    def problem(self, where: _Map, name: str, message: str) -> None:
        self.problems.append(Problem(where.file, where.at(name), where.where(name), message))

    def document(self, path: Path, known: set[str]) -> _Map:
        nothing = _Map(path, "", 1, {}, self)
        try:
            node = yaml.compose(path.read_text(encoding="utf-8"), yaml.SafeLoader)
        except OSError as error:
            self.problem(nothing, "file", f"cannot be read ({error.strerror})")
            return nothing
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            self.problems.append(Problem(path, line, "YAML", f"not valid: {error.problem}; check indentation, colons and quotes"))
            return nothing
        return self.map_of(node, path, "", known)

    def map(self, parent: _Map, name: str, known: set[str] | None) -> _Map:
        node = parent.values.get(name)
        if node is None:
            return _Map(parent.file, parent.where(name), parent.line, {}, self)
        return self.map_of(node, parent.file, parent.where(name), known)

    def map_of(self, node: yaml.Node | None, file: Path, path: str, known: set[str] | None) -> _Map:
        line = node.start_mark.line + 1 if node else 1
        found = _Map(file, path, line, {}, self)
        if not isinstance(node, yaml.MappingNode):
            self.problems.append(Problem(file, line, path or "file", "expected names and values"))
            return found
        for key, value in node.value:
            if known is not None and key.value not in known:
                close = difflib.get_close_matches(key.value, known, 1)
                hint = f"did you mean {close[0]}?" if close else f"known here are {', '.join(sorted(known))}"
                where = f"{path}.{key.value}" if path else key.value
                self.problems.append(Problem(file, key.start_mark.line + 1, where, f"unknown key; {hint}"))
            found.values[key.value] = value
        return found

    def text(self, where: _Map, name: str, default: str | None = None) -> str:
        node = where.values.get(name)
        if node is None:
            if default is None:
                self.problem(where, name, "is missing")
            return default or ""
        if not isinstance(node, yaml.ScalarNode):
            self.problem(where, name, "expected one text")
            return ""
        return str(node.value).strip()

    def texts(self, where: _Map, name: str, fewest: int = 1) -> tuple[str, ...]:
        """A list of texts, or one text."""
        node = where.values.get(name)
        items = node.value if isinstance(node, yaml.SequenceNode) else [node] if node is not None else []
        found = tuple(str(item.value).strip() for item in items if isinstance(item, yaml.ScalarNode))
        if len(found) < max(fewest, len(items)):
            self.problem(where, name, f"expected a list of at least {fewest} texts" if node is not None else "is missing")
        return found

    def number(self, where: _Map, name: str, default: float) -> float:
        text = self.text(where, name, str(default))
        try:
            return float(text)
        except ValueError:
            self.problem(where, name, f"{text!r} is not a number")
            return default

    def flag(self, where: _Map, name: str, default: bool) -> bool:
        text = self.text(where, name, "true" if default else "false").lower()
        if text not in ("true", "false", "ya", "tidak"):
            self.problem(where, name, "expected true or false")
        return text in ("true", "ya")

    def sentence(self, where: _Map, name: str, source: str, known: frozenset[str]) -> Template:
        try:
            template = sentence(source, known)
        except TemplateError as error:
            self.problem(where, name, str(error))
            return sentence("", frozenset())
        if not is_variable(source) and source:
            self.fixed.append(source)
        return template

    def condition(self, where: _Map, name: str, source: str, known: frozenset[str]) -> Template:
        try:
            return condition(source, known)
        except TemplateError as error:
            self.problem(where, name, str(error))
            return sentence("", frozenset())


def _prompts(reader: _Reader, top: _Map) -> Prompts | None:
    known = {f.name for f in fields(Prompts)}
    where = reader.map(top, "prompts", known)
    values: dict[str, str | tuple[str, ...]] = {}
    for field in fields(Prompts):
        if field.name in ("no_match", "no_input", "unclear", "unheard"):
            values[field.name] = texts = reader.texts(where, field.name, 2)
            reader.fixed.extend(texts)
        else:
            values[field.name] = text = reader.text(where, field.name)
            reader.sentence(where, field.name, text, frozenset(_PROMPT_VARIABLES.get(field.name, ())))
    return Prompts(**values) if not reader.problems else None  # type: ignore[arg-type]


def _thresholds(reader: _Reader, top: _Map) -> Thresholds:
    where = reader.map(top, "thresholds", {"accept", "confirm", "retries"})
    default = Thresholds()
    accept, confirm = reader.number(where, "accept", default.accept), reader.number(where, "confirm", default.confirm)
    if not 0 <= confirm <= accept <= 1:
        reader.problem(where, "confirm", "expected 0 <= confirm <= accept <= 1")
    return Thresholds(accept, confirm, int(reader.number(where, "retries", default.retries)))


def _service(reader: _Reader, path: Path) -> Iterable[Intent]:
    top = reader.document(path, {"service", "title", "owner", "intents"})
    service = reader.text(top, "service", path.stem)
    intents = reader.map(top, "intents", None)
    if not intents.values:
        reader.problem(top, "intents", "is missing or empty")
    return [_intent(reader, reader.map(intents, name, _INTENT_KEYS), name, service) for name in intents.values]


_INTENT_KEYS = {"title", "examples", "slots", "summary", "lookup", "returns", "answer", "not_found", "ticket", "source", "valid_until"}
_SLOT_KEYS = {"type", "label", "ask", "reask", "confirm", "min", "max", "choices", "end_silence_ms", "no_input_ms"}


def _intent(reader: _Reader, where: _Map, name: str, service: str) -> Intent:
    slots_at = reader.map(where, "slots", None) if "slots" in where.values else None
    slots = tuple(_slot(reader, reader.map(slots_at, slot, _SLOT_KEYS), slot) for slot in slots_at.values) if slots_at else ()
    asked = frozenset(slot.name for slot in slots)
    lookup = reader.text(where, "lookup", "")
    returns = frozenset(reader.texts(where, "returns")) if "returns" in where.values else frozenset()
    if lookup and "." not in lookup:
        reader.problem(where, "lookup", "expected system.operation")
    if returns and not lookup:
        reader.problem(where, "returns", "needs a lookup")
    ticket = reader.text(where, "ticket", "")
    if ticket and ticket not in returns:
        reader.problem(where, "ticket", f"{ticket!r} is not among what the lookup returns")
    summary = reader.text(where, "summary", "")
    not_found = reader.text(where, "not_found", "")
    if not_found:
        reader.sentence(where, "not_found", not_found, frozenset())
    return Intent(
        name=name,
        service=service,
        title=reader.text(where, "title"),
        examples=reader.texts(where, "examples", FEWEST_EXAMPLES),
        slots=slots,
        summary=reader.sentence(where, "summary", summary, asked) if summary else None,
        lookup=lookup,
        answers=_answers(reader, where, asked | returns),
        not_found=not_found,
        ticket=ticket,
        source=reader.text(where, "source", ""),
    )


def _answers(reader: _Reader, where: _Map, known: frozenset[str]) -> tuple[Answer, ...]:
    node = where.values.get("answer")
    if isinstance(node, yaml.ScalarNode):
        return (Answer(reader.sentence(where, "answer", str(node.value).strip(), known)),)
    if not isinstance(node, yaml.SequenceNode):
        reader.problem(where, "answer", "is missing: what should be said?")
        return ()
    answers = []
    for i, item in enumerate(node.value):
        at = reader.map_of(item, where.file, f"{where.path}.answer[{i}]", {"when", "say"})
        when = reader.text(at, "when", "")
        say = reader.sentence(at, "say", reader.text(at, "say"), known)
        answers.append(Answer(say, reader.condition(at, "when", when, known) if when else None))
    if answers and answers[-1].when is not None:
        reader.problem(where, "answer", "the last answer must have no `when`, so that something is always said")
    return tuple(answers)


def _slot(reader: _Reader, where: _Map, name: str) -> SlotSpec:
    kind = reader.text(where, "type")
    if kind and kind not in KINDS:
        reader.problem(where, "type", f"unknown slot type {kind!r}; known are {', '.join(sorted(KINDS))}")
    choices_at = reader.map(where, "choices", None) if "choices" in where.values else None
    choices = {choice: reader.texts(choices_at, choice, 0) for choice in choices_at.values} if choices_at else {}
    if kind == "choice" and len(choices) < 2:
        reader.problem(where, "choices", "a choice needs at least two")
    default = (16, 16) if kind == "nik" else (1, 32)
    reask = reader.texts(where, "reask") if "reask" in where.values else ()
    ask = reader.text(where, "ask")
    reader.fixed.extend((ask, *reask))
    return SlotSpec(
        name=name,
        kind=kind,
        label=reader.text(where, "label", name),
        ask=ask,
        reask=reask,
        confirm=reader.flag(where, "confirm", kind in ("nik", "digits")),
        length=(int(reader.number(where, "min", default[0])), int(reader.number(where, "max", default[1]))),
        choices=choices,
        end_silence_ms=int(reader.number(where, "end_silence_ms", PATIENCE_MS.get(kind, 700))),
        no_input_ms=int(reader.number(where, "no_input_ms", 8000)),
    )
