"""How fast a voice speaks: syllables a second, pauses left out. Pure."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

PAUSE_MS = 120
"""A shorter silence belongs to a word: the closure of a plosive."""
QUIET_DB = -38.0
"""Below the loudest 10 ms."""
_NUCLEUS = re.compile("[aeiouəɛɔɪʊ]ː?[ɪʊ]?")
"""aɪ and aʊ are one."""


def syllables(ipa: str) -> int:
    """Vowels and diphthongs of `speech.phonemes.indonesian_ipa`."""
    return len(_NUCLEUS.findall(ipa))


def sounding_s(samples: NDArray[np.float32], rate: int) -> float:
    """How long something is said in `samples`, mono."""
    frame = rate // 100
    whole = samples[: len(samples) // frame * frame].reshape(-1, frame)
    if not len(whole):
        return 0.0
    power = np.mean(whole.astype(np.float64) ** 2, axis=1)
    if power.max() <= 1e-10:
        return 0.0
    loud = power > power.max() * 10 ** (QUIET_DB / 10)
    places = np.flatnonzero(loud)
    gaps = np.diff(places) - 1
    quiet = int(gaps[gaps * 10 >= PAUSE_MS].sum())
    return float(places[-1] - places[0] + 1 - quiet) / 100
