"""Trains Coqui's ForwardTTS: phonemes to log-mel frames, by regression on durations and pitch that are known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from speech.voice_training.checkpoint import Average, Stateful, descend, load_checkpoint, save_checkpoint
from speech.voice_training.clips import Spoken
from speech.voice_training.features import log_mel
from speech.voice_training.frames import BANDS
from speech.voice_training.student import acoustic_config, acoustic_model

VOICED_HZ = 40.0
"""Below it the teacher's melody means no voice."""
PITCH_MEAN_HZ, PITCH_SPREAD_HZ = 95.0, 20.0
"""FastPitch learns a normalised pitch; silence is 0. The figures are fixed: a fine-tuned voice learns its own offset."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """`tokens` [n], `durations` [n] frames, `pitch` [frames] normalised, 0 where unvoiced, `mel` [BANDS, frames]."""

    tokens: NDArray[np.int64]
    durations: NDArray[np.int64]
    pitch: NDArray[np.float32]
    mel: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class AcousticPlan:
    """A batch is at most `frames` of padded mel."""

    steps: int
    frames: int = 1200
    rate: float = 1e-3
    save_every: int = 100


def normalised(pitch: NDArray[np.float32]) -> NDArray[np.float32]:
    """Hz -> what FastPitch learns."""
    return np.where(pitch > VOICED_HZ, (pitch - PITCH_MEAN_HZ) / PITCH_SPREAD_HZ, 0).astype(np.float32)


def lessons_of(said: Sequence[Spoken], model: nn.Module) -> list[Lesson]:
    """What the acoustic model learns from clips."""
    tokenizer: Any = model.tokenizer
    return [
        Lesson(np.array(tokenizer.text_to_ids(one.ipa)), one.durations, normalised(one.pitch), log_mel(one.pcm))
        for one in said
    ]


def batches(lessons: Sequence[Lesson], frames: int, rng: Random) -> Iterator[list[Lesson]]:
    """For ever: lessons of like length together, at most `frames` with padding."""
    while True:
        order = sorted(lessons, key=lambda lesson: lesson.mel.shape[1] * rng.uniform(0.9, 1.1))
        made: list[list[Lesson]] = [[]]
        for lesson in order:
            if made[-1] and (len(made[-1]) + 1) * max(lesson.mel.shape[1], made[-1][-1].mel.shape[1]) > frames:
                made.append([])
            made[-1].append(lesson)
        rng.shuffle(made)
        yield from made


def train_acoustic(
    lessons: Sequence[Lesson],
    plan: AcousticPlan,
    checkpoint: Path,
    show: Callable[[int, dict[str, float]], None],
    start: nn.Module | None = None,
) -> nn.Module:
    """Go on from `checkpoint` where there is one, else from `start` or nothing; `show(step, losses)` after each. The averaged model."""
    model = start or at_the_mean(acoustic_model(acoustic_config()), lessons)
    model.train()
    optimizer = torch.optim.AdamW(model.parameters(), plan.rate, betas=(0.9, 0.98), weight_decay=1e-4)
    average = Average(model, 0.998)
    parts: dict[str, Stateful] = {"model": model, "optimizer": optimizer, "average": average.model}
    begun = load_checkpoint(checkpoint, parts)
    for step, batch in zip(range(begun, plan.steps), batches(lessons, plan.frames, Random(begun)), strict=False):
        for group in optimizer.param_groups:
            group["lr"] = plan.rate * _pace(step, plan.steps)
        losses = _losses(model, batch)
        loss = losses["mel"] + 0.3 * losses["duration"] + 0.3 * losses["pitch"]
        descend(loss, model, optimizer, 1.0)
        average.follow(model)
        show(step, {name: value.item() for name, value in losses.items()})
        if (step + 1) % plan.save_every == 0 or step + 1 == plan.steps:
            save_checkpoint(checkpoint, parts, step + 1)
    return average.model.eval()


@torch.no_grad()
def at_the_mean(model: nn.Module, lessons: Sequence[Lesson]) -> nn.Module:
    """An untrained model that gives the mean spectrum: what it would else learn first, for a hundred steps."""
    last = [layer for layer in model.modules() if isinstance(layer, nn.Conv1d) and layer.out_channels == BANDS][-1]
    assert last.bias is not None
    last.bias.copy_(torch.from_numpy(np.concatenate([lesson.mel for lesson in lessons], axis=1).mean(axis=1)))
    return model


def forward(model: nn.Module, batch: Sequence[Lesson]) -> tuple[dict[str, torch.Tensor], dict[str, torch.Tensor]]:
    """What the model makes of `batch` with its true durations and pitch, and the padded targets."""
    tokens, lengths = _padded([lesson.tokens for lesson in batch])
    durations, _ = _padded([lesson.durations for lesson in batch])
    pitch, frames = _padded([lesson.pitch for lesson in batch])
    mel = torch.zeros(len(batch), int(frames.max()), BANDS)
    for row, lesson in zip(mel, batch, strict=True):
        row[: lesson.mel.shape[1]] = torch.from_numpy(lesson.mel.T)
    made: dict[str, torch.Tensor] = model(tokens, lengths, frames, dr=durations, pitch=pitch.unsqueeze(1))
    return made, {"mel": mel, "durations": durations, "lengths": lengths, "frames": frames}


def _losses(model: nn.Module, batch: Sequence[Lesson]) -> dict[str, torch.Tensor]:
    """L1 on log-mel, squared errors of log durations and of pitch, over what is no padding."""
    made, true = forward(model, batch)
    sounding, spoken = made["y_mask"].transpose(1, 2), made["x_mask"].squeeze(1)
    error = made["model_outputs"] - true["mel"]
    duration = (made["durations_log"] - torch.log1p(true["durations"].float())).square() * spoken
    pitch = (made["pitch_avg"] - made["pitch_avg_gt"]).squeeze(1).square() * spoken
    return {
        "mel": (error.abs() * sounding).sum() / (sounding.sum() * BANDS),
        "duration": duration.sum() / spoken.sum(),
        "pitch": pitch.sum() / spoken.sum(),
    }


def _padded(rows: Sequence[NDArray[np.int64] | NDArray[np.float32]]) -> tuple[torch.Tensor, torch.Tensor]:
    lengths = torch.tensor([len(row) for row in rows])
    return nn.utils.rnn.pad_sequence([torch.from_numpy(row) for row in rows], batch_first=True), lengths


def _pace(step: int, steps: int) -> float:
    """Warm up over 200 steps, then down by a cosine to a fiftieth."""
    return float(min(1.0, (step + 1) / 200) * (0.02 + 0.49 * (1 + np.cos(np.pi * step / steps))))
