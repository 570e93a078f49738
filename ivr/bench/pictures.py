"""What a benchmark found, as a PNG. matplotlib is only needed for this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ivr.bench.turns import Turn

STAGES = (("silence", "diam yang ditunggu", "#7aa6c2"), ("wait", "menunggu hasil", "#d98e5f"), ("rest", "jalur dan sisanya", "#b9b9b9"))


class PictureError(Exception):
    """No picture can be drawn; the message says what to install."""


def _figure(rows: float) -> tuple[Any, Any]:
    try:
        import matplotlib
    except ImportError as error:
        raise PictureError("matplotlib is not installed: pip install matplotlib") from error
    matplotlib.use("agg")
    from matplotlib import pyplot

    return pyplot.subplots(figsize=(9, 1.6 + 0.45 * rows), layout="constrained")


def draw_gaps(turns: Sequence[Turn], path: Path) -> None:
    """A line a kind: each gap as a dot (hollow: not rendered ahead), and the median of each stage as a bar behind them."""
    kinds = list(dict.fromkeys(t.kind for t in turns))
    figure, axes = _figure(len(kinds))
    for row, kind in enumerate(kinds):
        of = [t for t in turns if t.kind == kind and t.gap_ms is not None]
        _bars(axes, row, of, legend=row == 0)
        for cached, fill in ((True, "#222222"), (False, "none")):
            gaps = [t.gap_ms for t in of if t.cached is cached]
            heights = row + np.linspace(-0.2, 0.2, len(gaps)) if len(gaps) > 1 else [row] * len(gaps)
            axes.scatter(gaps, heights, s=14, facecolors=fill, edgecolors="#222222", zorder=3)
    axes.set_yticks(range(len(kinds)), kinds)
    axes.invert_yaxis()
    axes.set_xlim(left=0)
    axes.set_xlabel("jeda giliran (ms), dari suara terakhir penelepon sampai suara pertama jawaban")
    axes.legend(loc="lower right", fontsize=8)
    figure.savefig(path, dpi=130)


def _bars(axes: Any, row: int, turns: Sequence[Turn], *, legend: bool) -> None:
    known = [(t.gap_ms, t.stages) for t in turns if t.gap_ms is not None and t.stages is not None]
    if not known:
        return
    medians = [float(np.median(v)) for v in zip(*((s.silence_ms, s.wait_ms, g - s.silence_ms - s.wait_ms) for g, s in known), strict=True)]
    left = 0.0
    for (_, label, colour), width in zip(STAGES, medians, strict=True):
        axes.barh(row, max(0.0, width), left=left, color=colour, height=0.6, label=label if legend else None)
        left += max(0.0, width)


def draw_shares(title: str, shares: Mapping[str, Mapping[str, float]], path: Path, unit: str = "%") -> None:
    """Groups of bars: `shares[group][series]`, 0 to 1 where `unit` is %."""
    series = list(dict.fromkeys(name for group in shares.values() for name in group))
    figure, axes = _figure(len(shares) * len(series) * 0.6)
    scale, height = (100.0 if unit == "%" else 1.0), 0.8 / max(1, len(series))
    for number, name in enumerate(series):
        places = [row + number * height for row, group in enumerate(shares.values()) if name in group]
        bars = axes.barh(places, [scale * g[name] for g in shares.values() if name in g], height=height, label=name)
        axes.bar_label(bars, fmt="%.1f", padding=2, fontsize=8)
    axes.set_yticks([row + height * (len(series) - 1) / 2 for row in range(len(shares))], list(shares))
    axes.invert_yaxis()
    axes.set_xlabel(f"{title} ({unit})")
    if len(series) > 1:
        axes.legend(fontsize=8)
    figure.savefig(path, dpi=130)
