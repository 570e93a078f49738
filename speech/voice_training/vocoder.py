"""Trains Coqui's HiFi-GAN generator: log-mel frames to a wave. First on spectra alone, then also against small critics."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from speech.voice_training.checkpoint import Average, Stateful, descend, load_checkpoint, save_checkpoint
from speech.voice_training.discriminators import Critics, critics_loss, deceit_loss, feature_loss
from speech.voice_training.features import magnitudes, torch_log_mel
from speech.voice_training.frames import BANDS, HOP

FFTS = ((1024, 120, 600), (2048, 240, 1200), (512, 50, 240))
"""FFT size, hop, window: the resolutions of Parallel WaveGAN's loss."""
SHAPE: dict[str, Any] = {
    "in_channels": BANDS,
    "resblock_type": "1",
    "resblock_dilation_sizes": [[1, 3, 5], [1, 3, 5], [1, 3, 5]],
    "resblock_kernel_sizes": [3, 7, 11],
    "upsample_kernel_sizes": [11, 11, 8, 4],
    "upsample_factors": [5, 5, 4, 2],
    "upsample_initial_channel": 128,
    "inference_padding": 4,
    "conv_pre_weight_norm": True,
    "conv_post_weight_norm": True,
    "conv_post_bias": True,
}
"""HiFi-GAN V2's width on our hop of 200."""

Clip = tuple[NDArray[np.float32], NDArray[np.float32]]
"""Log-mel [BANDS, frames] and wave [frames * HOP], -1 to 1."""


@dataclass(frozen=True, slots=True)
class VocoderPlan:
    """`alone` of `steps` are without critics. A batch is `batch` pieces of `frames`."""

    steps: int
    alone: int
    batch: int = 8
    frames: int = 40
    rate: float = 1e-3
    critics_rate: float = 4e-4
    save_every: int = 100


def generator() -> nn.Module:
    """An untrained HiFi-GAN of SHAPE."""
    from TTS.vocoder.models.hifigan_generator import HifiganGenerator

    made: nn.Module = HifiganGenerator(out_channels=1, **SHAPE)
    return made


def pieces(clips: Sequence[Clip], batch: int, frames: int, generator: np.random.Generator) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """Random pieces for ever: mel [batch, BANDS, frames], wave [batch, frames * HOP]."""
    lengths = np.array([mel.shape[1] - frames for mel, _ in clips], float).clip(0)
    chances = lengths / lengths.sum()
    while True:
        mels, waves = [], []
        for at in generator.choice(len(clips), batch, p=chances):
            mel, wave = clips[at]
            start = int(generator.integers(mel.shape[1] - frames))
            mels.append(mel[:, start : start + frames])
            waves.append(wave[start * HOP : (start + frames) * HOP])
        yield torch.from_numpy(np.stack(mels)), torch.from_numpy(np.stack(waves))


def spectral_loss(made: torch.Tensor, true: torch.Tensor) -> torch.Tensor:
    """Spectral convergence and log magnitude at three resolutions (Parallel WaveGAN), and the mel's L1 (HiFi-GAN)."""
    loss = 2.0 * (torch_log_mel(made) - torch_log_mel(true)).abs().mean()
    for shape in FFTS:
        a, b = magnitudes(made, *shape), magnitudes(true, *shape)
        converged = torch.linalg.vector_norm(b - a) / torch.linalg.vector_norm(b)
        loss = loss + (converged + (torch.log(a + 1e-5) - torch.log(b + 1e-5)).abs().mean()) / len(FFTS)
    return loss


def train_vocoder(
    clips: Sequence[Clip],
    plan: VocoderPlan,
    checkpoint: Path,
    show: Callable[[int, dict[str, float]], None],
    start: nn.Module | None = None,
) -> nn.Module:
    """Go on from `checkpoint` where there is one, else from `start` or nothing; `show(step, losses)` after each. The averaged generator."""
    model, critics = start or generator(), Critics()
    optimizer = torch.optim.AdamW(model.parameters(), plan.rate, betas=(0.8, 0.99))
    critics_optimizer = torch.optim.AdamW(critics.parameters(), plan.critics_rate, betas=(0.8, 0.99))
    average = Average(model, 0.998)
    parts: dict[str, Stateful] = {"model": model, "critics": critics, "average": average.model}
    parts |= {"optimizer": optimizer, "critics_optimizer": critics_optimizer}
    begun = load_checkpoint(checkpoint, parts)
    for step, (mel, wave) in zip(
        range(begun, plan.steps), pieces(clips, plan.batch, plan.frames, np.random.default_rng(begun)), strict=False
    ):
        for group in optimizer.param_groups:
            group["lr"] = plan.rate * _pace(step, plan.steps)
        made = model(mel).squeeze(1)
        losses = {}
        if step >= plan.alone:
            judged, true = critics(made.detach()), critics(wave)
            loss = critics_loss(true, judged)
            descend(loss, critics, critics_optimizer, 5.0)
            losses["critics"] = loss.item()
        loss = spectral = spectral_loss(made, wave)
        if step >= plan.alone + 50:  # the critics look first
            critics.requires_grad_(False)
            judged = critics(made)
            with torch.no_grad():
                true = critics(wave)
            critics.requires_grad_(True)
            matched, deceit = feature_loss(true, judged), deceit_loss(judged)
            loss = spectral + deceit + 2.0 * matched
            losses |= {"deceit": deceit.item(), "features": matched.item()}
        descend(loss, model, optimizer, 5.0)
        average.follow(model)
        show(step, {"spectral": spectral.item(), **losses})
        if (step + 1) % plan.save_every == 0 or step + 1 == plan.steps:
            save_checkpoint(checkpoint, parts, step + 1)
    return average.model


def _pace(step: int, steps: int) -> float:
    """Warm up over 100 steps, then down by a cosine to a tenth."""
    warm = min(1.0, (step + 1) / 100)
    return float(warm * (0.1 + 0.45 * (1 + np.cos(np.pi * step / steps))))


def waves(pcm: NDArray[np.int16]) -> NDArray[np.float32]:
    """s16 -> float, -1 to 1."""
    return np.asarray(pcm, np.float32) / np.float32(32768)


