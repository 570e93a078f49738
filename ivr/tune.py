"""`ivr tune`: what each threshold would have done to labelled utterances, and which to choose. Indonesian, as operators read it.

It writes no configuration: the operator pastes what he agrees with.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from dialog.load import load
from dialog.risk_coverage import TARGETS, Judged, Outcome, Proposal, calibration_error, outcome, propose
from dialog.scenario.load import load_scenarios
from dialog.scenario.run import run_all
from dialog.schema import Bands, Flows, Risk
from ivr.config_versions import versions_of
from ivr.records.store import Records
from ivr.replay import known_versions
from ivr.scenarios import scenario_files
from ivr.settings import Settings
from ivr.tune_data import cross_validated, expected, journalled, judged, read_labels
from ivr.tune_picture import NAMES, draw

SHOWN = tuple(i / 20 for i in range(1, 20))
"""Thresholds of the table."""
LEGEND = (
    "dilayani: tanpa bertanya; keliru: di antaranya; betul? dan X/Y?: ditanya dulu; sia-sia: pertanyaan itu tidak memuat maksudnya; "
    "ulang: ditanya ulang; terlewat: di antaranya yang sebenarnya sudah dipahami benar"
)
FEW = 50
"""Fewer utterances tell next to nothing: with none wrong of 50 acted on, one in 20 may still be (Wilson, 95 %)."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Where labelled utterances come from; `since` and `until` bound the journal's calls."""

    labels: Sequence[Path] = ()
    journal: bool = False
    scenarios: bool = False
    examples: bool = False
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Tuned:
    """`present` are the configuration's bands."""

    judged: Sequence[Judged]
    present: Mapping[Risk, Bands]
    proposals: Mapping[Risk, Proposal]


def tune(known: Sequence[Judged], present: Mapping[Risk, Bands], target: float | None = None) -> Tuned:
    """`target` in place of every risk's own."""
    proposals = {risk: propose(known, TARGETS[risk] if target is None else target, present[risk].hand_over) for risk in Risk}
    return Tuned(known, present, proposals)


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


def figures(tuned: Tuned) -> dict[str, Any]:
    return {
        "n": len(tuned.judged),
        "outside": _outside(tuned.judged),
        "calibration_error": round(calibration_error(tuned.judged), 4),
        "thresholds": [{"act": t, **asdict(_row(tuned, t))} for t in SHOWN],
        "present": {risk.value: asdict(bands) | asdict(outcome(tuned.judged, bands)) for risk, bands in tuned.present.items()},
        "proposed": {
            risk.value: asdict(p.bands)
            | asdict(p.outcome)
            | {"target": p.target, "reachable": p.reachable, "bound": round(p.bound, 4), "enough": p.enough, "needed": p.needed}
            for risk, p in tuned.proposals.items()
        },
    }


def table(tuned: Tuned) -> Table:
    """A row a threshold of `act`, the other thresholds as they are for normal risk; then the present and the proposed bands."""
    shown = Table("ambang", "dilayani", "keliru", "%", "betul?", "X/Y?", "sia-sia", "ulang", "terlewat", box=SIMPLE)
    for threshold in SHOWN:
        shown.add_row(f"{threshold:.2f}", *_cells(_row(tuned, threshold)))
    for risk, bands in tuned.present.items():
        shown.add_section()
        shown.add_row(f"{NAMES[risk]} kini", *_cells(outcome(tuned.judged, bands)))
        shown.add_row(f"{NAMES[risk]} usul", *_cells(tuned.proposals[risk].outcome))
    return shown


def _row(tuned: Tuned, threshold: float) -> Outcome:
    bands = tuned.present[Risk.NORMAL]
    confirm = min(bands.confirm, threshold)
    return outcome(tuned.judged, Bands(threshold, confirm, min(bands.hand_over, confirm), bands.gap))


def _cells(done: Outcome) -> list[str]:
    risk = f"{done.wrong / done.acted:.1%}" if done.acted else "-"
    counts = (done.confirmed, done.chosen, done.needless, done.again, done.missed)
    return [str(done.acted), str(done.wrong), risk, *map(str, counts)]


def yaml(tuned: Tuned) -> str:
    """Ready to paste into hotline.yaml."""
    return "\n".join(["thresholds:", *(f"  {risk.value}: {{{_bands(p.bands)}}}" for risk, p in tuned.proposals.items())])


def _bands(bands: Bands) -> str:
    low = f", hand_over: {bands.hand_over:g}" if bands.hand_over else ""
    return f"act: {bands.act:g}, confirm: {bands.confirm:g}, gap: {bands.gap:g}{low}"


def remarks(tuned: Tuned) -> Iterator[str]:
    """How far the figures can be relied on."""
    n, outside = len(tuned.judged), _outside(tuned.judged)
    yield f"{n} ucapan, {outside} di antaranya di luar layanan; galat kalibrasi {calibration_error(tuned.judged):.3f}"
    if n < FEW:
        yield f"DATA TERLALU SEDIKIT: {n} ucapan, sedikitnya {FEW}; jangan dipakai sebagai dasar"
    if not outside:
        yield "tidak ada ucapan di luar layanan dalam data: pada panggilan sungguhan lebih banyak yang keliru; tambahkan dengan --labels"
    for risk, p in tuned.proposals.items():
        yield f"risiko {NAMES[risk]}: {_reliable(p)}"
    yield "ambang dipilih pada data yang sama dengan pengukurannya: periksa lagi pada panggilan berikutnya"


def _reliable(p: Proposal) -> str:
    if not p.reachable:
        return f"tidak ada ambang yang menjaga kekeliruan di bawah {p.target:.1%}; act: 1 bertanya dulu, kecuali bila yakin penuh"
    told = f"{p.outcome.wrong} keliru dari {p.outcome.acted} yang dilayani; dengan keyakinan 95% paling banyak {p.bound:.1%}"
    if p.enough:
        return f"{told}, jadi sasaran {p.target:.1%} terpenuhi"
    return f"{told}: BELUM TERBUKTI di bawah {p.target:.1%}; perlu sedikitnya {p.needed} yang dilayani tanpa satu pun keliru"


def _outside(judged: Sequence[Judged]) -> int:
    return sum(not j.meant for j in judged)
