"""Whether an engine spoke at all: what it gave for a clause, judged before a caller hears it. Pure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from speech.faults import Fault
from speech.synthesizer import SynthesizerError

FEWEST_MS, MOST_MS = 18, 320
"""A letter lasts at least and at most so long; Indonesian speech takes 50 to 90 ms."""
SPARE_S = 1.5
"""For one word, or one that is spelled."""
CLIPPED_PART = 0.02
"""Of all samples, at full scale."""
_FULL = 0.999
_SILENT = 1e-4


class BadSound(SynthesizerError):
    """What came is no speech; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"the voice gave no speech: {fault}")
        self.fault = fault


def longest_s(text: str, pace: float) -> float:
    """What is longer is not `text` at `pace`."""
    return (_letters(text) * MOST_MS / 1000 + SPARE_S) / pace


def judge(audio: NDArray[np.float32], rate: int, text: str, pace: float) -> None:
    """`audio` (mono, -1 to 1) against the clause `text` at `pace`.

    Raises:
        BadSound: not a number, silent where there is something to say, far too short or long, or clipped.
    """
    letters = _letters(text)
    if not letters:
        return
    if not np.isfinite(audio).all():
        raise BadSound(Fault.NAN)
    loud = np.abs(audio)
    if loud.max(initial=0) < _SILENT:
        raise BadSound(Fault.SILENT)
    seconds = len(audio) / rate * pace
    if not letters * FEWEST_MS / 1000 <= seconds + SPARE_S / 10 <= letters * MOST_MS / 1000 + SPARE_S:
        raise BadSound(Fault.LENGTH)
    if np.mean(loud >= _FULL) > CLIPPED_PART:
        raise BadSound(Fault.CLIPPED)


def _letters(text: str) -> int:
    return sum(letter.isalnum() for letter in text)
