"""Trains the adapter: damaged synthetic speech through the frozen encoder, cross-entropy on the words, and nearness to stock
on every token that stock has right (a KL term), so that what Whisper already hears is not unlearned.

A checkpoint every `CHECKPOINT_STEPS` steps; started again, it goes on from there.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import torch
from faster_whisper.feature_extractor import FeatureExtractor
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from tqdm import tqdm

from speech import ctranslate
from speech.training.damage import RATE, telephone_line
from speech.training.whisper import Whisper

PROMPT = ("<|startoftranscript|>", "<|id|>", "<|transcribe|>", "<|notimestamps|>")
CHECKPOINT_STEPS = 50
HOP = 320
"""Samples of one encoder position."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """`seconds`: audio a step; `rate`: peak of the learning rate, cosine decay to 3 %; `nearness`: weight of the KL term."""

    steps: int = 600
    seconds: float = 48.0
    rate: float = 4e-4
    warm_up: int = 40
    nearness: float = 0.3
    smoothing: float = 0.03
    seed: int = 0


Clip = tuple[str, NDArray[np.int16]]


class Batches:
    """Clips of like length together, damaged anew each time, with their tokens."""

    def __init__(self, clips: Sequence[Clip], tokenizer: Tokenizer, seconds: float, rng: Random) -> None:
        self._clips, self._rng = clips, rng
        special = [tokenizer.token_to_id(t) for t in PROMPT]
        end = tokenizer.token_to_id("<|endoftext|>")
        tokens = [tokenizer.encode(" " + text, add_special_tokens=False).ids for text, _ in clips]
        others = np.random.default_rng(0).choice(50257, 4000, replace=False).tolist()
        self.used = sorted({t for row in tokens for t in row} | set(special) | {end} | set(others))
        index = {token: i for i, token in enumerate(self.used)}
        self._sequences = [[index[t] for t in (*special, *row, end)] for row in tokens]
        self._end = index[end]
        self._groups = self._group(seconds)
        mels = np.asarray(FeatureExtractor().mel_filters, np.float32)
        self._filters, self._window = torch.from_numpy(mels), torch.hann_window(400)

    def _group(self, seconds: float) -> list[list[int]]:
        lengths = [len(pcm) for _, pcm in self._clips]
        order = sorted(range(len(lengths)), key=lambda i: (lengths[i] // 4800, self._rng.random()))
        groups: list[list[int]] = [[]]
        for i in order:
            if groups[-1] and (len(groups[-1]) + 1) * (lengths[i] / RATE + 0.8) > seconds:
                groups.append([])
            groups[-1].append(i)
        return groups

    def __len__(self) -> int:
        return len(self._groups)

    def shuffled(self) -> list[list[int]]:
        groups = list(self._groups)
        self._rng.shuffle(groups)
        return groups

    def tensors(self, group: Sequence[int]) -> tuple[Tensor, Tensor, Tensor]:
        """Log-mel [n, 80, frames], input indices [n, length] and targets [n, length - 1] (-100: not asked)."""
        waves = [telephone_line(self._clips[i][1].astype(np.float32) / 32768, self._rng) for i in group]
        longest = max(map(len, waves)) + self._rng.choice((0, 0, 0, 8000, 8000, 24_000))
        audio = torch.zeros(len(group), -(-longest // HOP) * HOP)
        for row, wave in enumerate(waves):
            audio[row, : len(wave)] = torch.from_numpy(np.clip(wave, -1, 1))
        length = max(len(self._sequences[i]) for i in group)
        tokens = torch.full((len(group), length), self._end)
        targets = torch.full((len(group), length - 1), -100)
        for row, i in enumerate(group):
            sequence = torch.tensor(self._sequences[i])
            tokens[row, : len(sequence)] = sequence
            targets[row, len(PROMPT) - 1 : len(sequence) - 1] = sequence[len(PROMPT) :]
        return self._masked(self.log_mel(audio)), tokens, targets

    def log_mel(self, audio: Tensor) -> Tensor:
        """Whisper's features (openai/whisper audio.py), not padded to 30 s."""
        spectrum = torch.stft(audio, 400, 160, window=self._window, return_complex=True, center=True)[..., :-1].abs() ** 2
        mel = (self._filters @ spectrum).clamp(min=1e-10).log10()
        mel = torch.maximum(mel, mel.amax((1, 2), keepdim=True) - 8)
        return (mel + 4) / 4

    def _masked(self, mel: Tensor) -> Tensor:
        """SpecAugment: a band of up to 12 mel bins and 0.2 s silenced in 60 % of the clips."""
        for row in mel:
            if self._rng.random() < 0.6:
                width, span = self._rng.randint(0, 12), self._rng.randint(0, 20)
                low, start = self._rng.randint(0, 79 - width), self._rng.randint(0, max(0, mel.shape[2] - span))
                row[low : low + width] = row.mean()
                row[:, start : start + span] = row.mean()
        return mel


def loss_of(model: Whisper, mel: Tensor, tokens: Tensor, targets: Tensor, recipe: Recipe) -> Tensor:
    encoded = model.encode(mel)
    stock = model.stock_decode(tokens[:, :-1], encoded).flatten(0, 1)
    logits = model.decode(tokens[:, :-1], encoded).flatten(0, 1)
    flat = targets.flatten()
    words = functional.cross_entropy(logits, flat, label_smoothing=recipe.smoothing)
    right = (stock.argmax(-1) == flat).nonzero().squeeze(1)
    if not len(right):
        return words
    near = functional.kl_div(logits[right].log_softmax(-1), stock[right].log_softmax(-1), log_target=True, reduction="batchmean")
    return words + recipe.nearness * near * len(right) / max(1, int((flat >= 0).sum()))


def train(base: Path, clips: Sequence[Clip], out: Path, recipe: Recipe) -> None:
    """Writes the adapter of a run over `clips` (16 kHz) against the CTranslate2 folder `base` to `out` (.npz)."""
    torch.manual_seed(recipe.seed)
    rng = Random(recipe.seed)
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    batches = Batches(clips, tokenizer, recipe.seconds, rng)
    model = Whisper(ctranslate.read(base / "model.bin").variables, batches.used)
    free = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(free, lr=recipe.rate, betas=(0.9, 0.98), weight_decay=0.0)
    state = out.with_suffix(".checkpoint.pt")
    first = _resume(state, free, optimizer)
    bar, average, step = tqdm(total=recipe.steps, initial=first, desc="adapter", mininterval=5), 0.0, first
    while step < recipe.steps:
        for group in batches.shuffled():
            if step >= recipe.steps:
                break
            for parameters in optimizer.param_groups:
                parameters["lr"] = rate_at(step, recipe)
            loss = loss_of(model, *batches.tensors(group), recipe)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(free, 1.0)
            optimizer.step()
            step += 1
            average = loss.item() if not average else 0.97 * average + 0.03 * loss.item()
            bar.update()
            bar.set_postfix(loss=f"{average:.3f}")
            if step % CHECKPOINT_STEPS == 0 or step == recipe.steps:
                save_adapter(model, out)
                torch.save({"step": step, "free": [p.data for p in free], "optimizer": optimizer.state_dict()}, state)


def rate_at(step: int, recipe: Recipe) -> float:
    """Linear warm-up, then half a cosine down to 3 % of the peak."""
    cosine = 0.5 * (1 + math.cos(math.pi * min(1.0, step / recipe.steps)))
    return recipe.rate * min(1.0, (step + 1) / recipe.warm_up) * (0.97 * cosine + 0.03)


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
    np.savez_compressed(temporary, **model.learned())  # type: ignore[arg-type]
    temporary.rename(out)
