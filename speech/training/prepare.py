"""From clips to batches to learn from: damaged, windowed, as log-mel spectra, each batch a file.

Every pass over the clips damages them anew and groups them anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from faster_whisper.feature_extractor import FeatureExtractor
from numpy.typing import NDArray
from tokenizers import Tokenizer

from speech.training.damage import RATE, Line, telephone_line

PROMPT = ("<|startoftranscript|>", "<|id|>", "<|transcribe|>", "<|notimestamps|>")
END = "<|endoftext|>"
TEXT_TOKENS = 50_257
POSITION = 320
"""Samples of one encoder position."""
EXTENSIONS_S = (0.0, 0.25, 0.5, 0.5, 0.5, 1.0, 1.5, 3.0)
"""Silence after the longest clip of a batch: the engine adds 0.5 s."""
FULL_WINDOW_S, FULL_WINDOW_SHARE, FULL_WINDOW_CLIPS = 15.0, 0.1, 4
"""Some batches are padded to 15 s, so that a fixed window stays usable."""
MISHEARD = 0.05
"""Share of input tokens replaced by others, so that a wrong word does not lead the next ones astray."""

Clip = tuple[str, NDArray[np.int16]]
"""Transcript; PCM, 16 kHz mono."""


@dataclass(frozen=True, slots=True)
class Batch:
    """`mel` [n, bins, frames] float16; `tokens` [n, length] and `targets` [n, length] are indices into the vocabulary
    in use; a target of -100 is not asked."""

    mel: NDArray[np.float16]
    tokens: NDArray[np.int64]
    targets: NDArray[np.int64]


class Vocabulary:
    """The tokens in use: those of the texts, the special ones, and `others` at random, so that the rest keeps its distance."""

    def __init__(self, tokenizer: Tokenizer, texts: Sequence[str], others: int = 4000) -> None:
        self._tokenizer = tokenizer
        self.prompt = [_token(tokenizer, name) for name in PROMPT]
        self.end = _token(tokenizer, END)
        random = np.random.default_rng(0).choice(TEXT_TOKENS, others, replace=False).tolist()
        used = {token for text in texts for token in self._encode(text)}
        self.used: list[int] = sorted(used | {*self.prompt, self.end, *random})
        self._index = {token: i for i, token in enumerate(self.used)}
        self.key = hashlib.sha256(repr((self.used, sorted(texts))).encode()).hexdigest()[:12]
        """Batches made for one vocabulary and corpus are nonsense in another."""

    def _encode(self, text: str) -> list[int]:
        """No tokens for no words: noise is answered with the end at once."""
        if not text:
            return []
        return [int(token) for token in self._tokenizer.encode(" " + text, add_special_tokens=False).ids]

    def knows(self, text: str) -> bool:
        """Whether every token of `text` is in use."""
        return all(token in self._index for token in self._encode(text))

    def sequence(self, text: str) -> list[int]:
        """Prompt, words, end: indices into `used`."""
        return [self._index[token] for token in (*self.prompt, *self._encode(text), self.end)]


def groups(lengths: Sequence[int], seconds: float, rng: Random) -> list[list[int]]:
    """Clips (by number, `lengths` in samples) of like length together, at most `seconds` of padded audio in a group."""
    order = sorted(range(len(lengths)), key=lambda i: (lengths[i] // 4800, rng.random()))
    out: list[list[int]] = [[]]
    for i in order:
        if out[-1] and (len(out[-1]) + 1) * (lengths[i] / RATE + 1.0) > seconds:
            out.append([])
        out[-1].append(i)
    return out


def tokens_of(sequences: Sequence[Sequence[int]], rng: Random) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Teacher-forced input and its targets for rows of prompt, words, end."""
    length = max(map(len, sequences))
    tokens = np.full((len(sequences), length - 1), sequences[0][-1], np.int64)
    targets = np.full((len(sequences), length - 1), -100, np.int64)
    words = [token for row in sequences for token in row[len(PROMPT) : -1]]
    for row, sequence in enumerate(sequences):
        heard = [*sequence[: len(PROMPT)], *(rng.choice(words) if rng.random() < MISHEARD else t for t in sequence[len(PROMPT) : -1])]
        tokens[row, : len(heard)] = heard
        targets[row, len(PROMPT) - 1 : len(sequence) - 1] = sequence[len(PROMPT) :]
    return tokens, targets


def windowed(clips: Sequence[NDArray[np.int16]], rng: Random, line: Line = telephone_line) -> NDArray[np.float32]:
    """Waves damaged by `line` in one window: [n, samples], a whole number of encoder positions."""
    full = rng.random() < FULL_WINDOW_SHARE
    voices = [(pcm / 32768).astype(np.float32) for pcm in (clips[:FULL_WINDOW_CLIPS] if full else clips)]
    waves = [line(voice, rng, rng.sample(voices, min(3, len(voices)))) for voice in voices]
    longest = max(map(len, waves))
    samples = max(longest, int(FULL_WINDOW_S * RATE)) if full else longest + int(rng.choice(EXTENSIONS_S) * RATE)
    audio = np.zeros((len(waves), -(-samples // POSITION) * POSITION), np.float32)
    for row, wave in enumerate(waves):
        audio[row, : len(wave)] = np.clip(wave, -1, 1)
    return audio


def masked(mel: NDArray[np.float32], rng: Random) -> NDArray[np.float32]:
    """SpecAugment on [bins, frames], in place: up to 12 bins and 0.2 s flattened in half of the clips."""
    if rng.random() < 0.5:
        width, span = rng.randint(0, 12), rng.randint(0, 20)
        low, start = rng.randint(0, len(mel) - 1 - width), rng.randint(0, max(0, mel.shape[1] - span))
        mel[low : low + width] = mel.mean()
        mel[:, start : start + span] = mel.mean()
    return mel


def spectra(extractor: FeatureExtractor, audio: NDArray[np.float32], rng: Random) -> NDArray[np.float16]:
    """Log-mel [n, bins, frames] of waves [n, samples]."""
    frames = audio.shape[1] // 160
    return np.stack([masked(np.array(extractor(wave, padding=0)[:, :frames], np.float32), rng) for wave in audio]).astype(np.float16)


def prepare(
    clips: Sequence[Clip],
    vocabulary: Vocabulary,
    extractor: FeatureExtractor,
    folder: Path,
    seconds: float,
    number: int,
    line: Line = telephone_line,
) -> Iterator[Path]:
    """Batch files of pass `number` over `clips`; those that lie in `folder` already are not made again."""
    folder.mkdir(parents=True, exist_ok=True)
    sequences = [vocabulary.sequence(text) for text, _ in clips]
    for at, group in enumerate(groups([len(pcm) for _, pcm in clips], seconds, Random(f"pass-{number}"))):
        path = folder / f"batch-{number:02d}-{at:04d}.npz"
        if not path.exists():
            rng = Random(path.name)
            rng.shuffle(group)
            audio = windowed([clips[i][1] for i in group], rng, line)
            tokens, targets = tokens_of([sequences[i] for i in group[: len(audio)]], rng)
            temporary = path.with_suffix(".tmp.npz")
            np.savez(temporary, mel=spectra(extractor, audio, rng), tokens=tokens, targets=targets)
            temporary.rename(path)
        yield path


def load(path: Path) -> Batch:
    with np.load(path) as file:
        return Batch(file["mel"], file["tokens"], file["targets"])


def _token(tokenizer: Any, name: str) -> int:
    token = tokenizer.token_to_id(name)
    if token is None:
        raise ValueError(f"the tokenizer has no {name}: the base model must be a multilingual Whisper")
    return int(token)
