"""A checkpoint built here, small but a real VITS, is loaded and speaks through Coqui's own interface."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from speech.synthesizer import SynthesizerError

# The library's own imports warn about old names in other libraries; nothing of ours is behind these.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import torch
    from TTS.config.shared_configs import BaseAudioConfig
    from TTS.tts.configs.shared_configs import CharactersConfig
    from TTS.tts.configs.vits_config import VitsArgs, VitsConfig
    from TTS.tts.models.vits import Vits

    torch.manual_seed(1)
    characters = CharactersConfig(
        characters_class="TTS.tts.models.vits.VitsCharacters", pad="_", eos="~", bos="^", blank="#",
        characters="abcdefghijklmnopqrstuvwxyz", punctuations=" .,!?-", phonemes="",
    )  # fmt: skip
    args = VitsArgs(
        init_discriminator=False, hidden_channels=32, hidden_channels_ffn_text_encoder=64, num_layers_text_encoder=1,
        num_layers_posterior_encoder=1, num_layers_flow=1, upsample_initial_channel_decoder=64, use_sdp=False,
    )  # fmt: skip
    config = VitsConfig(
        model_args=args, audio=BaseAudioConfig(sample_rate=16_000, do_trim_silence=False), characters=characters,
        text_cleaner="basic_cleaners", use_phonemes=False,
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("vits")
    model = Vits.init_from_config(config)
    torch.save({"model": model.state_dict()}, folder / "model.pth")
    config.save_json(str(folder / "config.json"))
    return folder


def test_a_local_checkpoint_speaks(checkpoint: Path, tmp_path: Path) -> None:
    from speech.engines.coqui import CoquiSynthesizer

    voice = CoquiSynthesizer(str(checkpoint), tmp_path)
    spoken = list(voice.stream("Selamat pagi. Mohon tunggu sebentar."))

    assert voice.sample_rate == 16_000
    assert len(spoken) == 2
    for clause in spoken:
        assert clause.dtype == np.float32
        assert clause.size > 1_600
        assert np.isfinite(clause).all()
    slower = list(voice.stream("Selamat pagi. Mohon tunggu sebentar.", 0.25))  # an untrained network's sounds are one frame long
    assert sum(map(len, slower)) > 1.5 * sum(map(len, spoken))
    assert sum(map(len, voice.stream("Selamat pagi. Mohon tunggu sebentar."))) == sum(map(len, spoken))


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    from speech.engines.coqui import CoquiSynthesizer

    with pytest.raises(SynthesizerError, match="tidak-ada does not exist"):
        CoquiSynthesizer(str(tmp_path / "tidak-ada"), tmp_path)


def test_a_folder_without_a_checkpoint_names_what_is_missing(tmp_path: Path) -> None:
    from speech.engines.coqui import CoquiSynthesizer

    with pytest.raises(SynthesizerError, match=r"holds no model\.pth"):
        CoquiSynthesizer(str(tmp_path), tmp_path)


def test_a_broken_checkpoint_is_an_error_of_ours(tmp_path: Path) -> None:
    from speech.engines.coqui import CoquiSynthesizer

    (tmp_path / "model.pth").write_bytes(b"no checkpoint")
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(SynthesizerError, match="cannot load the checkpoint"):
        CoquiSynthesizer(str(tmp_path), tmp_path)
