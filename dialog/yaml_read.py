"""The operator's files from the disk, hostile ones refused: bounded in size, depth and number, UTF-8, without aliases, inside their folder.

Files put together (`include`, a city's overlay) keep their marks, so that every problem is told where it stands.
"""

from __future__ import annotations

import hashlib
import io
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from dialog.yaml_map import Problem

MOST_BYTES = 1_000_000
"""Of one file: a hundred times the longest service of ours."""
DEEPEST = 16
MOST_FILES = 500
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULL = "tag:yaml.org,2002:null"


class Files:
    """Reads below `folder` and puts together; `problems` gets what is wrong."""

    def __init__(self, folder: Path, problems: list[Problem]) -> None:
        self._folder, self.problems = folder, problems
        self._hash, self._read = hashlib.sha256(), 0

    @property
    def version(self) -> str:
        """A name for exactly what was read so far."""
        return self._hash.hexdigest()[:10]

    def whole(self, path: Path, over: Path | None = None) -> yaml.MappingNode | None:
        """The file with what it includes, then `over` (where it is there) laid over it; None when nothing can be read."""
        nodes = [self._with_includes(p, (), set()) for p in (path, over) if p is not None and (p is path or p.exists())]
        found = [node for node in nodes if node is not None]
        return (merged(found[0], found[1]) if len(found) > 1 else found[0]) if found else None

    def _with_includes(self, path: Path, stack: tuple[Path, ...], done: set[Path]) -> yaml.MappingNode | None:
        node = self._one(path)
        if node is None:
            return None
        here = path.resolve()
        base: yaml.MappingNode | None = None
        for item in _included(node):
            target = path.parent / str(item.value)
            inside = self._inside(target)
            if inside is None:
                self._problem(
                    item.start_mark, "include", "lies outside the folder or cannot be followed", "include files of this folder only"
                )
            elif inside in (*stack, here):
                self._problem(item.start_mark, "include", "includes itself, at once or over others", "take one of the includes away")
            elif inside not in done:
                done.add(inside)
                more = self._with_includes(target, (*stack, here), done)
                base = merged(base, more) if base is not None and more is not None else more or base
        return merged(base, node) if base is not None else node

    def _inside(self, path: Path) -> Path | None:
        """Where `path` really is, when that is in the folder."""
        try:
            real = path.resolve()
            return real if real.is_relative_to(self._folder.resolve()) else None
        except (OSError, RuntimeError, ValueError):  # a loop of links; a NUL in the name
            return None

    def _one(self, path: Path) -> yaml.MappingNode | None:
        text = self._text(path)
        if text is None:
            return None
        stream = _Named(text, str(path))
        wrong = self._unsafe(path, text)
        if wrong is not None:
            self.problems.append(wrong)
            return None
        try:
            node = yaml.compose(stream, _LOADER)
        except yaml.MarkedYAMLError as error:
            self.problems.append(_invalid(path, error))
            return None
        if not isinstance(node, yaml.MappingNode):
            self._problem(node.start_mark if node else _start(path), "file", "expected names and values")
            return None
        self._clean(node, "")
        return node

    def _text(self, path: Path) -> str | None:
        how = "save the file as UTF-8"
        try:
            if self._inside(path) is None:
                raise OSError(0, "a link that goes round or leaves the folder")
            state = path.stat()
            if not stat.S_ISREG(state.st_mode):
                raise OSError(0, "not a file")
            if state.st_size > MOST_BYTES:
                self._at(path, 1, f"is larger than {MOST_BYTES} bytes", "split it into several files")
                return None
            self._read += 1
            if self._read > MOST_FILES:
                self._at(path, 1, f"is one of more than {MOST_FILES} files", "put them together")
                return None
            with path.open("rb") as file:
                data = file.read(MOST_BYTES)
        except OSError as error:
            self._at(path, 1, f"cannot be read ({error.strerror})")
            return None
        self._hash.update(f"{path.relative_to(self._folder)}\0{len(data)}\0".encode() + data)
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            self._at(path, 1, "is UTF-16, not UTF-8 text", how)
            return None
        if b"\0" in data:
            self._at(path, data.count(b"\n", 0, data.index(b"\0")) + 1, "holds a NUL, so it is not UTF-8 text", how)
            return None
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            self._at(path, data.count(b"\n", 0, error.start) + 1, "is not UTF-8 text", how)
            return None

    def _unsafe(self, path: Path, text: str) -> Problem | None:
        """What must not be composed: a flat look at the events, which no nesting can exhaust."""
        depth = 0
        try:
            for event in yaml.parse(_Named(text, str(path)), _LOADER):
                depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
                mark = event.start_mark or _start(path)
                if depth > DEEPEST:
                    return _refused(path, mark, f"is nested deeper than {DEEPEST} levels", "close what was opened, or put a text in quotes")
                if getattr(event, "anchor", None):
                    return _refused(
                        path, mark, "anchors (&) and aliases (*) are not allowed", "use include, bersama or facts; put a text in quotes"
                    )
                if getattr(event, "tag", None):
                    return _refused(path, mark, "tags (!) are not allowed", "put a text that begins with ! in quotes")
        except yaml.MarkedYAMLError as error:
            return _invalid(path, error)
        except yaml.reader.ReaderError as error:
            line = text.count("\n", 0, int(error.position)) + 1
            return Problem(path, line, "YAML", "not valid: a character that YAML does not allow", how="write that line again")
        return None

    def _clean(self, node: yaml.Node, path: str) -> None:
        """Report names that are no plain text or stand twice; only the first of two is kept."""
        if isinstance(node, yaml.SequenceNode):
            for i, item in enumerate(node.value):
                self._clean(item, f"{path}[{i}]")
        if not isinstance(node, yaml.MappingNode):
            return
        kept: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._problem(key.start_mark, path or "file", "a name must be plain text", "put sentences with braces in quotes")
                continue
            inner = f"{path}.{key.value}" if path else key.value
            if key.value in kept:
                self._problem(key.start_mark, inner, "stands here twice", "rename one, or put them together")
                continue
            kept[key.value] = (key, value)
            self._clean(value, inner)
        node.value = list(kept.values())

    def _problem(self, mark: yaml.Mark, path: str, message: str, how: str = "") -> None:
        self.problems.append(Problem(Path(mark.name), mark.line + 1, path, message, mark.column + 1, how))

    def _at(self, path: Path, line: int, message: str, how: str = "") -> None:
        self.problems.append(Problem(path, line, "file", message, how=how))


