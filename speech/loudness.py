"""Every clause equally loud, within its peak, without hum or offset, and cut to fixed pauses, whoever speaks it."""

from __future__ import annotations

import warnings
from functools import lru_cache

import numpy as np
import pyloudnorm
import soxr
from numpy.typing import NDArray
from scipy.ndimage import minimum_filter1d, uniform_filter1d
from scipy.signal import butter, sosfilt

Samples = NDArray[np.float32]

TARGET_LUFS = -20.0
CEILING_DBTP = -4.5
"""True peak of what is kept. The limit is -3: the rest is room for what filtering to 8 kHz and the line's codec add."""
MOST_GAIN_DB = 40.0
SILENCE_DB = -45.0
"""Below the loudest 10 ms: the hum of an engine, not speech."""
EDGE_MS = 20
LOWEST_HZ = 60
"""Below it no voice speaks: an offset, hum of the mains."""
_BLOCK_S = 0.4
_OVERSAMPLING = 4
_LOOK_MS = 3
"""The limiter turns down so long before a peak, and back up so long after it."""
_ROUNDS = 5


def levelled(audio: Samples, rate: int, target_lufs: float = TARGET_LUFS) -> Samples:
    """`audio` (mono, -1 to 1) at `target_lufs`; peaks beyond CEILING_DBTP are turned down for some ms each. Silence stays silence.

    A clause shorter than the meter's 400 ms block is measured repeated, so that "ya" is as loud as a sentence.
    """
    loudness, gain_db, level = loudness_of(audio, rate), 0.0, audio
    for _ in range(_ROUNDS):
        if loudness is None:
            return audio
        gain_db = min(gain_db + target_lufs - loudness, MOST_GAIN_DB)
        level = _centred(_limited(np.asarray(audio * 10 ** (gain_db / 20), np.float32), rate), rate)
        loudness = loudness_of(level, rate)
        if loudness is not None and abs(target_lufs - loudness) < 0.1:
            break
    return level


def without_offset(audio: Samples, rate: int) -> Samples:
    """`audio` without what lies below 60 Hz."""
    return np.asarray(sosfilt(_high_pass(rate), audio), np.float32)


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


def loudness_of(audio: Samples, rate: int) -> float | None:
    """LUFS, or None for silence."""
    if not len(audio) or not np.any(audio):
        return None
    shortest = int(rate * _BLOCK_S) + 1
    measured = audio if len(audio) >= shortest else np.tile(audio, -(-shortest // len(audio)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pyloudnorm takes the log of silent blocks, which the gate then drops
        loudness = float(pyloudnorm.Meter(rate).integrated_loudness(measured.astype(np.float64)))
    return loudness if np.isfinite(loudness) else None


def true_peak_db(audio: Samples, rate: int) -> float:
    """dBTP, four times oversampled; -180 for silence."""
    return 20 * float(np.log10(max(float(_peaks(audio, rate).max(initial=0)), 1e-9)))


def _peaks(audio: Samples, rate: int) -> Samples:
    """Of each sample the highest amplitude between it and the next."""
    between = np.zeros(len(audio) * _OVERSAMPLING, np.float32)
    raised = soxr.resample(audio, rate, rate * _OVERSAMPLING)[: len(between)]
    between[: len(raised)] = np.abs(raised)
    return np.asarray(np.maximum(between.reshape(-1, _OVERSAMPLING).max(axis=1), np.abs(audio)), np.float32)


def _limited(audio: Samples, rate: int) -> Samples:
    """No gain is above what any peak near needs, and gains change over some ms, so that nothing clicks nor distorts."""
    ceiling = 10 ** (CEILING_DBTP / 20)
    peaks = _peaks(audio, rate)
    if peaks.max(initial=0) <= ceiling:
        return audio
    look = max(1, rate * _LOOK_MS // 1000)
    needed = ceiling / np.maximum(peaks, ceiling)
    held = minimum_filter1d(needed, 2 * look + 1, mode="nearest")
    return np.asarray(audio * uniform_filter1d(held, 2 * look - 1, mode="nearest"), np.float32)


def _centred(audio: Samples, rate: int) -> Samples:
    """Turning down the peaks of a voice that swings further to one side leaves an offset: it goes, and the edges stay silent."""
    edge = np.linspace(0, 1, min(rate * EDGE_MS // 1000, len(audio) // 2))
    window = np.concatenate([edge, np.ones(len(audio) - 2 * len(edge)), edge[::-1]])
    return np.asarray(audio - window * (audio.sum(dtype=np.float64) / max(window.sum(), 1.0)), np.float32)


@lru_cache(maxsize=8)
def _high_pass(rate: int) -> NDArray[np.float64]:
    return np.asarray(butter(2, LOWEST_HZ, "highpass", fs=rate, output="sos"))
