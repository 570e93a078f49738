"""The pupil: Coqui's ForwardTTS (FastPitch) on phonemes and its HiFi-GAN, in a size that two cores train and one thread speaks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import nn

from speech.engines.coqui import CONFIG_FILE, MODEL_FILE, OWN_PHONEMES, VOCODER_CONFIG, VOCODER_FILE
from speech.voice_training.features import audio_settings
from speech.voice_training.frames import BANDS

SYMBOLS = "abdefhijklmnopstuvwzŋɔəɛɡɪɲɹɾʃʊʤʧχˈˌ"
"""What `speech.phonemes.indonesian_ipa` writes, and the order is part of a trained voice: add at the end only."""
MARKS = " ,.?!;:"
PAD, BEGIN, END = "_", "^", "$"
WIDTH = 192
_ENCODER = {"hidden_channels_ffn": 512, "num_heads": 2, "num_layers": 4, "dropout_p": 0.05}
_DECODER = {"kernel_size": 4, "dilations": [1, 2, 4, 1, 2, 1], "num_conv_blocks": 2, "num_res_blocks": 6}
"""SpeedySpeech's: where durations are known, it learns in a fifth of the steps that a transformer takes (docs/measurements.md)."""


def acoustic_config() -> Any:
    """A FastPitchConfig: no phonemizer (it is fed phonemes), no aligner (it is fed durations), beginning and end marked."""
    from TTS.tts.configs.fast_pitch_config import FastPitchConfig
    from TTS.tts.configs.forward_tts_config import ForwardTTSArgs
    from TTS.tts.configs.shared_configs import BaseAudioConfig, CharactersConfig

    return FastPitchConfig(
        audio=BaseAudioConfig(**audio_settings()),
        text_cleaner=None,
        use_phonemes=False,
        phonemizer=OWN_PHONEMES,
        phoneme_language="id",
        enable_eos_bos_chars=True,
        characters=CharactersConfig(
            characters_class="TTS.tts.utils.text.characters.Graphemes",
            pad=PAD,
            bos=BEGIN,
            eos=END,
            characters=SYMBOLS,
            punctuations=MARKS,
            is_unique=False,
            is_sorted=False,
        ),
        model_args=ForwardTTSArgs(
            out_channels=BANDS,
            hidden_channels=WIDTH,
            use_aligner=False,
            encoder_params=_ENCODER,
            decoder_type="residual_conv_bn",
            decoder_params=_DECODER,
            positional_encoding=False,
            duration_predictor_hidden_channels=WIDTH,
            pitch_predictor_hidden_channels=WIDTH,
        ),
        test_sentences=[],
        compute_f0=False,
    )


def acoustic_model(config: Any) -> nn.Module:
    """An untrained ForwardTTS of `acoustic_config`."""
    from TTS.tts.models.forward_tts import ForwardTTS

    model: nn.Module = ForwardTTS.init_from_config(config)
    return model


def vocoder_config(shape: dict[str, Any]) -> Any:
    """A HifiganConfig for a generator of `shape` on our grid."""
    from TTS.config.shared_configs import BaseAudioConfig
    from TTS.vocoder.configs import HifiganConfig

    return HifiganConfig(audio=BaseAudioConfig(**audio_settings()), generator_model_params=shape)


def export(folder: Path, acoustic: nn.Module, config: Any, vocoder: nn.Module, shape: dict[str, Any]) -> None:
    """What `CoquiSynthesizer` and Coqui's own loader take; weights in half precision, which are widened on loading."""
    folder.mkdir(parents=True, exist_ok=True)
    config.save_json(str(folder / CONFIG_FILE))
    vocoder_config(shape).save_json(str(folder / VOCODER_CONFIG))
    torch.save({"model": _halved(acoustic)}, folder / MODEL_FILE)
    torch.save({"model": _halved(vocoder), "model_disc": {}}, folder / VOCODER_FILE)  # the second key: a generator alone


def _halved(model: nn.Module) -> dict[str, torch.Tensor]:
    return {name: value.half() if value.is_floating_point() else value for name, value in model.state_dict().items()}
