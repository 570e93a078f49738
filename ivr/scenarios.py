"""`ivr test`: the scenarios of a configuration, and those that follow from it; what failed, and what they cover. Indonesian."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dialog.load import load
from dialog.scenario.coverage import AREAS, Coverage, coverage
from dialog.scenario.generate import Trial, trials
from dialog.scenario.load import load_scenarios
from dialog.scenario.report import conversation
from dialog.scenario.run import Result, run
from ivr.terminal import out

COLOURS = {"+": "green", "-": "red"}
MOST_MISSING = 12
"""Names that the table shows of what is missing; `--coverage` shows all."""
PLACES = ("scenarios", "calls")
"""Folders of a configuration that hold scenarios."""


def scenario_files(folder: Path) -> list[Path]:
    return sorted(path for place in PLACES for path in (folder / place).rglob("*.yaml"))


def test(folder: Path, overlay: str, only: str, *, written: bool, generated: bool, least: float, as_json: bool, all_missing: bool) -> int:
    """Exit status: 0 when everything went as expected and at least the share `least` (0 to 1) of each area is covered, otherwise 1.

    Raises:
        ConfigError, ScenarioError: files are wrong.
    """
    began = time.perf_counter()
    flows = load(folder, overlay)
    scenarios = [s for s in load_scenarios(scenario_files(folder)) if only.lower() in s.title.lower()] if written else []
    loaded = time.perf_counter()
    results = [run(flows, scenario) for scenario in scenarios]
    tried = list(trials(flows, only)) if generated else []
    moments = [moment for result in results for moment in result.moments] + [moment for trial in tried for moment in trial.moments]
    seconds, covered = time.perf_counter() - loaded, coverage(flows, moments)
    failed, lost = [result for result in results if not result.ok], [trial for trial in tried if trial.wrong]
    thin = [area for area in AREAS if covered.share(area) < least]
    if as_json:
        _print_json(results, tried, covered)
    else:
        _print(results, failed, tried, lost, out)
        if not only:
            out.print(table(covered, all_missing=all_missing))
        out.print(f"Memuat {loaded - began:.1f} detik, menjalankan {seconds:.1f} detik.", markup=False)
        if thin:
            out.print(f"Cakupan kurang dari {least:.0%}: {', '.join(thin)}.", style="red", markup=False)
    return 1 if failed or lost or thin or not (results or tried) else 0


def table(covered: Coverage, *, all_missing: bool) -> Table:
    found = Table("Bagian", "Dilalui", "%", "Belum dilalui", title="Cakupan")
    for area in AREAS:
        missing = covered.missing(area)
        shown = missing if all_missing else missing[:MOST_MISSING]
        more = f" … dan {len(missing) - len(shown)} lagi (--coverage)" if len(shown) < len(missing) else ""
        wanted = len(covered.wanted[area])
        found.add_row(area, f"{wanted - len(missing)}/{wanted}", f"{covered.share(area):.0%}", Text("\n".join(shown) + more))
    return found


def _print(results: Sequence[Result], failed: Sequence[Result], tried: Sequence[Trial], lost: Sequence[Trial], console: Console) -> None:
    for result in failed:
        console.print(Text(f"\n✘ {result.scenario.title}  ({result.scenario.place})", style="bold red"))
        for entry in conversation(result):
            console.print(Text(f"  {entry}", style=COLOURS.get(entry.mark, "")))
    for trial in lost:
        console.print(Text(f"\n✘ {trial.title}", style="bold red"))
        for entry in trial.conversation():
            console.print(Text(f"  {entry}", style=COLOURS.get(entry.mark, "")))
    if not results and not tried:
        console.print("Tidak ada skenario yang cocok.", style="red")
    if results:
        console.print(f"Skenario: {len(results) - len(failed)} dari {len(results)} berhasil.", markup=False)
    if tried:
        console.print(f"Skenario turunan konfigurasi: {len(tried) - len(lost)} dari {len(tried)} berhasil.", markup=False)


def _print_json(results: Sequence[Result], tried: Sequence[Trial], covered: Coverage) -> None:
    for result in results:
        row = {"title": result.scenario.title, "place": result.scenario.place, "ok": result.ok, "outcome": result.outcome}
        lines = [] if result.ok else [str(entry) for entry in conversation(result)]
        print(json.dumps({**row, "intent": result.intent, "slots": result.slots, "lines": lines}, ensure_ascii=False))  # noqa: T201
    for trial in tried:
        lines = [str(entry) for entry in trial.conversation()] if trial.wrong else []
        print(json.dumps({"title": trial.title, "ok": not trial.wrong, "lines": lines}, ensure_ascii=False))  # noqa: T201
    areas = {area: {"share": covered.share(area), "missing": covered.missing(area)} for area in AREAS}
    print(json.dumps({"coverage": areas}, ensure_ascii=False))  # noqa: T201
