from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.pcm import AudioFileError, from_float, read_wav, to_float, write_wav


@given(st.lists(st.integers(-32768, 32767)))
def test_to_float_and_back_is_within_one_step(values: list[int]) -> None:
    pcm = np.array(values, "<i2").tobytes()
    back = np.frombuffer(from_float(to_float(pcm)), "<i2").astype(int)
    assert np.abs(back - np.array(values, int)).max(initial=0) <= 1


def test_loud_samples_are_clipped_not_wrapped() -> None:
    assert np.frombuffer(from_float(np.array([2.0, -2.0], np.float32)), "<i2").tolist() == [32767, -32767]


def test_a_stereo_wav_of_another_rate_becomes_telephone_pcm(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    write_wav(path, bytes(4 * 44100), rate=44100, channels=2)
    assert len(read_wav(path)) == pytest.approx(16000, abs=4)


def test_what_is_no_wav_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(b"not a wav at all")
    with pytest.raises(AudioFileError, match=r"a\.wav"):
        read_wav(path)
    with pytest.raises(AudioFileError, match=r"b\.wav"):
        read_wav(tmp_path / "b.wav")
