from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from speech.decoding.readings import Reading
from speech.engines.faster_whisper import Judged
from speech.measure import Clip
from speech.training.calibrate import Cases, expectation, fit, judge, unseen
from speech.training.reliability import calibration_error, draw, reliability


def drawn(count: int) -> Cases:
    """Right with probability 1 / (1 + exp(-(1 + 2 mean))); `noise` tells nothing."""
    rng, cases = np.random.default_rng(0), Cases()
    for i in range(count):
        mean = float(rng.uniform(-3, 1))
        cases.add({"mean": mean, "noise": float(rng.normal())}, bool(rng.random() < 1 / (1 + np.exp(-(1 + 2 * mean)))), i)
    return cases


def test_the_fit_finds_what_made_the_data() -> None:
    cases = drawn(5000)
    model = fit(cases.features, cases.right)
    assert model.bias == pytest.approx(1, abs=0.2)
    assert model.weights["mean"] == pytest.approx(2, abs=0.25)
    assert model.weights["noise"] == pytest.approx(0, abs=0.1)


def test_unseen_clips_are_calibrated_and_a_boaster_is_not() -> None:
    cases = drawn(3000)
    assert calibration_error(reliability(unseen(cases), cases.right)) < 0.05
    assert calibration_error(reliability(np.full(3000, 0.99), cases.right)) > 0.3


def test_a_picture_is_drawn(tmp_path: Path) -> None:
    draw(tmp_path / "curve.png", {"utterance": [(5, 0.2, 0.3), (5, 0.9, 0.8)]})
    assert (tmp_path / "curve.png").read_bytes().startswith(b"\x89PNG")


def heard(text: str) -> Judged:
    return Judged((Reading(text, (), -1.0),), {}, tuple((word, {}) for word in text.split()))


@pytest.mark.parametrize(
    ("said", "text", "right", "right_words"),
    [
        ("satu dua lima", "satu tiga lima", 0.0, [1, 0, 1]),
        ("dua tiga satu", "dua tiga satu", 1.0, [1, 1, 1]),
        ("ya", "iya", 0.0, [0]),
        ("saya mau urus ktp", "saya mau kurus ktp", 0.75, [1, 1, 0, 1]),
        ("tolong ulangi lagi", "a b c d e f g", 0.0, [0] * 7),
    ],
)
def test_numbers_are_right_or_wrong_and_sentences_by_their_words(said: str, text: str, right: float, right_words: list[int]) -> None:
    utterances, words = Cases(), Cases()
    judge(heard(text), said, 0, utterances, words)
    assert utterances.right == [right]
    assert words.right == right_words


@pytest.mark.parametrize(
    ("transcript", "digits", "length", "phrases"),
    [("tiga kosong dobel dua", True, 4, ()), ("ya", False, 0, ("ya", "tidak")), ("saya mau urus ktp", False, 0, ())],
)
def test_a_clip_is_heard_as_in_a_call(transcript: str, digits: bool, length: int, phrases: tuple[str, ...]) -> None:
    found = expectation(Clip(Path("x.wav"), transcript), ("ya", "tidak"))
    assert (found.digits, found.length, found.phrases) == (digits, length, phrases)
