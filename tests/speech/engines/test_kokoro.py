"""The default voice, with its real weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from speech.engines.kokoro import KokoroSynthesizer
from speech.synthesizer import Synthesizer, SynthesizerError
from speech.voices import load_voice
from speech.weights import KokoroFiles, kokoro_files


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def files(cache: Path) -> KokoroFiles:
    return kokoro_files(cache)


@pytest.fixture(scope="module")
def voice(cache: Path) -> Synthesizer:
    return load_voice("kokoro:jf_alpha+jm_kumo", cache)


def test_it_speaks_clause_by_clause_the_same_every_time(voice: Synthesizer) -> None:
    first, second = voice.stream("Selamat pagi. Mohon tunggu.")
    assert first.dtype == np.float32
    assert 0.4 < len(first) / voice.sample_rate < 4
    assert 0.05 < np.abs(second).max() <= 1
    assert np.array_equal(next(iter(voice.stream("Selamat pagi."))), first)


def test_marks_alone_are_silence(voice: Synthesizer) -> None:
    assert sum(map(len, voice.stream("... !"))) == 0


def test_a_mean_and_a_speed_are_voices_of_their_own(files: KokoroFiles, voice: Synthesizer) -> None:
    slow = KokoroSynthesizer(*files, "jf_alpha+jm_kumo", speed=0.8)
    assert slow.identity != voice.identity
    assert len(next(iter(slow.stream("Mohon tunggu.")))) > len(next(iter(voice.stream("Mohon tunggu."))))
    usual, slower = (len(next(iter(voice.stream("Mohon tunggu.", pace)))) for pace in (1.0, 0.8))
    assert 1.1 < slower / usual < 1.4


@pytest.mark.parametrize("name", ["siti", "jf_alpha+siti", ""])
def test_an_unknown_voice_is_answered_with_the_known_ones(files: KokoroFiles, name: str) -> None:
    with pytest.raises(SynthesizerError, match="jf_alpha, jf_gongitsune, jf_nezumi, jf_tebukuro, jm_kumo"):
        KokoroSynthesizer(*files, name)


def test_a_speed_beyond_speech_is_refused(files: KokoroFiles) -> None:
    with pytest.raises(SynthesizerError, match="between 0.5 and 2"):
        KokoroSynthesizer(*files, "jf_alpha", speed=9)


def test_a_missing_file_is_named(files: KokoroFiles, tmp_path: Path) -> None:
    with pytest.raises(SynthesizerError, match=r"model\.onnx is missing"):
        KokoroSynthesizer(tmp_path / "model.onnx", files.voices, files.vocab, "jf_alpha")


def test_a_broken_model_is_an_error_of_ours(files: KokoroFiles, tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"no model")
    with pytest.raises(SynthesizerError, match="cannot be loaded"):
        KokoroSynthesizer(tmp_path / "model.onnx", files.voices, files.vocab, "jf_alpha")
