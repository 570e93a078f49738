"""Renders the training speech into numbered clips; a clip that lies there is not rendered again, so this resumes."""

from __future__ import annotations

from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from speech.training import texts
from speech.training.damage import RATE
from speech.training.voices import KokoroVoices, espeak_utterance, kokoro_utterance

LONGEST_S = 14.0
_voices: KokoroVoices | None = None


def _open(model: str, styles: str, vocabulary: str) -> None:
    global _voices
    _voices = KokoroVoices(Path(model), Path(styles), Path(vocabulary))


def _render(job: tuple[str, str, int, str]) -> str:
    engine, folder, number, text = job
    path = Path(folder) / f"{engine}-{number:05d}.npz"
    if path.exists():
        return path.name
    rng = Random(f"{engine}-{number}-{text}")
    if engine == "espeak":
        audio = espeak_utterance(text, rng)
    else:
        assert _voices is not None
        audio = kokoro_utterance(_voices, text, rng, held_out=engine == "heldout")
    if len(audio) <= LONGEST_S * RATE:
        pcm = (np.clip(audio, -1, 1) * 32767).astype(np.int16)
        temporary = path.with_suffix(".tmp.npz")
        np.savez(temporary, pcm=pcm, text=np.array(texts.written(text)))
        temporary.rename(path)
    return path.name


def render(engine: str, spoken: list[str], folder: Path, kokoro: tuple[Path, Path, Path], workers: int) -> None:
    """`engine`: `kokoro` (training styles), `heldout` (held-out styles) or `espeak`. One clip a text, undamaged, 16 kHz."""
    folder.mkdir(parents=True, exist_ok=True)
    jobs = [(engine, str(folder), number, text) for number, text in enumerate(spoken)]
    with get_context("spawn").Pool(workers, _open, tuple(str(p) for p in kokoro)) as pool:
        for _ in tqdm(pool.imap_unordered(_render, jobs, chunksize=4), total=len(jobs), desc=engine, mininterval=10):
            pass


def training_texts(count: int, seed: int) -> list[str]:
    """`count` spoken texts, the same for the same seed: every real sentence once, then the mixture of `texts.sample`."""
    rng = Random(seed)
    chosen = [texts.tidy(s) for s in texts.sentences()]
    rng.shuffle(chosen)
    chosen = chosen[: count // 2]
    while len(chosen) < count:
        chosen.append(texts.sample(rng))
    rng.shuffle(chosen)
    return chosen


def clips(folder: Path, engine: str) -> Iterator[tuple[str, NDArray[np.int16]]]:
    """(transcript, PCM 16 kHz) of every rendered clip of `engine`, in order."""
    for path in sorted(folder.glob(f"{engine}-?????.npz")):
        with np.load(path) as clip:
            yield str(clip["text"]), clip["pcm"]


