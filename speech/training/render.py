"""Renders the training speech into clips named after what they say; a clip that lies there is not rendered again, so this resumes,
and new sentences only add to what there is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from multiprocessing import get_context
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm
from wordfreq import top_n_list

from speech.training import texts
from speech.training.damage import RATE
from speech.training.numbers import DIGITS, MONTHS, dictate
from speech.training.voices import KokoroVoices, espeak_utterance, kokoro_utterance

LONGEST_S = 14.0
GROUPS_A_VOICE = 25
"""Neighbouring clips of the engine `groups` are one voice, so that they can be joined into one long number."""
_voices: KokoroVoices | None = None


def _open(model: str, styles: str, vocabulary: str) -> None:
    global _voices
    _voices = KokoroVoices(Path(model), Path(styles), Path(vocabulary))


def _render(job: tuple[str, str, int, str]) -> None:
    engine, folder, number, text = job
    path = clip_path(Path(folder), engine, number, text)
    if path.exists():
        return
    rng = Random(f"{engine}-{number // GROUPS_A_VOICE}" if engine == "groups" else f"{engine}-{text}")
    if engine == "espeak":
        audio = espeak_utterance(text, rng)
    else:
        assert _voices is not None
        audio = kokoro_utterance(_voices, text, rng, held_out=engine == "heldout")
    pcm = (np.clip(audio[: int(LONGEST_S * RATE)], -1, 1) * 32767).astype(np.int16)
    temporary = path.with_suffix(".tmp.npz")
    np.savez(temporary, pcm=pcm, text=np.array(texts.written(text)))
    temporary.rename(path)


def clip_path(folder: Path, engine: str, number: int, text: str) -> Path:
    """Where the clip of `text` lies. Groups count: a voice is GROUPS_A_VOICE neighbours."""
    name = f"{number:05d}" if engine == "groups" else hashlib.sha256(text.encode()).hexdigest()[:16]
    return folder / engine / f"{name}.npz"


def render(engine: str, spoken: Sequence[str], folder: Path, kokoro: Sequence[Path], workers: int) -> None:
    """One clip a text, undamaged, 16 kHz, cut at LONGEST_S. `engine`: `kokoro` (training styles), `groups` (the same styles,
    GROUPS_A_VOICE clips a voice), `heldout` (held-out styles) or `espeak`."""
    (folder / engine).mkdir(parents=True, exist_ok=True)
    jobs = [(engine, str(folder), number, text) for number, text in enumerate(spoken)]
    jobs = [job for job in jobs if not clip_path(folder, engine, job[2], job[3]).exists()]
    if not jobs:
        return
    with get_context("spawn").Pool(min(workers, len(jobs)), _open, tuple(str(p) for p in kokoro)) as pool:
        for _ in tqdm(pool.imap_unordered(_render, jobs, chunksize=4), total=len(jobs), desc=engine, mininterval=10):
            pass


def kokoro_texts(more: Sequence[str] = (), count: int = 400, seed: int = 1) -> list[str]:
    """Every sentence of `texts` and of `more`, and `count` drawn ones; the same for the same seed."""
    rng = Random(seed)
    return list(dict.fromkeys([*texts.sentences(), *(texts.tidy(text) for text in more), *(texts.drawn(rng) for _ in range(count))]))


def espeak_texts(count: int = 260, seed: int = 7) -> list[str]:
    rng = Random(seed)
    return [texts.sample(rng) for _ in range(count)]


def short_texts() -> list[str]:
    """One word or two, as answers are: the short answers, places, digits, months and frequent words."""
    words = [w for w in top_n_list("id", 400) if w.isascii() and w.isalpha() and len(w) > 3]
    return list(dict.fromkeys([*(t for t in texts.SHORT if len(t) <= 16), *texts.PLACES[:15], *DIGITS, *MONTHS, *words[:40]]))


def group_texts(count: int, seed: int) -> list[str]:
    """`count` groups of one to six digits, to be joined into long numbers. Runs of one digit are frequent: a digit said twice is
    what a decoder loses first."""
    rng = Random(seed)
    return [dictate(_group(rng.choices((1, 2, 3, 4, 5, 6), (2, 4, 6, 10, 2, 4))[0], rng), rng).replace(",", "") for _ in range(count)]


def _group(length: int, rng: Random) -> str:
    digits = ""
    while len(digits) < length:
        digits += rng.choice("0123456789") * rng.choice((1, 1, 1, 2, 3))
    return digits[:length]


def clips(folder: Path, engine: str, spoken: Sequence[str]) -> Iterator[tuple[str, NDArray[np.int16]]]:
    """(transcript, PCM 16 kHz) of the rendered clips of `spoken`, in order; what is not rendered is left out."""
    for number, text in enumerate(spoken):
        path = clip_path(folder, engine, number, text)
        if path.exists():
            with np.load(path) as clip:
                yield str(clip["text"]), clip["pcm"]