def merged(base: yaml.MappingNode, over: yaml.MappingNode) -> yaml.MappingNode:
    """Mappings merge by name, all else of `over` replaces; an empty value (`null`, `~` or nothing) takes the name away."""
    entries = {key.value: (key, value) for key, value in base.value}
    for key, value in over.value:
        before = entries.get(key.value)
        if value.tag == _NULL and before is not None:
            del entries[key.value]
        elif before is not None and isinstance(before[1], yaml.MappingNode) and isinstance(value, yaml.MappingNode):
            entries[key.value] = (key, merged(before[1], value))
        else:
            entries[key.value] = (key, value)
    return yaml.MappingNode(over.tag, list(entries.values()), over.start_mark, over.end_mark)


def _included(node: yaml.MappingNode) -> Iterator[yaml.ScalarNode]:
    for key, value in node.value:
        if key.value == "include":
            items = value.value if isinstance(value, yaml.SequenceNode) else [value]
            yield from (item for item in items if isinstance(item, yaml.ScalarNode))


def _invalid(path: Path, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return Problem(path, line, "YAML", f"not valid: {error.problem}", column, "check indentation, colons and quotes")


def _refused(path: Path, mark: Any, message: str, how: str) -> Problem:
    return Problem(path, mark.line + 1, "YAML", message, mark.column + 1, how)


class _Named(io.StringIO):
    """A text whose marks name its file."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text)
        self.name = name


def _start(path: Path) -> yaml.Mark:
    return yaml.Mark(str(path), 0, 0, 0, "", 0)
