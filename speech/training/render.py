"""Renders the training speech into numbered clips; a clip that lies there is not rendered again, so this resumes."""

from __future__ import annotations

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


def _render(job: tuple[str, str, int, str]) -> str:
    engine, folder, number, text = job
    path = Path(folder) / f"{engine}-{number:05d}.npz"
    if path.exists():
        return path.name
    rng = Random(f"{engine}-{number // GROUPS_A_VOICE}" if engine == "groups" else f"{engine}-{number}-{text}")
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


def render(engine: str, spoken: Sequence[str], folder: Path, kokoro: Sequence[Path], workers: int) -> None:
    """One clip a text, undamaged, 16 kHz. `engine`: `kokoro` (training styles), `groups` (the same styles, GROUPS_A_VOICE
    clips a voice), `heldout` (held-out styles) or `espeak`."""
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


def spoken_by_kokoro() -> list[str]:
    """The texts of the engine `kokoro`, by clip number: the mixture, then the sentences on the services' subjects."""
    return [*training_texts(850, seed=1), *(texts.tidy(s) for s in texts.sentences("more_sentences.txt"))]


def short_texts() -> list[str]:
    """One word or two, as answers are: the short answers, places, digits, months and frequent words."""
    words = [w for w in top_n_list("id", 400) if w.isascii() and w.isalpha() and len(w) > 3]
    return list(dict.fromkeys([*(t for t in texts.SHORT if len(t) <= 16), *texts.PLACES[:15], *DIGITS, *MONTHS, *words[:40]]))


def group_texts(count: int, seed: int) -> list[str]:
    """`count` groups of two to six digits, to be joined into long numbers."""
    rng = Random(seed)
    lengths = rng.choices((2, 3, 4, 5, 6), (3, 6, 10, 2, 4), k=count)
    return [dictate("".join(rng.choices("0123456789", k=n)), rng).replace(",", "") for n in lengths]


def clips(folder: Path, engine: str) -> Iterator[tuple[str, NDArray[np.int16]]]:
    """(transcript, PCM 16 kHz) of every rendered clip of `engine`, in order."""
    for path in sorted(folder.glob(f"{engine}-?????.npz")):
        with np.load(path) as clip:
            yield str(clip["text"]), clip["pcm"]
