"""`configs/backends/*.yaml` to `System` objects. Every problem is collected, with file, line, path and what to do."""

from __future__ import annotations

import os
import re
from pathlib import Path

import yaml

from dialog.load import ConfigError
from dialog.yaml_map import Problem, Severity, YamlMap, mapping
from dialog.yaml_read import Files
from ivr.backends.address import PLACE, fault_of
from ivr.backends.language import BACKEND
from ivr.backends.load_auth import load_auth
from ivr.backends.load_operation import load_operation
from ivr.backends.schema import System

BACKENDS = "backends"
OWN = "sapa"
"""Operations of the service itself; no system may be called so."""
_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)


def load_backends(folder: Path) -> dict[str, System]:
    """Every system of `folder` (`configs/backends`), by name; none when there is no such folder.

    Raises:
        ConfigError: anything is missing or wrong.
    """
    systems, problems = load_all(folder)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        raise ConfigError(errors)
    return systems


def load_all(folder: Path) -> tuple[dict[str, System], list[Problem]]:
    """As far as possible, with every problem."""
    problems, systems = list[Problem](), dict[str, System]()
    files = Files(folder, problems)
    for path in sorted(folder.glob("*.yaml")):
        node = files.whole(path) if not path.name.startswith(".") else None
        if node is None:
            continue
        top = mapping(node, "", problems, BACKEND)
        system = _system(top, path, yaml.serialize(node))
        if system.name in systems:
            top.problem("system", f"{system.name} is already declared in {systems[system.name].place.file.name}", "rename one")
        systems.setdefault(system.name, system)
    return systems, problems


def _system(top: YamlMap, path: Path, source: str) -> System:
    name = top.text("system", path.stem)
    if not _NAME.fullmatch(name) or name == OWN:
        top.problem("system", f"{name!r} is no name for a system", f"small letters, digits and _; not {OWN}")
    url, breaker, default = top.text("base_url"), top.child("breaker"), System("", "", "", Problem(path, 1, "", ""))
    _check_url(top, url)
    operations = {key: load_operation(at, name, key) for key, at in top.children("operations").items()}
    for key in operations:
        if not _NAME.fullmatch(key):
            top.child("operations").problem(key, "is no name for an operation", "small letters, digits and _")
    if not operations:
        top.problem("operations", "is missing or empty")
    mark = top.values["base_url"].start_mark if "base_url" in top else top.at
    return System(
        name=name,
        title=top.text("title", name),
        base_url=url,
        place=Problem(path, mark.line + 1, "base_url", "", mark.column + 1),
        auth=load_auth(top.child("auth"), path.parent),
        operations=operations,
        concurrency=top.whole("concurrency", default.concurrency),
        waiting=top.whole("waiting", default.waiting),
        failures=breaker.whole("failures", default.failures),
        rest_s=breaker.whole("rest_s", default.rest_s),
        source=source,
    )


def _check_url(top: YamlMap, url: str) -> None:
    """With what its variables hold where the check runs; one that is not set is told when the service starts."""
    if "{" in PLACE.sub("", url):
        top.problem("base_url", "has braces that are neither {demonstration} nor ${NAME}", "name an environment variable in capitals")
    elif url and (fault := fault_of(PLACE.sub(_value, url))):
        what, how, severity = fault
        top.problem("base_url", what, how, severity=severity)


def _value(place: re.Match[str]) -> str:
    return os.environ.get(place[2] or "", "").strip() or ("https://x" if place.start() == 0 else "x")
