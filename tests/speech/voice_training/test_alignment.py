"""Durations that are carried from one reading of the words to another."""

from __future__ import annotations

import numpy as np
import pytest
import soxr
from numpy.typing import NDArray

from speech.voice_training.alignment import TooFast, durations
from speech.voice_training.clips import Spoken
from speech.voice_training.frames import HOP, RATE

STEPS = (6, 10, 16, 8, 14, 6)
"""Frames of each sound: silence, four vowels, silence."""
FORMANTS = (None, (300, 2300), (800, 1200), (350, 800), (500, 1900), None)


def vowels(lengths: tuple[int, ...], hz: float) -> NDArray[np.int16]:
    """A buzz of `hz` through each pair of formants in turn."""
    parts = []
    for frames, formants in zip(lengths, FORMANTS, strict=True):
        time = np.arange(frames * HOP) / RATE
        if formants is None:
            parts.append(np.zeros(len(time)))
            continue
        tones = [np.sin(2 * np.pi * n * hz * time) / (1 + min(abs(n * hz - f) for f in formants) / 60) for n in range(1, int(7000 / hz))]
        parts.append(np.sum(tones, axis=0))
    wave = np.concatenate(parts)
    return np.asarray(wave / np.abs(wave).max() * 20_000, np.int16)


def reference() -> Spoken:
    pcm = vowels(STEPS, 120)
    return Spoken("iaue", np.array(STEPS, np.int64), np.zeros(sum(STEPS), np.float32), pcm)


def test_another_speaker_at_another_tempo_has_borders_where_they_are_heard() -> None:
    other = (12, 9, 24, 12, 15, 10)
    found = durations(reference(), vowels(other, 190))
    assert int(found.sum()) == sum(other) and (found > 0).all()
    assert np.abs(np.cumsum(found) - np.cumsum(other)).max() <= 2


def test_the_same_reading_has_the_same_durations() -> None:
    assert np.abs(durations(reference(), reference().pcm) - STEPS).max() <= 1


def test_a_recording_half_as_long_is_too_fast_for_its_words() -> None:
    quick = soxr.resample(reference().pcm.astype(np.float32), RATE, RATE * 2 // 5).astype(np.int16)
    with pytest.raises(TooFast):
        durations(reference(), quick[: len(quick) // HOP * HOP])
