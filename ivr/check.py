"""`ivr check`: every problem of a dialog configuration and of its cities, one a line, with file, line and column."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

from dialog.checks import check as find
from dialog.load import Loaded, Problem, cities, load_all
from dialog.yaml_map import Severity
from ivr.backends import load as backends
from ivr.backends.uses import OWN, check_uses
from ivr.queue_settings import read_floor
from ivr.queue_uses import check_queues

QUEUES = "antrean.yaml"


def check(
    folder: Path, today: date, systems_in: Path | None = None, queues_in: Path | None = None, *, strict: bool = False, as_json: bool = False
) -> int:
    """Exit status: 0 good, 1 errors (or, `strict`, warnings); all are printed. `systems_in`: by default `folder/backends`; `queues_in`: by
    default `folder/antrean.yaml`, where it is there."""
    loaded = [load_all(folder, city) for city in ("", *cities(folder))]
    systems, wrong = backends.load_all(systems_in or folder / backends.BACKENDS)
    operations = {operation.full: operation for system in systems.values() for operation in system.operations.values()}
    for one in loaded:
        check_uses(one, operations)
    floor = read_floor(queues_in or folder / QUEUES) if queues_in or (folder / QUEUES).exists() else None
    if floor is not None:
        for one in loaded:
            check_queues(one, floor, operations)
    found = (problem for one in loaded for problem in find(one, {*OWN, *operations}, today))
    problems = list(dict.fromkeys((*wrong, *found, *(floor.problems if floor is not None else ()))))
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    for problem in problems:
        sys.stdout.write(f"{json.dumps(_row(problem), ensure_ascii=False) if as_json else problem}\n")
    if not as_json:
        sys.stdout.write(_summary(folder, loaded, errors, len(problems) - errors))
    return int(errors > 0 or (strict and bool(problems)))


def _row(problem: Problem) -> dict[str, str | int]:
    return {
        "file": str(problem.file),
        "line": problem.line,
        "column": problem.column,
        "severity": problem.severity.value,
        "path": problem.path,
        "message": problem.message,
        "how": problem.how,
    }


def _summary(folder: Path, loaded: list[Loaded], errors: int, warnings: int) -> str:
    flows = loaded[0].flows
    if errors or flows is None:
        return f"{folder}: {errors} kesalahan, {warnings} peringatan\n"
    towns = f", {len(loaded) - 1} kota" if len(loaded) > 1 else ""
    return f"{folder}: baik, {len(flows.intents)} keperluan{towns}, {len(flows.fixed)} kalimat tetap, {warnings} peringatan\n"
