"""The measure finds each fault that it is for, and none in good sound."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from speech.loudness import levelled, trimmed, without_offset
from speech.pcm import from_float
from speech.sound_check import check

RATE = 16_000
Samples = NDArray[np.float32]


def speech(seconds: float = 2.0, seed: int = 1) -> Samples:
    """A voice of 120 Hz through a formant, in syllables, with a hiss between them: as steep as speech is."""
    noise, time = np.random.default_rng(seed), np.arange(int(RATE * seconds)) / RATE
    phase = noise.uniform(0, 2 * np.pi, 40)
    voiced = sum(np.cos(2 * np.pi * 120 * n * time + phase[n]) * np.exp(-(((120 * n - 700) / 900) ** 2)) for n in range(1, 40))
    hiss = noise.normal(size=len(time)) * np.maximum(-np.sin(2 * np.pi * 2.5 * time) - 0.6, 0)
    sound = voiced * np.maximum(np.sin(2 * np.pi * 2.5 * time), 0) ** 0.5 + 0.5 * hiss
    return levelled(trimmed(without_offset(np.asarray(0.05 * sound, np.float32), RATE), RATE), RATE)


def still(ms: int) -> Samples:
    return np.zeros(RATE * ms // 1000, np.float32)


def report(*parts: Samples) -> tuple[str, ...]:
    return check(from_float(np.concatenate(parts)), RATE).faults


def test_levelled_speech_is_within_all_limits() -> None:
    good = check(from_float(np.concatenate([still(40), speech(), still(200), speech(1.3, 2), still(60)])), RATE)
    assert good.faults == ()
    assert good.lufs == pytest.approx(-20, abs=1)
    assert good.true_peak_dbtp < -3


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ([speech() * 0.7], "lufs"),
        ([speech() * 2], "true_peak_dbtp"),
        ([speech() + 0.003], "dc"),
        ([speech()[:9_007], still(200)], "worst_join"),
        ([still(200), speech()[9_007:]], "worst_join"),
        ([0.2 * speech()[:9_000], -0.2 * speech()[12_007:]], "worst_join"),
    ],
    ids=["too soft", "too loud", "offset", "broken off", "begins at once", "spliced"],
)
def test_each_fault_is_found(parts: list[Samples], fault: str) -> None:
    if fault == "worst_join" and len(parts) == 2 and np.any(parts[0]) and np.any(parts[1]):
        parts[0][-1], parts[1][0] = 0.12, -0.12
    assert fault in report(*parts)


def test_a_single_click_in_speech_is_found() -> None:
    clicked = speech()
    quiet = int(np.argmin(np.convolve(np.abs(clicked[2000:-2000]), np.ones(400), "same"))) + 2000
    clicked[quiet] += 0.1
    assert "worst_join" in report(clicked)


def test_silence_has_no_loudness() -> None:
    assert check(bytes(3200), RATE).lufs == -np.inf
    assert check(b"", RATE).faults == ("lufs",)
