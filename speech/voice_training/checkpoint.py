"""What a training needs to go on after it was cut off, written whole or not at all."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import torch
from torch import nn

from speech.voice_training.errors import CheckpointError


class Stateful(Protocol):
    def state_dict(self) -> Any: ...
    def load_state_dict(self, state: Any) -> Any: ...


class Average:
    """A moving average of a model's weights: it sounds better than any single step of a short training (Polyak)."""

    def __init__(self, model: nn.Module, decay: float) -> None:
        self.model, self._decay, self._steps = copy.deepcopy(model).requires_grad_(False), decay, 0

    @torch.no_grad()
    def follow(self, model: nn.Module) -> None:
        """One step towards `model`; young averages move faster."""
        self._steps += 1
        decay = min(self._decay, (1 + self._steps) / (10 + self._steps))
        for ours, theirs in zip(self.model.state_dict().values(), model.state_dict().values(), strict=True):
            if ours.is_floating_point():
                ours.lerp_(theirs, 1 - decay)
            else:
                ours.copy_(theirs)


def descend(loss: torch.Tensor, model: nn.Module, optimizer: torch.optim.Optimizer, steepest: float) -> None:
    """One step down, the gradient's norm cut to `steepest`."""
    optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_(model.parameters(), steepest)
    optimizer.step()


def save_checkpoint(path: Path, parts: Mapping[str, Stateful], step: int) -> None:
    """The earlier one stays where this cannot be written.

    Raises:
        CheckpointError: the disk is full, or the folder cannot be written.
    """
    temporary = path.with_suffix(".tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        torch.save({"step": step, **{name: part.state_dict() for name, part in parts.items()}}, temporary)
        temporary.replace(path)
    except (OSError, RuntimeError) as error:  # torch says RuntimeError for a full disk
        temporary.unlink(missing_ok=True)
        raise CheckpointError(f"{path}: tidak dapat ditulis; sediakan ruang, lalu jalankan lagi perintah yang sama") from error


def load_checkpoint(path: Path, parts: Mapping[str, Stateful]) -> int:
    """Steps done before; 0 without a file.

    Raises:
        CheckpointError: it is broken, or of a network of another shape.
    """
    if not path.is_file():
        return 0
    try:
        saved = torch.load(path, weights_only=True)
        for name, part in parts.items():
            part.load_state_dict(saved[name])
        return int(saved["step"])
    except (OSError, RuntimeError, KeyError, ValueError, EOFError, pickle.UnpicklingError) as error:
        raise CheckpointError(f"{path}: rusak, atau dari suara dengan bentuk lain; hapus berkas itu untuk mulai dari awal") from error
