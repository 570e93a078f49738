"""YAML with where everything stands: maps that know their file, line and path, and collect every problem instead of stopping at one."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: where (`file:line`, `path` inside it) and what to do."""

    file: Path
    line: int
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.path}: {self.message}"


@dataclass(frozen=True, slots=True)
class YamlMap:
    """A mapping and where it stands. The readers below report to `problems` and return something harmless."""

    file: Path
    path: str
    line: int
    problems: list[Problem]
    values: dict[str, yaml.Node] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def problem(self, name: str, message: str) -> None:
        node = self.values.get(name)
        line = node.start_mark.line + 1 if node is not None else self.line
        self.problems.append(Problem(self.file, line, self.where(name), message))

    def where(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def child(self, name: str, known: Collection[str] | None = None) -> YamlMap:
        """The mapping `name`, empty when it is not there."""
        node = self.values.get(name)
        if node is None:
            return YamlMap(self.file, self.where(name), self.line, self.problems)
        return _map(node, self.file, self.where(name), known, self.problems)

    def children(self, name: str, known: Collection[str]) -> dict[str, YamlMap]:
        """Every mapping in the mapping `name`, by its key; each with `known` keys."""
        group = self.child(name)
        return {key: group.child(key, known) for key in group.values}

    def items(self, name: str, known: Collection[str]) -> list[YamlMap]:
        """Every mapping in the list `name`."""
        node = self.values.get(name)
        nodes = node.value if isinstance(node, yaml.SequenceNode) else []
        return [_map(item, self.file, f"{self.where(name)}[{i}]", known, self.problems) for i, item in enumerate(nodes)]

    def is_text(self, name: str) -> bool:
        return isinstance(self.values.get(name), yaml.ScalarNode)

    def text(self, name: str, default: str | None = None) -> str:
        """One text; without `default` it must be there and say something."""
        node = self.values.get(name)
        if node is None:
            if default is None:
                self.problem(name, "is missing")
            return default or ""
        if not isinstance(node, yaml.ScalarNode):
            self.problem(name, "expected one text; put it in quotes when it has a colon or begins with a brace")
            return ""
        said = str(node.value).strip()
        if not said and default is None:
            self.problem(name, "is empty")
        return said

    def texts(self, name: str, fewest: int = 1) -> tuple[str, ...]:
        """A list of texts, or one text; where `fewest` is 0, also nothing."""
        node = self.values.get(name)
        if not fewest and isinstance(node, yaml.ScalarNode) and not node.value:
            return ()
        items = node.value if isinstance(node, yaml.SequenceNode) else [node] if node is not None else []
        found = tuple(str(item.value).strip() for item in items if isinstance(item, yaml.ScalarNode) and str(item.value).strip())
        if len(found) < max(fewest, len(items)):
            self.problem(name, f"expected a list of at least {fewest} texts" if node is not None else "is missing")
        return found

    def number(self, name: str, default: float) -> float:
        text = self.text(name, str(default))
        try:
            return float(text)
        except ValueError:
            self.problem(name, f"{text!r} is not a number")
            return default

    def whole(self, name: str, default: int, least: int, most: int) -> int:
        text = self.text(name, str(default))
        number = int(text) if text.isdecimal() and len(text) < 10 else -1
        if not least <= number <= most:
            self.problem(name, f"expected a whole number from {least} to {most}")
            return default
        return number

    def flag(self, name: str, default: bool) -> bool:
        text = self.text(name, "true" if default else "false").lower()
        if text not in ("true", "false", "ya", "tidak"):
            self.problem(name, "expected true or false")
        return text in ("true", "ya")


def read(path: Path, known: Collection[str], problems: list[Problem]) -> YamlMap | None:
    """The file's mapping; None when it cannot be read, which is then the only problem reported of it."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), yaml.SafeLoader)
    except OSError as error:
        problems.append(Problem(path, 1, "file", f"cannot be read ({error.strerror})"))
    except UnicodeDecodeError:
        problems.append(Problem(path, 1, "file", "is not UTF-8 text"))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problems.append(Problem(path, line, "YAML", f"not valid: {error.problem}; check indentation, colons and quotes"))
    except yaml.YAMLError:
        problems.append(Problem(path, 1, "YAML", "not valid: it holds a character that YAML does not allow"))
    else:
        return _map(node, path, "", known, problems)
    return None


def _map(node: yaml.Node | None, file: Path, path: str, known: Collection[str] | None, problems: list[Problem]) -> YamlMap:
    line = node.start_mark.line + 1 if node else 1
    found = YamlMap(file, path, line, problems)
    if not isinstance(node, yaml.MappingNode):
        problems.append(Problem(file, line, path or "file", "expected names and values"))
        return found
    for key, value in node.value:
        at = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            problems.append(Problem(file, at, path or "file", "a name must be plain text; put sentences with braces in quotes"))
        elif key.value in found.values:
            problems.append(Problem(file, at, found.where(key.value), "stands here twice"))
        else:
            if known is not None and key.value not in known:
                problems.append(Problem(file, at, found.where(key.value), f"unknown key; {_hint(key.value, known)}"))
            found.values[key.value] = value
    return found


def _hint(key: str, known: Collection[str]) -> str:
    close = difflib.get_close_matches(key, known, 1)
    return f"did you mean {close[0]}?" if close else f"known here are {', '.join(sorted(known))}"
