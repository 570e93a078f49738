"""Whether confidences keep their word: shares right by confidence, the mean distance between the two, and a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

BINS = 10
Array = NDArray[np.float64]
Curve = list[tuple[int, float, float]]
"""(cases, mean confidence, share right), by rising confidence."""


def reliability(confidence: Array, right: Sequence[float]) -> Curve:
    """Ten parts of like size."""
    order = np.argsort(confidence, kind="stable")
    hits = np.array(right, float)
    return [(len(part), float(confidence[part].mean()), float(hits[part].mean())) for part in np.array_split(order, BINS) if len(part)]


def calibration_error(rows: Curve) -> float:
    """Expected calibration error: the mean distance of confidence from the share right, weighted by cases."""
    return sum(n * abs(said - was) for n, said, was in rows) / sum(n for n, _, _ in rows)


def draw(path: Path, curves: Mapping[str, Curve]) -> None:
    """The reliability diagram as PNG; nothing where matplotlib is not installed."""
    try:
        from matplotlib.figure import Figure
    except ImportError:
        return
    axes = (figure := Figure(figsize=(5, 5))).subplots()
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    for name, rows in curves.items():
        axes.plot([said for _, said, _ in rows], [was for _, _, was in rows], marker="o", label=name)
    axes.set(xlabel="confidence", ylabel="share right", xlim=(0, 1), ylim=(0, 1), title="Clips that the fit has not seen")
    axes.legend()
    figure.savefig(path, dpi=120, bbox_inches="tight")
