"""Pitch, tempo and words of clips whose truth is known."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
import pytest

from speech.recognizer import Hypothesis, Request, Transcript
from speech.voice_training.evaluate import Said, on_the_line, read_back, real_time_factor
from speech.voice_training.frames import RATE
from speech.voice_training.pitch import melody, pitch_range
from speech.voice_training.tempo import sounding_s, syllables


def buzz(hz: float, seconds: float) -> np.ndarray:
    time = np.arange(int(seconds * RATE)) / RATE
    return np.asarray(sum(np.sin(2 * np.pi * n * hz * time) / n for n in range(1, 9)) * 0.2, np.float32)


def test_the_range_of_a_voice_is_that_of_its_tones() -> None:
    found = pitch_range([melody(np.concatenate([buzz(100, 0.3), np.zeros(3200, np.float32), buzz(200, 0.3)]))])
    assert found is not None
    assert found.low == pytest.approx(100, rel=0.02) and found.high == pytest.approx(200, rel=0.02)
    assert found.semitones == pytest.approx(12, abs=0.5)
    assert pitch_range([melody(np.zeros(RATE, np.float32)), melody(buzz(100, 0.1))]) is None


@pytest.mark.parametrize(("ipa", "count"), [("səlˈamat pˈaɡi.", 5), ("ˈaɪɾ pˈʊlaʊ", 3), ("", 0)])
def test_a_diphthong_is_one_syllable(ipa: str, count: int) -> None:
    assert syllables(ipa) == count


def test_pauses_are_no_speech_but_the_closure_of_a_plosive_is() -> None:
    closure, pause = np.zeros(RATE // 20, np.float32), np.zeros(RATE // 2, np.float32)
    clip = np.concatenate([pause, buzz(120, 0.4), closure, buzz(120, 0.4), pause, buzz(120, 0.2), pause])
    assert sounding_s(clip, RATE) == pytest.approx(1.05, abs=0.03)
    assert sounding_s(np.zeros(RATE, np.float32), RATE) == 0


class Deaf:
    """Hears the first word alone."""

    def bucket(self, request: Request) -> Hashable:
        return 0

    def transcribe(self, requests: Sequence[Request]) -> list[Transcript]:
        assert all(request.rate == 16_000 for request in requests)
        return [Transcript((Hypothesis("selamat", 1.0),), 1.0) for _ in requests]


def test_words_are_counted_over_all_sentences() -> None:
    said = [Said("Selamat.", buzz(120, 0.5), RATE, 1.0, 0.1), Said("Selamat pagi ibu.", buzz(120, 0.5), RATE, 1.0, 0.1)]
    words = read_back(said, Deaf(), 16_000)
    assert (words.wer, words.exact) == (0.5, 0.5)
    assert real_time_factor(said) == pytest.approx(0.2)
    assert len(on_the_line(said[0])) == pytest.approx(2 * 8000 * 1.1, rel=0.1)
