from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.confidence import CEILING, FLOOR, Logistic, find, read, shared, utterance_features, word_features

log_probs = st.floats(-50, 0)


@given(st.lists(log_probs, min_size=1), st.floats(-100, 100), st.floats(0, 1), st.integers(0, 50))
def test_features_are_finite_and_do_not_grow_with_length(tokens: list[float], gap: float, no_speech: float, words: int) -> None:
    once = utterance_features(tokens, gap, no_speech, words, expected=True)
    twice = utterance_features(tokens * 2, gap, no_speech, words, expected=True)
    assert once == pytest.approx(twice)
    assert all(abs(value) <= 8 for value in once.values())


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_nothing_is_certain(bias: float, mean: float) -> None:
    assert FLOOR <= Logistic(bias, {"mean": 1.0})({"mean": mean}) <= CEILING


def test_surer_tokens_make_surer_words() -> None:
    whole = utterance_features([-0.1, -0.2], 1.0, 0.1, 2, expected=False)
    model = Logistic(2.0, {"mean": 1.0, "worst": 1.0})
    assert model(word_features([-0.1], whole)) > model(word_features([-0.1, -3.0], whole))


@given(st.floats(FLOOR, CEILING), st.lists(log_probs, min_size=1, max_size=8))
def test_the_readings_share_one_certainty(first: float, probabilities: list[float]) -> None:
    found = shared(first, probabilities)
    assert len(found) == len(probabilities)
    assert sum(found) <= 1 + 1e-9
    assert all(0 <= share <= first for share in found)


def a_calibration(path: Path, weights: str) -> Path:
    part = {"bias": 0.0, "weights": {"mean": 1.0}}
    path.write_text(json.dumps({"weights_sha256": weights, "utterance": part, "word": part}))
    return path


def test_the_calibration_of_these_weights_is_found(tmp_path: Path) -> None:
    (tmp_path / "adapter.json").write_text('{"adapter_sha256": "mine"}')
    a_calibration(tmp_path / "other.calibration.json", "other")
    a_calibration(tmp_path / "mine.calibration.json", "mine")
    assert find(tmp_path).weights_sha256 == "mine"


def test_without_one_it_is_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "model.bin").write_bytes(b"unknown")
    with caplog.at_level(logging.WARNING):
        assert find(tmp_path).weights_sha256 == ""
    assert "no calibration" in caplog.text


@pytest.mark.parametrize("content", ["{", "{}", '{"weights_sha256": "1", "utterance": 3, "word": 3}'])
def test_a_broken_calibration_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.calibration.json"
    path.write_text(content)
    with pytest.raises(ValueError):
        read(path)
