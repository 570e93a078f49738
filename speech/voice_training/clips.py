"""Clips to learn from: what is said, in which sounds, how long each lasts and at which pitch; one file a clause."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Spoken:
    """One clause and its sound. `ipa`: n symbols, one letter each. `durations` [n + 2] frames of HOP, those of the silences before and
    after included; `pitch` [sum of durations] Hz; `pcm` [that many times HOP] s16, 16 kHz."""

    ipa: str
    durations: NDArray[np.int64]
    pitch: NDArray[np.float32]
    pcm: NDArray[np.int16]


def clip_path(folder: Path, clause: str) -> Path:
    return folder / f"{hashlib.sha256(clause.encode()).hexdigest()[:16]}.npz"


def keep(folder: Path, clause: str, said: Spoken) -> None:
    """Written whole or not at all."""
    path = clip_path(folder, clause)
    temporary = path.with_suffix(".tmp.npz")
    np.savez(temporary, ipa=np.array(said.ipa), durations=said.durations, pitch=said.pitch, pcm=said.pcm)
    temporary.rename(path)


def clips(clauses: Sequence[str], folder: Path) -> Iterator[tuple[str, Spoken]]:
    """What lies in `folder`, in the order of `clauses`."""
    for clause in clauses:
        path = clip_path(folder, clause)
        if path.exists():
            with np.load(path) as clip:
                yield clause, Spoken(str(clip["ipa"]), clip["durations"], clip["pitch"], clip["pcm"])
