"""Every clause equally loud and cut to fixed pauses, whoever speaks it."""

from __future__ import annotations

import warnings

import numpy as np
import pyloudnorm
import soxr
from numpy.typing import NDArray

Samples = NDArray[np.float32]

TARGET_LUFS = -20.0
CEILING_DBTP = -3.0
"""True peak; the 3 dB are room for what resampling to 8 kHz and the line's codec add."""
MOST_GAIN_DB = 40.0
SILENCE_DB = -45.0
"""Below the loudest 10 ms: the hum of an engine, not speech."""
EDGE_MS = 20
_BLOCK_S = 0.4
_OVERSAMPLING = 4


def levelled(audio: Samples, rate: int) -> Samples:
    """`audio` (mono, -1 to 1) at -20 LUFS, or less where its true peak would pass -3 dBTP. Silence stays silence.

    A clause shorter than the meter's 400 ms block is measured repeated, so that "ya" is as loud as a sentence.
    """
    loudness = _loudness(audio, rate)
    if loudness is None:
        return audio
    gain_db = min(TARGET_LUFS - loudness, CEILING_DBTP - _true_peak_db(audio, rate), MOST_GAIN_DB)
    return np.asarray(audio * 10 ** (gain_db / 20), np.float32)


def trimmed(audio: Samples, rate: int) -> Samples:
    """`audio` from 20 ms before its first sound to 20 ms after its last, faded there; empty where nothing sounds."""
    frame = rate // 100
    whole = audio[: len(audio) // frame * frame].reshape(-1, frame)
    if not len(whole):
        return np.zeros(0, np.float32)
    power = np.mean(whole.astype(np.float64) ** 2, axis=1)
    loudest = power.max()
    if loudest <= 1e-10:
        return np.zeros(0, np.float32)
    sounding = np.flatnonzero(power > loudest * 10 ** (SILENCE_DB / 10))
    edge = rate * EDGE_MS // 1000
    start, stop = sounding[0] * frame - edge, (sounding[-1] + 1) * frame + edge
    kept = np.array(audio[max(0, start) : min(len(audio), stop)], np.float32)
    ramp = np.linspace(0, 1, min(edge, len(kept) // 2), dtype=np.float32)
    kept[: len(ramp)] *= ramp
    kept[len(kept) - len(ramp) :] *= ramp[::-1]
    return kept


def silence(ms: int, rate: int) -> Samples:
    """`ms` milliseconds of nothing."""
    return np.zeros(rate * ms // 1000, np.float32)


def _loudness(audio: Samples, rate: int) -> float | None:
    """LUFS, or None for silence."""
    if not len(audio) or not np.any(audio):
        return None
    shortest = int(rate * _BLOCK_S) + 1
    measured = audio if len(audio) >= shortest else np.tile(audio, -(-shortest // len(audio)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pyloudnorm takes the log of silent blocks, which the gate then drops
        loudness = float(pyloudnorm.Meter(rate).integrated_loudness(measured.astype(np.float64)))
    return loudness if np.isfinite(loudness) else None


def _true_peak_db(audio: Samples, rate: int) -> float:
    between = soxr.resample(audio, rate, rate * _OVERSAMPLING)
    peak = max(float(np.abs(between).max(initial=0)), float(np.abs(audio).max()))
    return 20 * float(np.log10(max(peak, 1e-9)))
