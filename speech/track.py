"""Clauses put together into what one line carries: lead, pauses, the line's rate."""

from __future__ import annotations

import numpy as np
import soxr

from speech.pcm import to_float
from speech.reading import Piece

MASTER_RATE = 16_000
"""Of all that is kept."""
RATES = (8000, MASTER_RATE)
"""What a line can carry."""
LEAD_MS = 40
LAST_MS = 60
"""After the last clause: just enough that nothing is cut off; the dialog decides what silence follows."""
SHORTEST_PAUSE_MS, LONGEST_PAUSE_MS = 200, 1500
_BETWEEN_WORDS_MS = 120
"""A shorter pause stands where a clause was cut without a mark: no caller is to notice it."""


def pause_ms(piece: Piece, pace: float) -> int:
    """After `piece`, for a caller who is spoken to at `pace`: pauses grow and shrink more than words do, since they are what gives time to
    think. Longer ones that an operator asked for stay."""
    if piece.pause_ms < _BETWEEN_WORDS_MS or piece.pause_ms > LONGEST_PAUSE_MS:
        return piece.pause_ms
    return round(min(max(piece.pause_ms / pace**2, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS))


class Track:
    """One sentence on its way to a line of `rate` (one of RATES) at `pace`. Clauses that come one by one join without a click: each begins
    and ends in silence, and one filter runs through all of them."""

    def __init__(self, rate: int, pace: float = 1.0) -> None:
        if rate not in RATES:
            raise ValueError(f"a line carries {RATES}, not {rate} samples a second")
        self._pace, self._begun = pace, False
        self._filter = soxr.ResampleStream(MASTER_RATE, rate, 1, dtype="float32", quality="HQ") if rate != MASTER_RATE else None

    def add(self, master: bytes, piece: Piece, *, last: bool) -> bytes:
        """`master`, s16le at MASTER_RATE, is what `piece` sounds like; what the line is given, s16le at its rate. Nothing comes after the
        last."""
        lead = b"" if self._begun else _still(LEAD_MS)
        self._begun = True
        whole = lead + master + _still(LAST_MS if last else pause_ms(piece, self._pace))
        if self._filter is None:
            return whole
        narrow = self._filter.resample_chunk(to_float(whole), last=last)
        return bytes(np.rint(np.clip(narrow, -1, 1) * 32767).astype("<i2").tobytes())


def _still(ms: int) -> bytes:
    return bytes(MASTER_RATE * ms // 1000 * 2)
