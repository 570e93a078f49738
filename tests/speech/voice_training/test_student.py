"""An untrained pupil of the shipped shape: written by us, loaded and spoken by Coqui's own loader."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pytest

from speech.engines.coqui import VOCODER_FILE, CoquiSynthesizer
from speech.synthesizer import SynthesizerError
from speech.voice_training.frames import HOP, RATE
from speech.voice_training.student import acoustic_config, acoustic_model, export
from speech.voice_training.vocoder import SHAPE, generator

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import torch

    torch.manual_seed(1)
    made = tmp_path_factory.mktemp("voices") / "siti"
    config = acoustic_config()
    export(made, acoustic_model(config), config, generator(), SHAPE)
    return made


@pytest.fixture(scope="module")
def voice(folder: Path) -> CoquiSynthesizer:
    return CoquiSynthesizer(str(folder), folder)


def test_it_speaks_phonemes_clause_by_clause(voice: CoquiSynthesizer) -> None:
    spoken = list(voice.stream("Selamat pagi. Mohon tunggu sebentar."))

    assert voice.sample_rate == RATE
    assert len(spoken) == 2
    assert all(np.isfinite(clause).all() and len(clause) > 10 * HOP for clause in spoken)


def test_what_it_never_learnt_is_left_out_and_not_logged(voice: CoquiSynthesizer, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        assert sum(map(len, voice.stream("Ibu Ñandú Żółć tinggal di sini."))) > 0
    assert "tinggal" not in caplog.text
    assert "tˈiŋɡal" not in caplog.text


def test_nothing_to_say_is_nothing(voice: CoquiSynthesizer) -> None:
    assert list(voice.stream("...")) == []


def test_a_truncated_vocoder_is_an_error_of_ours(folder: Path, tmp_path: Path) -> None:
    for file in folder.iterdir():
        content = file.read_bytes()
        (tmp_path / file.name).write_bytes(content[: len(content) // 2] if file.name == VOCODER_FILE else content)
    with pytest.raises(SynthesizerError, match="cannot load the checkpoint"):
        CoquiSynthesizer(str(tmp_path), tmp_path)
