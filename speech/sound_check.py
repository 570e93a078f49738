"""What a caller hears, measured: loudness, true peak, offset, and clicks where parts join. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter1d

from speech.loudness import TARGET_LUFS, loudness_of, true_peak_db
from speech.pcm import to_float

LUFS_OFF, PEAK_DBTP, MOST_DC, MOST_JOIN = 1.0, -3.0, 0.001, 0.02
"""The limits: LUFS from the target, dBTP, and parts of full scale."""
_STILL = 2 / 32768
_STILL_MS = 5
"""So long nothing sounds where parts join."""
_NEAR_MS = 30
_SUDDEN = 4.0
"""A step so many times larger than those around it is a click, not speech."""

_Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SoundReport:
    """`lufs` is -inf for silence. `dc` and `worst_join` are parts of full scale: the mean, and the highest step that breaks the sound off
    or stands alone in it."""

    lufs: float
    true_peak_dbtp: float
    dc: float
    worst_join: float

    @property
    def faults(self) -> tuple[str, ...]:
        """Which of `lufs`, `true_peak_dbtp`, `dc`, `worst_join` are out of their limits."""
        out = {
            "lufs": abs(self.lufs - TARGET_LUFS) > LUFS_OFF,
            "true_peak_dbtp": self.true_peak_dbtp >= PEAK_DBTP,
            "dc": abs(self.dc) > MOST_DC,
            "worst_join": self.worst_join > MOST_JOIN,
        }
        return tuple(name for name, wrong in out.items() if wrong)


def check(pcm: bytes, rate: int) -> SoundReport:
    """A whole prompt, s16le mono at `rate`."""
    samples = to_float(pcm)
    loudness = loudness_of(samples, rate)
    dc = float(np.mean(samples)) if len(samples) else 0.0
    join = _worst_join(samples.astype(np.float64), rate)
    return SoundReport(-np.inf if loudness is None else loudness, true_peak_db(samples, rate), dc, join)


def _worst_join(samples: _Values, rate: int) -> float:
    """Before and after the prompt nothing sounds."""
    around = np.zeros(rate * _STILL_MS // 1000)
    steps = np.abs(np.diff(np.concatenate([around, samples, around])))
    loud = np.concatenate([around, np.abs(samples), around])
    return max(_broken_off(loud, steps, rate * _STILL_MS // 1000), _alone(steps, rate * _NEAR_MS // 1000))


def _broken_off(loud: _Values, steps: _Values, still: int) -> float:
    """The highest step from or into stillness; `steps[n]` lies between `loud[n]` and `loud[n + 1]`."""
    quiet = np.concatenate([[0], np.cumsum(loud <= _STILL)])
    before = np.zeros(len(steps), bool)
    before[still - 1 :] = quiet[still:-1] - quiet[: -still - 1] == still
    after = np.zeros(len(steps), bool)
    after[: len(steps) - still + 1] = quiet[still + 1 :] - quiet[1:-still] == still
    return float(steps[before | after].max(initial=0))


def _alone(steps: _Values, near: int) -> float:
    """The highest step that none around it comes near: a voice's own pulses come in rows."""
    highest = np.pad(maximum_filter1d(steps, near, mode="constant"), near)
    index, reach = np.arange(len(steps)) + near, near // 2 + 2
    around = np.maximum(highest[index - reach], highest[index + reach])
    return float(steps[steps > _SUDDEN * around].max(initial=0))
