"""The operator's files from the disk, hostile ones refused: bounded in size and number, and inside their folder.

Files put together (`include`, a city's overlay) keep their marks, so that every problem is told where it stands.
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterator
from pathlib import Path

import yaml

from dialog.yaml_map import Problem
from dialog.yaml_text import compose, decode

MOST_BYTES = 1_000_000
"""Of one file: a hundred times the longest service of ours."""
MOST_FILES = 500
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
        data = self._bytes(path)
        text = decode(path, data) if data is not None else ""
        if data is None or isinstance(text, Problem):
            self.problems += [text] if isinstance(text, Problem) else []
            return None
        self._hash.update(f"{path.relative_to(self._folder)}\0{len(data)}\0".encode() + data)
        node, problems = compose(path, text)
        self.problems += problems
        return node

    def _bytes(self, path: Path) -> bytes | None:
        try:
            if self._inside(path) is None:
                raise OSError(0, "a link that goes round or leaves the folder")
            state = path.stat()
            if not stat.S_ISREG(state.st_mode):
                raise OSError(0, "not a file")
            if state.st_size > MOST_BYTES:
                self._at(path, f"is larger than {MOST_BYTES} bytes", "split it into several files")
                return None
            self._read += 1
            if self._read > MOST_FILES:
                self._at(path, f"is one of more than {MOST_FILES} files", "put them together")
                return None
            with path.open("rb") as file:
                return file.read(MOST_BYTES)
        except OSError as error:
            self._at(path, f"cannot be read ({error.strerror})")
            return None

    def _problem(self, mark: yaml.Mark, path: str, message: str, how: str = "") -> None:
        self.problems.append(Problem(Path(mark.name), mark.line + 1, path, message, mark.column + 1, how))

    def _at(self, path: Path, message: str, how: str = "") -> None:
        self.problems.append(Problem(path, 1, "file", message, how=how))


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
