"""What a benchmark found, as a PNG."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ivr.bench.recogniser import Measured
from ivr.bench.turns import Turn

STAGES = (("silence", "diam yang ditunggu", "#7aa6c2"), ("wait", "menunggu hasil", "#d98e5f"), ("rest", "jalur dan sisanya", "#b9b9b9"))


def _figure(rows: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(9, 1.6 + 0.45 * rows), layout="constrained")
    return figure, figure.subplots()


def draw_gaps(turns: Sequence[Turn], path: Path) -> None:
    """A line a kind: each gap as a dot (hollow: not rendered ahead), and the median of each stage as a bar behind them."""
    kinds = list(dict.fromkeys(t.kind for t in turns))
    figure, axes = _figure(len(kinds))
    for row, kind in enumerate(kinds):
        of = [t for t in turns if t.kind == kind and t.gap_ms is not None]
        _bars(axes, row, of, legend=row == 0)
        for cached, fill in ((True, "#222222"), (False, "none")):
            gaps = [float(t.gap_ms or 0) for t in of if t.cached is cached]
            heights = row + np.linspace(-0.2, 0.2, len(gaps))
            axes.scatter(gaps, heights, s=14, facecolors=fill, edgecolors="#222222", zorder=3)
    axes.set_yticks(range(len(kinds)), kinds)
    axes.invert_yaxis()
    axes.set_xlim(left=0)
    axes.set_xlabel("jeda giliran (ms), dari suara terakhir penelepon sampai suara pertama jawaban")
    figure.legend(loc="outside upper center", ncols=len(STAGES), fontsize=8)
    figure.savefig(path, dpi=130)


def _bars(axes: Axes, row: int, turns: Sequence[Turn], *, legend: bool) -> None:
    known = [(t.gap_ms, t.stages) for t in turns if t.gap_ms is not None and t.stages is not None]
    if not known:
        return
    medians = [float(np.median(v)) for v in zip(*((s.silence_ms, s.wait_ms, g - s.silence_ms - s.wait_ms) for g, s in known), strict=True)]
    left = 0.0
    for (_, label, colour), width in zip(STAGES, medians, strict=True):
        axes.barh(row, max(0.0, width), left=left, color=colour, height=0.6, label=label if legend else None)
        left += max(0.0, width)


def draw_errors(measured: Measured, path: Path) -> None:
    """Word error rate of each way in each condition."""
    ways = list(measured.reports)
    names = list(measured.reports[ways[0]])
    figure, axes = _figure(0.6 * len(names) * len(ways))
    height = 0.8 / len(ways)
    for number, way in enumerate(ways):
        places = [row + number * height for row in range(len(names))]
        bars = axes.barh(places, [100 * measured.reports[way][name].wer for name in names], height=height, label=way)
        axes.bar_label(bars, fmt="%.1f", padding=2, fontsize=8)
    axes.set_yticks([row + height * (len(ways) - 1) / 2 for row in range(len(names))], names)
    axes.invert_yaxis()
    axes.set_xlabel("kata yang salah (%)")
    if len(ways) > 1:
        axes.legend(fontsize=8)
    figure.savefig(path, dpi=130)
