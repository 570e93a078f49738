"""Scenario files to `Scenario`s; every problem with file, line and column. The format is described in docs/scenarios.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import yaml

from dialog.events import Unfinished
from dialog.scenario.keys import FAILURES, FILE
from dialog.scenario.load_expected import end_expected
from dialog.scenario.load_step import load_step, number, only_alone, texts_by_name
from dialog.scenario.schema import NOW, Line, Reply, Scenario
from dialog.yaml_map import Problem, YamlMap, mapping
from dialog.yaml_read import Files

VOICE = "kokoro:jf_alpha"
MOST_LOST = 50


class ScenarioError(Exception):
    """All problems of the files, one a line."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def load_scenarios(paths: Iterable[Path]) -> list[Scenario]:
    """The scenarios of the files, in their order.

    Raises:
        ScenarioError: a file is missing or wrong.
    """
    problems = list[Problem]()
    found = [scenario for path in paths for scenario in _file(path, problems)]
    if problems:
        raise ScenarioError(problems)
    return found


def _file(path: Path, problems: list[Problem]) -> Iterator[Scenario]:
    node = Files(path.parent, problems).whole(path)
    if node is None:
        return
    top = mapping(node, "", problems, FILE)
    shared = _settings(top, Scenario(path.stem, VOICE, Line(), (), end_expected(top), path.parent))
    if "scenarios" not in top:
        yield _scenario(top, shared, path)
        return
    if not isinstance(top.values["scenarios"], yaml.SequenceNode):
        top.problem("scenarios", "expected a list of scenarios")
    for name in ("steps", "title", "expect"):
        if name in top:
            top.problem(name, "belongs into one of the scenarios")
    yield from (_scenario(at, _settings(at, shared), path) for at in top.items("scenarios"))


def _settings(at: YamlMap, shared: Scenario) -> Scenario:
    """What a file may give once, over that of `shared`."""
    now = at.text("now", shared.now)
    try:
        if datetime.fromisoformat(now).tzinfo is None:
            raise ValueError
    except ValueError:
        at.problem("now", f"{now!r} is not a moment", f'write it like "{NOW}"')
        now = NOW
    line = _line(at.child("line")) if "line" in at else shared.line
    return replace(
        shared,
        voice=at.text("voice", shared.voice),
        line=line,
        now=now,
        lookups={**shared.lookups, **_lookups(at)},
        caller=at.text("caller", shared.caller),
        unfinished=_unfinished(at.child("unfinished")) if "unfinished" in at else shared.unfinished,
    )


def _unfinished(at: YamlMap) -> Unfinished:
    slots = at.child("slots")
    return Unfinished(at.text("intent"), {name: slots.text(name) for name in slots.values}, at.text("ticket"))


def _scenario(at: YamlMap, shared: Scenario, path: Path) -> Scenario:
    if not isinstance(at.values.get("steps"), yaml.SequenceNode):
        at.problem("steps" if "steps" in at else "", "a scenario needs `steps`, a list")
    only_alone(at)
    steps = tuple(load_step(step, path.parent) for step in at.items("steps"))
    title = at.text("title", f"{path.stem}, baris {at.at.line + 1}" if at.path else path.stem)
    return replace(shared, title=title, steps=steps, expect=end_expected(at), place=f"{path}:{at.at.line + 1}")


def _line(at: YamlMap) -> Line:
    default = Line()
    line = Line(
        snr_db=number(at, "snr_db", default.snr_db),
        codec=at.one_of("codec", default.codec),
        gain_db=number(at, "gain_db", default.gain_db),
        lost_percent=number(at, "lost_percent", default.lost_percent),
    )
    if not 0 <= line.lost_percent <= MOST_LOST:
        at.problem("lost_percent", f"is 0 to {MOST_LOST}")
    return line


def _lookups(at: YamlMap) -> dict[str, tuple[Reply, ...]]:
    group = at.child("lookups")
    found = dict[str, tuple[Reply, ...]]()
    for name, node in group.values.items():
        replies = node.value if isinstance(node, yaml.SequenceNode) else [node]
        found[name] = tuple(_reply(mapping(item, group.where(name), at.problems, {}, any_name=True)) for item in replies)
        if not replies:
            group.problem(name, "expected at least one answer")
    return found


def _reply(at: YamlMap) -> Reply:
    data = texts_by_name(at)
    slow = data.pop("slow", "") == "true"
    if "failed" not in data:
        return Reply(data, slow=slow)
    reason = data["failed"]
    if reason not in FAILURES or len(data) > 1:
        at.problem("failed", f"expected one of {', '.join(FAILURES)}, and nothing else but `slow`")
    return Reply(failed=reason, slow=slow)
