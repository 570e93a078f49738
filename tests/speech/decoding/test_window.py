from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.decoding.window import FULL_S, STOCK, Habits, habits, max_length, window_s

TAUGHT = Habits(adapted=True, least_s=1.5, padding_s=0.3, plain=True)


@given(st.floats(0, 100))
def test_an_utterance_fits_with_its_silence_into_a_few_sizes(speech_s: float) -> None:
    size = window_s(speech_s, TAUGHT)
    assert TAUGHT.least_s <= size <= FULL_S
    assert size * 2 == int(size * 2)
    assert size >= min(speech_s + TAUGHT.padding_s, FULL_S)
    assert size <= max(speech_s + TAUGHT.padding_s + 0.5, TAUGHT.least_s)


def test_stock_weights_get_a_safe_size() -> None:
    assert [window_s(s, STOCK) for s in (1, 15, 15.1, 99)] == [15, 15, 30, 30]


def test_the_full_window_is_whispers_own() -> None:
    assert window_s(1, TAUGHT, full=True) == FULL_S


def test_sixteen_dictated_digits_fit() -> None:
    seconds, tokens_a_digit = 6.0, 3
    assert max_length(seconds) // 2 >= 16 * tokens_a_digit
    assert max_length(30.0) <= 448


def test_habits_are_read_from_the_folder(tmp_path: Path) -> None:
    assert habits(tmp_path) == STOCK
    (tmp_path / "adapter.json").write_text(json.dumps({"adapter_sha256": "0", "least_s": 2, "plain": False}))
    assert habits(tmp_path) == Habits(adapted=True, least_s=2.0, padding_s=0.5, plain=False)


@pytest.mark.parametrize("content", ["{", '{"least_s": 0}', '{"least_s": 31}', '{"padding_s": -1}', '{"least_s": "x"}'])
def test_broken_habits_are_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "adapter.json").write_text(content)
    with pytest.raises(ValueError):
        habits(tmp_path)
