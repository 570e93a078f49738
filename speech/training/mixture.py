"""What one pass over the clips holds: every Kokoro clip, long numbers joined from digit groups, words said alone, noise, some of
espeak-ng."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from speech.training.damage import RATE
from speech.training.noises import noise
from speech.training.prepare import Clip
from speech.training.render import GROUPS_A_VOICE, LONGEST_S

NUMBERS_A_PASS, NOISES_A_PASS = 500, 150
"""Long numbers joined anew for every pass, and noises."""
DIGITS = (4, 6, 8, 10, 12, 16, 16, 16, 16)
GAP_S = (0.02, 0.6)
VOICES_OF_A_CROWD = 20


@dataclass(frozen=True, slots=True)
class Corpus:
    """`groups`: neighbouring runs of GROUPS_A_VOICE clips are one voice each. `short`: words said alone."""

    kokoro: Sequence[Clip]
    groups: Sequence[Clip]
    short: Sequence[Clip]
    espeak: Sequence[Clip]

    def texts(self) -> list[str]:
        return [text for text, _ in (*self.kokoro, *self.groups, *self.short, *self.espeak)]


def mixture(corpus: Corpus, number: int) -> list[Clip]:
    """The clips of pass `number`; a third of the espeak-ng clips, another third each time."""
    rng = Random(f"mixture-{number}")
    numbers = [joined(corpus.groups, rng) for _ in range(NUMBERS_A_PASS)] if corpus.groups else []
    crowd = [(pcm / 32768).astype(np.float32) for _, pcm in rng.sample(list(corpus.kokoro), min(VOICES_OF_A_CROWD, len(corpus.kokoro)))]
    noises = [("", (noise(rng, crowd) * 32767).astype(np.int16)) for _ in range(NOISES_A_PASS)]
    short = [(text, trimmed(pcm) if rng.random() < 0.5 else pcm) for text, pcm in corpus.short]
    return [*corpus.kokoro, *numbers, *short, *noises, *corpus.espeak[number % 3 :: 3]]


def trimmed(pcm: np.ndarray[tuple[int], np.dtype[np.int16]]) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    """Without the silence that the voice leaves at both ends, as a listener that cuts tightly hands it over; 16 kHz."""
    loud = np.flatnonzero(np.abs(pcm) > np.max(np.abs(pcm)) / 50)
    return pcm[loud[0] : loud[-1] + 1]


def joined(groups: Sequence[Clip], rng: Random) -> Clip:
    """A long number of one voice: groups with pauses of 20 to 600 ms, until a drawn count of words is reached."""
    voices = -(-len(groups) // GROUPS_A_VOICE)
    start = GROUPS_A_VOICE * rng.randrange(voices)
    voice = groups[start : start + GROUPS_A_VOICE]
    wanted = rng.choice(DIGITS)
    words: list[str] = []
    pcm = np.zeros(0, np.int16)
    while len(words) < wanted:
        text, audio = rng.choice(voice)
        gap = np.zeros(int(RATE * rng.uniform(*GAP_S)) if words else 0, np.int16)
        if len(pcm) + len(gap) + len(audio) > LONGEST_S * RATE:
            break
        words += text.split()
        pcm = np.concatenate([pcm, gap, audio])
    return " ".join(words), pcm
