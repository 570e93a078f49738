"""What one pass over the clips holds: every Kokoro clip, long numbers joined from digit groups, some of espeak-ng."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import numpy as np

from speech.training.damage import RATE
from speech.training.prepare import Clip
from speech.training.render import GROUPS_A_VOICE, LONGEST_S

NUMBERS_A_PASS = 320
"""Long numbers joined anew for every pass: digits come out as about 40 % of the utterances."""
DIGITS = (6, 8, 10, 12, 16, 16, 16, 16)
GAP_S = (0.05, 0.5)


def mixture(kokoro: Sequence[Clip], groups: Sequence[Clip], espeak: Sequence[Clip], number: int) -> list[Clip]:
    """The clips of pass `number`; a third of the espeak-ng clips, another third each time."""
    rng = Random(f"mixture-{number}")
    numbers = [joined(groups, rng) for _ in range(NUMBERS_A_PASS)] if groups else []
    return [*kokoro, *numbers, *espeak[number % 3 :: 3]]


def joined(groups: Sequence[Clip], rng: Random) -> Clip:
    """A long number of one voice: groups with pauses of 50 to 500 ms, until a drawn count of words is reached.

    `groups`: neighbouring runs of GROUPS_A_VOICE clips are one voice each.
    """
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
