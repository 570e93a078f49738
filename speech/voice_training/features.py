"""Log-mel spectra as Coqui's own AudioProcessor makes them, so that a vocoder trained here fits an acoustic model loaded there."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from speech.voice_training.frames import BANDS, FFT, HOP, RATE, WINDOW

FLOOR = 1e-5
"""AudioProcessor's smallest amplitude before the logarithm."""


def audio_settings() -> dict[str, Any]:
    """Fields of Coqui's BaseAudioConfig for this grid; no normalisation, natural logarithm."""
    return {
        "sample_rate": RATE,
        "fft_size": FFT,
        "win_length": WINDOW,
        "hop_length": HOP,
        "num_mels": BANDS,
        "mel_fmin": 0.0,
        "mel_fmax": RATE / 2,
        "log_func": "np.log",
        "spec_gain": 1.0,
        "signal_norm": False,
        "preemphasis": 0.0,
        "do_trim_silence": False,
        "ref_level_db": 0,
    }


@cache
def _processor() -> Any:
    from TTS.config.shared_configs import BaseAudioConfig
    from TTS.utils.audio import AudioProcessor

    return AudioProcessor(BaseAudioConfig(**audio_settings()))


def log_mel(pcm: NDArray[np.int16]) -> NDArray[np.float32]:
    """[BANDS, len(pcm) // HOP] of s16 mono at RATE; frame i is centred on sample i * HOP."""
    mel = np.asarray(_processor().melspectrogram(pcm.astype(np.float32) / 32768), np.float32)
    return mel[:, : len(pcm) // HOP]


@cache
def _basis() -> torch.Tensor:
    return torch.from_numpy(np.asarray(_processor().mel_basis, np.float32))


@cache
def _window(samples: int) -> torch.Tensor:
    return torch.hann_window(samples)


def magnitudes(audio: torch.Tensor, fft: int, hop: int, window: int) -> torch.Tensor:
    """[n, samples] -> [n, fft // 2 + 1, frames], with a gradient that stays finite in silence."""
    spectrum = torch.stft(audio, fft, hop, window, _window(window), return_complex=True, pad_mode="reflect")
    return torch.sqrt(spectrum.real.square() + spectrum.imag.square() + 1e-9)


def torch_log_mel(audio: torch.Tensor) -> torch.Tensor:
    """[n, samples] -> [n, BANDS, frames], as `log_mel`, differentiable."""
    return torch.log(torch.clamp(_basis() @ magnitudes(audio, FFT, HOP, WINDOW), min=FLOOR))
