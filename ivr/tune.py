"""`ivr tune`: what each threshold would have done to labelled utterances, and which to choose. Indonesian, as operators read it.

It writes no configuration: the operator pastes what he agrees with.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from dialog.load import load
from dialog.risk_coverage import Judged
from dialog.scenario.load import load_scenarios
from dialog.scenario.run import run_all
from dialog.schema import Flows
from ivr.config_versions import versions_of
from ivr.records.store import Records
from ivr.replay import known_versions
from ivr.scenarios import scenario_files
from ivr.settings import Settings
from ivr.tune_calls import expected, journalled
from ivr.tune_data import cross_validated, judged, read_labels
from ivr.tune_picture import draw
from ivr.tune_report import LEGEND, figures, remarks, table, tune, yaml


@dataclass(frozen=True, slots=True)
class Sources:
    """Where labelled utterances come from; `since` and `until` bound the journal's calls."""

    labels: Sequence[Path] = ()
    journal: bool = False
    scenarios: bool = False
    examples: bool = False
    since: str = ""
    until: str = ""


async def report(settings: Settings, sources: Sources, out: Console, *, target: float | None, as_json: bool, png: Path | None) -> int:
    """Exit status: 1 without any data. Raises ConfigError, ScenarioError, LabelsError, RecordsError."""
    flows = load(settings.dialog, settings.overlay)
    known, skipped = await gathered(settings, flows, sources)
    tuned = tune(known, flows.bands, target)
    if png is not None:
        draw(known, tuned.proposals, tuned.present, png)
    if as_json:
        print(json.dumps(figures(tuned) | {"skipped": dict(skipped)}, ensure_ascii=False))  # noqa: T201
    else:
        if known:
            out.print(LEGEND, markup=False)
            out.print(table(tuned))
        for line in (*(f"dilewati, {why}: {count}" for why, count in skipped.most_common()), *remarks(tuned)):
            out.print(line, markup=False)
        if known:
            out.print(f"\n{yaml(tuned)}", markup=False)
    return 0 if known else 1


async def gathered(settings: Settings, flows: Flows, sources: Sources) -> tuple[list[Judged], Counter[str]]:
    """All utterances of the chosen sources as understood now, and calls left out by reason."""
    found, skipped = [one for path in sources.labels for one in read_labels(path, flows.intents)], Counter[str]()
    if sources.scenarios:
        found += expected(flows, run_all(flows, load_scenarios(scenario_files(settings.dialog))))
    if sources.journal:
        kept = known_versions(versions_of(settings))
        async with Records(settings.records) as records:
            calls, skipped = await journalled(
                records, lambda name: flows if name == flows.version else kept(name), sources.since, sources.until
            )
        found += (one for one in calls if one.intent in flows.intents)
    examples = {name: intent.examples for name, intent in flows.intents.items()} if sources.examples else {}
    return judged(flows.understander, found) + cross_validated(examples), skipped
