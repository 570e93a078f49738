"""What is no speech is told from what is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.faults import Fault
from speech.plausible import BadSound, judge

RATE = 16_000
TEXT = "Nomor laporan Anda sudah dicatat."


def sound(seconds: float, level: float = 0.3) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return np.asarray(level * np.sin(np.arange(int(RATE * seconds)) * 0.1), np.float32)


@pytest.mark.parametrize(
    ("audio", "fault"),
    [
        (np.full(RATE * 2, np.nan, np.float32), Fault.NAN),
        (np.where(np.arange(RATE * 2) == 7, np.inf, 0.1).astype(np.float32), Fault.NAN),
        (np.zeros(RATE * 2, np.float32), Fault.SILENT),
        (np.zeros(0, np.float32), Fault.SILENT),
        (sound(0.05), Fault.LENGTH),
        (sound(60), Fault.LENGTH),
        (np.clip(sound(2, 9.0), -1, 1), Fault.CLIPPED),
        (sound(2, 9.0), Fault.CLIPPED),
    ],
)
def test_each_fault_has_its_name(audio: np.ndarray[tuple[int], np.dtype[np.float32]], fault: Fault) -> None:
    with pytest.raises(BadSound) as raised:
        judge(audio, RATE, TEXT, 1.0)
    assert raised.value.fault is fault
    assert "laporan" not in str(raised.value)


@given(st.floats(0.5, 1.6), st.integers(45, 110), st.text("abdeiklmnu ", min_size=1, max_size=140))
def test_speech_of_any_usual_pace_passes(pace: float, letter_ms: int, text: str) -> None:
    judge(sound(len(text) * letter_ms / 1000 / pace + 0.1), RATE, text, pace)


def test_where_there_is_nothing_to_say_silence_is_right() -> None:
    judge(np.zeros(0, np.float32), RATE, " - ", 1.0)
