"""Equally loud, never clipped, cut to its sound."""

from __future__ import annotations

import numpy as np
import pyloudnorm
import pytest
import soxr
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from speech.loudness import CEILING_DBTP, TARGET_LUFS, levelled, trimmed

RATE = 24_000


def buzz(seconds: float, level: float = 0.1) -> NDArray[np.float32]:
    """A voice-like tone: harmonics of 140 Hz."""
    time = np.arange(int(RATE * seconds)) / RATE
    tone = sum(np.sin(2 * np.pi * 140 * n * time) / n for n in range(1, 12))
    return np.asarray(level * tone, np.float32)


@pytest.mark.parametrize("level", [0.003, 0.05, 0.5])
def test_loud_and_quiet_voices_come_out_alike(level: float) -> None:
    loudness = pyloudnorm.Meter(RATE).integrated_loudness(levelled(buzz(2, level), RATE).astype(np.float64))
    assert loudness == pytest.approx(TARGET_LUFS, abs=0.3)


@given(st.floats(0.05, 0.6))
def test_a_very_short_clause_is_as_loud_as_a_long_one(seconds: float) -> None:
    short, long = levelled(buzz(seconds), RATE), levelled(buzz(2), RATE)
    difference = 20 * np.log10(np.sqrt(np.mean(short**2)) / np.sqrt(np.mean(long**2)))
    assert abs(difference) < 1.0


def test_true_peaks_stay_under_the_ceiling() -> None:
    clicks = np.zeros(RATE, np.float32)
    clicks[::2_000] = 0.5
    between = soxr.resample(levelled(clicks, RATE), RATE, 4 * RATE)
    assert 20 * np.log10(np.abs(between).max()) <= CEILING_DBTP + 0.1


@pytest.mark.parametrize("length", [0, 1, 100, RATE])
def test_silence_stays_silence(length: int) -> None:
    nothing = np.zeros(length, np.float32)
    assert not levelled(nothing, RATE).any()
    assert len(trimmed(nothing, RATE)) == 0


@given(st.integers(0, RATE), st.integers(0, RATE))
def test_silence_around_the_sound_goes_whatever_its_length(before: int, after: int) -> None:
    sound = buzz(0.5)
    padded = np.concatenate([np.zeros(before, np.float32), sound, np.zeros(after, np.float32)])
    kept = trimmed(padded, RATE)
    assert len(sound) - RATE // 100 <= len(kept) <= len(sound) + RATE * 6 // 100
