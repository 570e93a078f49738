"""One YAML text to a tree of nodes: what is made to harm is refused before it is composed. Pure."""

from __future__ import annotations

import io
from pathlib import Path

import yaml

from dialog.yaml_map import Problem

DEEPEST = 16
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UTF_8 = "save the file as UTF-8"


def decode(path: Path, data: bytes) -> str | Problem:
    """`data`, the content of `path`, as text; a byte-order mark of UTF-8 is no part of it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Problem(path, 1, "file", "is UTF-16, not UTF-8 text", how=_UTF_8)
    if b"\0" in data:
        return Problem(path, _line(data, data.index(b"\0")), "file", "holds a NUL, so it is not UTF-8 text", how=_UTF_8)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Problem(path, _line(data, error.start), "file", "is not UTF-8 text", how=_UTF_8)


def compose(path: Path, text: str) -> tuple[yaml.MappingNode | None, list[Problem]]:
    """The mapping in `text`, its marks with the name of `path`; None when it is none. Names in it are plain text and stand once."""
    wrong = _refused(path, text)
    if wrong is not None:
        return None, [wrong]
    try:
        node = yaml.compose(_Named(text, str(path)), _LOADER)
    except yaml.MarkedYAMLError as error:
        return None, [_invalid(path, error)]
    if not isinstance(node, yaml.MappingNode):
        return None, [_problem(node.start_mark if node else _start(path), "file", "expected names and values")]
    problems = list[Problem]()
    _clean(node, "", problems)
    return node, problems


def _refused(path: Path, text: str) -> Problem | None:
    """Why the text must not be composed: a flat look at its events, which no nesting can exhaust."""
    depth = 0
    try:
        for event in yaml.parse(_Named(text, str(path)), _LOADER):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            mark = event.start_mark or _start(path)
            if depth > DEEPEST:
                return _problem(mark, "YAML", f"is nested deeper than {DEEPEST} levels", "close what was opened; put a text in quotes")
            if getattr(event, "anchor", None):
                return _problem(mark, "YAML", "anchors (&) and aliases (*) are not allowed", "use include or bersama; put a text in quotes")
            if getattr(event, "tag", None):
                return _problem(mark, "YAML", "tags (!) are not allowed", "put a text that begins with ! in quotes")
    except yaml.MarkedYAMLError as error:
        return _invalid(path, error)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, int(error.position)) + 1
        return Problem(path, line, "YAML", "not valid: a character that YAML does not allow", how="write that line again")
    return None


def _clean(node: yaml.Node, path: str, problems: list[Problem]) -> None:
    """Report names that are no plain text or stand twice; only the first of two is kept."""
    if isinstance(node, yaml.SequenceNode):
        for i, item in enumerate(node.value):
            _clean(item, f"{path}[{i}]", problems)
    if not isinstance(node, yaml.MappingNode):
        return
    kept: dict[str, tuple[yaml.Node, yaml.Node]] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            problems.append(_problem(key.start_mark, path or "file", "a name must be plain text", "put sentences with braces in quotes"))
            continue
        inner = f"{path}.{key.value}" if path else key.value
        if key.value in kept:
            problems.append(_problem(key.start_mark, inner, "stands here twice", "rename one, or put them together"))
            continue
        kept[key.value] = (key, value)
        _clean(value, inner, problems)
    node.value = list(kept.values())


def _invalid(path: Path, error: yaml.MarkedYAMLError) -> Problem:
    return _problem(error.problem_mark or _start(path), "YAML", f"not valid: {error.problem}", "check indentation, colons and quotes")


def _problem(mark: yaml.Mark | yaml._yaml.Mark, path: str, message: str, how: str = "") -> Problem:
    return Problem(Path(mark.name), mark.line + 1, path, message, mark.column + 1, how)


def _start(path: Path) -> yaml.Mark:
    return yaml.Mark(str(path), 0, 0, 0, "", 0)


def _line(data: bytes, position: int) -> int:
    return data.count(b"\n", 0, position) + 1


class _Named(io.StringIO):
    """A text whose marks name its file."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text)
        self.name = name
