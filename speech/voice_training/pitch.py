"""How high a voice speaks: the fundamental frequency by probabilistic YIN (librosa), and its range over many sentences."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speech.voice_training.frames import HOP, RATE

LOWEST_HZ, HIGHEST_HZ = 55.0, 450.0
TOO_SHORT_S = 0.15
_STEP = 2 * HOP
"""25 ms: what is asked for are ranges and means a phone; twice as fine takes six times as long."""
_WINDOW = 1024
_GRID = 0.25
"""Semitones."""
_LOW, _HIGH = 5, 95


@dataclass(frozen=True, slots=True)
class PitchRange:
    """Of voiced frames, Hz: the 5th percentile, the median, the 95th."""

    low: float
    middle: float
    high: float

    @property
    def semitones(self) -> float:
        """From low to high."""
        return 12 * math.log2(self.high / self.low)


def melody(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Hz, one a frame of HOP samples (mono, RATE, -1 to 1), 0 where no voice sounds."""
    import librosa  # it takes seconds

    frames = len(samples) // HOP
    if len(samples) < TOO_SHORT_S * RATE:
        return np.zeros(frames, np.float32)
    found, voiced, _ = librosa.pyin(
        samples.astype(np.float32),
        fmin=LOWEST_HZ,
        fmax=HIGHEST_HZ,
        sr=RATE,
        frame_length=_WINDOW,
        hop_length=_STEP,
        resolution=_GRID,
        fill_na=0.0,
    )
    return np.repeat(np.where(voiced, found, 0.0).astype(np.float32), _STEP // HOP)[:frames]


def pitch_range(melodies: Iterable[NDArray[np.float32]]) -> PitchRange | None:
    """Over all of them together; None where no voice sounds."""
    voiced = [hz for track in melodies for hz in track[track > 0]]
    if not voiced:
        return None
    low, middle, high = np.percentile(voiced, (_LOW, 50, _HIGH))
    return PitchRange(float(low), float(middle), float(high))
