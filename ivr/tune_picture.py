"""The risk-coverage curve as a PNG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from matplotlib.figure import Figure

from dialog.risk_coverage import Judged, Proposal, curve
from dialog.schema import Bands, Risk

COLOURS = {Risk.LOW: "#7aa6c2", Risk.NORMAL: "#d98e5f", Risk.HIGH: "#a33b3b"}
NAMES = {Risk.LOW: "rendah", Risk.NORMAL: "biasa", Risk.HIGH: "tinggi"}


def draw(judged: Sequence[Judged], proposals: Mapping[Risk, Proposal], present: Mapping[Risk, Bands], path: Path) -> None:
    """Proposed thresholds as dots on the curve, present ones as crosses, targets as dashed lines."""
    figure = Figure(figsize=(8, 5), layout="constrained")
    axes = figure.subplots()
    thresholds = sorted({round(j.confidence, 4) for j in judged if j.confidence > 0}, reverse=True)
    points = curve(judged, thresholds)
    axes.plot([100 * p.coverage for p in points], [100 * p.risk for p in points], color="#222222", linewidth=1)
    for risk, proposal in proposals.items():
        axes.axhline(100 * proposal.target, color=COLOURS[risk], linestyle="--", linewidth=0.8)
        marks = [(present[risk].act, "x", "sekarang")]
        if proposal.reachable:
            marks.append((proposal.bands.act, "o", "usulan"))
        for act, mark, name in marks:
            (at,) = curve(judged, [act])
            label = f"risiko {NAMES[risk]}, {name} {act:g}"
            axes.plot([100 * at.coverage], [100 * at.risk], mark, color=COLOURS[risk], label=label, zorder=3)
    axes.set_xlim(0, 100)
    axes.set_ylim(bottom=0)
    axes.set_xlabel("dilayani langsung tanpa bertanya (% ucapan)")
    axes.set_ylabel("keliru di antaranya (%)")
    axes.legend(fontsize=8)
    figure.savefig(path, dpi=130)
