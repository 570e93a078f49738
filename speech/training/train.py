"""Trains the adapter: cross-entropy on the words, and nearness to stock on every token that stock has right (a KL term), so
that what Whisper already hears is not unlearned.

A checkpoint every `CHECKPOINT_STEPS` steps; started again, it goes on from there.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from tqdm import tqdm

from speech.training.lowrank import learned
from speech.training.prepare import Batch, load
from speech.training.whisper import Whisper

CHECKPOINT_STEPS = 50


@dataclass(frozen=True, slots=True)
class Recipe:
    """`seconds`: audio a step; `passes`: damaged copies of every clip; `rate`: peak of the learning rate (linear warm-up over
    `warm_up` steps, half a cosine down to 3 %); `nearness`: weight of the KL term; `frozen`: lower encoder layers that do not learn."""

    steps: int = 2400
    seconds: float = 48.0
    passes: int = 4
    rate: float = 4e-4
    warm_up: int = 40
    nearness: float = 0.5
    smoothing: float = 0.03
    rank: int = 32
    encoder_rank: int = 16
    frozen: int = 4
    seed: int = 0


def loss_of(model: Whisper, batch: Batch, recipe: Recipe) -> Tensor:
    """Mean over the asked tokens."""
    targets = torch.from_numpy(batch.targets).flatten()
    asked = (targets >= 0).nonzero().squeeze(1)
    wanted = targets[asked]
    with torch.autocast("cpu", torch.bfloat16):
        logits, stock = model(torch.from_numpy(batch.mel.astype(np.float32)), torch.from_numpy(batch.tokens))
    logits, stock = (x.flatten(0, 1)[asked].float() for x in (logits, stock))
    words = functional.cross_entropy(logits, wanted, label_smoothing=recipe.smoothing)
    right = (stock.argmax(-1) == wanted).nonzero().squeeze(1)
    near = functional.kl_div(logits[right].log_softmax(-1), stock[right].log_softmax(-1), log_target=True, reduction="sum")
    return words + recipe.nearness * near / max(1, len(asked))


def rate_at(step: int, recipe: Recipe) -> float:
    cosine = 0.5 * (1 + math.cos(math.pi * min(1.0, step / recipe.steps)))
    return recipe.rate * min(1.0, (step + 1) / recipe.warm_up) * (0.97 * cosine + 0.03)


def train(model: Whisper, batches: Sequence[Path], out: Path, recipe: Recipe) -> None:
    """Writes the adapter to `out` (`.npz`, see `speech.adapter`) at every checkpoint; the checkpoint lies beside it."""
    free = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(free, lr=recipe.rate, betas=(0.9, 0.98), weight_decay=0.0)
    state = out.with_suffix(".checkpoint.pt")
    first = _resume(state, free, optimizer)
    average = 0.0
    with tqdm(total=recipe.steps, initial=first, desc="adapter", mininterval=5) as bar:
        for step, path in enumerate(_order(batches, recipe, first), first + 1):
            for parameters in optimizer.param_groups:
                parameters["lr"] = rate_at(step - 1, recipe)
            loss = loss_of(model, load(path), recipe)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(free, 1.0)
            optimizer.step()
            average = 0.97 * average + 0.03 * loss.item() if average else loss.item()
            bar.set_postfix(loss=f"{average:.3f}", refresh=False)
            bar.update()
            if step % CHECKPOINT_STEPS == 0 or step == recipe.steps:
                save_adapter(model, out)
                temporary = state.with_suffix(".tmp")
                torch.save({"step": step, "free": [p.data for p in free], "optimizer": optimizer.state_dict()}, temporary)
                temporary.rename(state)


def _order(batches: Sequence[Path], recipe: Recipe, first: int) -> Iterator[Path]:
    """The batches of steps `first` to the last: every batch once, in an order of its own, before any comes again."""
    for step in range(first, recipe.steps):
        epoch, at = divmod(step, len(batches))
        order = list(batches)
        Random(f"{recipe.seed}-{epoch}").shuffle(order)
        yield order[at]


def _resume(state: Path, free: Sequence[nn.Parameter], optimizer: torch.optim.Optimizer) -> int:
    if not state.exists():
        return 0
    saved = torch.load(state, weights_only=True)
    for parameter, value in zip(free, saved["free"], strict=True):
        parameter.data.copy_(value)
    optimizer.load_state_dict(saved["optimizer"])
    return int(saved["step"])


def save_adapter(model: Whisper, out: Path) -> None:
    temporary = out.with_suffix(".tmp.npz")
    np.savez_compressed(temporary, allow_pickle=False, **learned(model))
    temporary.rename(out)
