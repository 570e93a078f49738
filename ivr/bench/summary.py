"""Many turns to a few figures. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ivr.bench.turns import Turn

Figures = dict[str, object]


def summary(turns: Sequence[Turn], path_ms: float) -> Figures:
    """What `ivr bench turns --json` prints.

    `gap_ms` and `kinds` hold the replies that are rendered ahead, `uncached` the others (read-backs and answers with data in them, which
    are never kept). `path_ms` is in every gap: there and back through phone and PBX.
    """
    barged = [t.barge_in_ms for t in turns if t.barge_in_ms is not None]
    cached = [t for t in turns if t.cached]
    paused = [t for t in turns if t.paused]
    return {
        "turns": len(turns),
        "gap_ms": _spread(cached),
        "uncached": {"gap_ms": _spread([t for t in turns if not t.cached])},
        "unanswered": sum(t.gap_ms is None and not t.cut_off for t in turns),
        "cut_off_rate": _share(turns),
        "paused": {"turns": len(paused), "cut_off_rate": _share(paused)},
        "barge_in_ms": _percentiles(barged) | {"ignored": sum(t.ignored for t in turns)},
        "path_ms": round(path_ms),
        "stages_ms": _stages(cached),
        "kinds": {
            kind: {"turns": len(of), "cut_off": sum(t.cut_off for t in of), "gap_ms": _spread([t for t in of if t.cached])}
            for kind in dict.fromkeys(t.kind for t in turns)
            for of in ([t for t in turns if t.kind == kind],)
        },
    }


def _spread(turns: Sequence[Turn]) -> Figures:
    return _percentiles([t.gap_ms for t in turns if t.gap_ms is not None])


def _percentiles(values: Sequence[int]) -> Figures:
    if not values:
        return {"count": 0, "p50": None, "p95": None}
    p50, p95 = np.percentile(values, (50, 95))
    return {"count": len(values), "p50": round(float(p50)), "p95": round(float(p95))}


def _share(turns: Sequence[Turn]) -> float | None:
    return sum(t.cut_off for t in turns) / len(turns) if turns else None


def _stages(turns: Sequence[Turn]) -> Figures:
    """Medians: silence waited, result awaited after it, and the rest (path, first frame of the reply, the detector's own delay)."""
    known = [(t.gap_ms, t.stages) for t in turns if t.gap_ms is not None and t.stages is not None]
    if not known:
        return {}
    rows = {
        "silence": [s.silence_ms for _, s in known],
        "wait": [s.wait_ms for _, s in known],
        "rest": [gap - s.silence_ms - s.wait_ms for gap, s in known],
        "decode": [s.decode_ms for _, s in known],
    }
    return {name: round(float(np.median(values))) for name, values in rows.items()}
