"""Mappings that know where they stand and which keys they may have, and collect every problem instead of stopping at one."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

import yaml

from dialog.language import Key


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: where (`file:line:column`, from 1, and `path` inside the file), what, and how to mend it."""

    file: Path
    line: int
    path: str
    message: str
    column: int = 1
    how: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        mark = "warning: " if self.severity is Severity.WARNING else ""
        return f"{self.file}:{self.line}:{self.column}: {mark}{self.path}: {self.message}{f'; {self.how}' if self.how else ''}"


@dataclass(frozen=True, slots=True)
class YamlMap:
    """A mapping of which `keys` are known. The readers below report to `problems` and return something harmless."""

    path: str
    at: yaml.Mark
    problems: list[Problem]
    keys: Mapping[str, Key]
    values: dict[str, yaml.Node] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def where(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def problem(self, name: str, message: str, how: str = "", *, item: int = -1, severity: Severity = Severity.ERROR) -> None:
        """About the value `name`, or its `item`-th of a list (0 the first); an empty name: about the mapping itself."""
        node = self.values.get(name)
        path = self.where(name) if name else self.path or "file"
        if item >= 0 and isinstance(node, yaml.SequenceNode):
            node, path = node.value[item], f"{path}[{item}]"
        self.report(node.start_mark if node is not None else self.at, path, message, how, severity)

    def warn(self, name: str, message: str, how: str = "", *, item: int = -1) -> None:
        self.problem(name, message, how, item=item, severity=Severity.WARNING)

    def report(self, mark: yaml.Mark, path: str, message: str, how: str = "", severity: Severity = Severity.ERROR) -> None:
        self.problems.append(Problem(Path(mark.name), mark.line + 1, path, message, mark.column + 1, how, severity))

    def child(self, name: str) -> YamlMap:
        """The mapping `name`, empty when it is not there."""
        node, keys = self.values.get(name), self.keys[name].keys
        if node is None:
            return YamlMap(self.where(name), self.at, self.problems, keys)
        return mapping(node, self.where(name), self.problems, keys, any_name=self.keys[name].names)

    def children(self, name: str) -> dict[str, YamlMap]:
        """Every mapping in the mapping `name`, by its key."""
        group = self.child(name)
        return {key: mapping(node, group.where(key), self.problems, group.keys) for key, node in group.values.items()}

    def items(self, name: str) -> list[YamlMap]:
        """Every mapping in the list `name`."""
        node, keys = self.values.get(name), self.keys[name].keys
        nodes = node.value if isinstance(node, yaml.SequenceNode) else []
        return [mapping(item, f"{self.where(name)}[{i}]", self.problems, keys) for i, item in enumerate(nodes)]

    def is_text(self, name: str) -> bool:
        return isinstance(self.values.get(name), yaml.ScalarNode)

    def text(self, name: str, default: str = "") -> str:
        """One text; a key that is needed must be there and say something."""
        node, needed = self.values.get(name), name in self.keys and self.keys[name].needed
        if node is None:
            if needed:
                self.problem(name, "is missing")
            return default
        if not isinstance(node, yaml.ScalarNode):
            self.problem(name, "expected one text", "put it in quotes when it has a colon or begins with a brace")
            return ""
        said = str(node.value).strip()
        if not said and needed:
            self.problem(name, "is empty")
        return said

    def texts(self, name: str, fewest: int | None = None) -> tuple[str, ...]:
        """A list of texts, or one text; at least `fewest`, by default what the key says."""
        node, least = self.values.get(name), int(self.keys[name].least) if fewest is None and name in self.keys else fewest or 0
        if node is None and not self.keys[name].needed:
            return ()
        if not least and isinstance(node, yaml.ScalarNode) and not node.value:
            return ()
        items = node.value if isinstance(node, yaml.SequenceNode) else [node] if node is not None else []
        found = tuple(str(item.value).strip() for item in items if isinstance(item, yaml.ScalarNode) and str(item.value).strip())
        if node is None:
            self.problem(name, "is missing")
        elif len(found) < max(least, len(items)):
            self.problem(name, f"expected a list of at least {least} texts" if least else "expected a list of texts")
        return found

    def name_lists(self, name: str) -> dict[str, tuple[str, ...]]:
        """Names, each with its other names: a list of names alone, or a mapping."""
        node = self.values.get(name)
        if isinstance(node, yaml.SequenceNode):
            return dict.fromkeys(self.texts(name), ())
        group = self.child(name)
        return {key: group.texts_of(key) for key in group.values}

    def texts_of(self, name: str) -> tuple[str, ...]:
        """Texts, or none, under a name that is the operator's own."""
        node = self.values[name]
        items = node.value if isinstance(node, yaml.SequenceNode) else [node] if isinstance(node, yaml.ScalarNode) and node.value else []
        found = tuple(str(item.value).strip() for item in items if isinstance(item, yaml.ScalarNode) and str(item.value).strip())
        if len(found) < len(items) or isinstance(node, yaml.MappingNode):
            self.problem(name, "expected a list of texts")
        return found

    def number(self, name: str, default: float) -> float:
        text = self.text(name, str(default))
        try:
            return float(text)
        except ValueError:
            self.problem(name, f"{text!r} is not a number")
            return default

    def whole(self, name: str, default: int) -> int:
        text, least, most = self.text(name, str(default)), int(self.keys[name].least), int(self.keys[name].most)
        number = int(text) if text.isdecimal() and len(text) < 10 else -1
        if not least <= number <= most and name in self.values:
            self.problem(name, f"expected a whole number from {least} to {most}")
            return default
        return number

    def flag(self, name: str, default: bool = False) -> bool:
        text = self.text(name, "true" if default else "false").lower()
        if text not in ("true", "false", "ya", "tidak"):
            self.problem(name, "expected true or false")
        return text in ("true", "ya")

    def one_of(self, name: str, default: str) -> str:
        """One of the key's words, in small letters."""
        text, words = self.text(name, default).lower(), self.keys[name].one_of
        if text in map(str.lower, (*words, *self.keys[name].also)) or name not in self.values:
            return text
        self.problem(name, f"{text!r} is not one of {', '.join(words)}", _close(text, words))
        return default

    def date(self, name: str) -> date | None:
        return as_date(self, name, self.text(name))


def as_date(where: YamlMap, name: str, text: str, item: int = -1) -> date | None:
    """None for an empty text, and for one that is no date, which is reported."""
    try:
        if text and not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            raise ValueError
        return date.fromisoformat(text) if text else None
    except ValueError:
        where.problem(name, f"{text!r} is not a date like 2027-12-31", item=item)
        return None


def mapping(node: yaml.Node, path: str, problems: list[Problem], keys: Mapping[str, Key], *, any_name: bool = False) -> YamlMap:
    """`node` as a mapping; `any_name`: its names are the operator's own and `keys` are those of its entries."""
    found = YamlMap(path, node.start_mark, problems, keys)
    if not isinstance(node, yaml.MappingNode):
        found.report(node.start_mark, path or "file", "expected names and values")
        return found
    for key, value in node.value:
        if not any_name and key.value not in keys:
            found.report(key.start_mark, found.where(key.value), "unknown key", _hint(key.value, keys))
        found.values[key.value] = value
    return found


def _hint(key: str, known: Iterable[str]) -> str:
    return _close(key, known) or f"known here are {', '.join(sorted(known))}"


def _close(word: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, list(known), 1)
    return f"did you mean {close[0]}?" if close else ""
