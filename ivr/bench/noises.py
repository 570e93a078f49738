"""What a telephone hears while nobody speaks to it: deterministic, 8 kHz, float, -1 to 1. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.signal import butter, lfilter

from ivr.bench.noise_kinds import KINDS
from ivr.bench.noise_parts import RATE, Samples, at_level, band, room

SEGMENT_S = 10.0
"""Each piece has a level and a temper of its own."""
BABBLE = 6
"""From so many voices on none can be followed."""
ECHO_DB = (-35.0, -20.0)
"""A hybrid's echo: at worst this far below our voice (ITU-T G.122 asks for more)."""
LEVELS_DB = {"silence": (-75.0, -65.0)}
LEVEL_DB = (-48.0, -20.0)
"""RMS below full scale; a caller's voice lies at about -20."""
BABBLE_DB = (-46.0, -30.0)
"""At a distance: 10 to 26 dB below a caller."""


def noise(kind: str, seconds: float, seed: int) -> Samples:
    """`seconds` of one of KINDS, in pieces of SEGMENT_S at levels of their own, through the telephone band."""
    generator = np.random.default_rng([seed, *kind.encode()])
    low, high = LEVELS_DB.get(kind, LEVEL_DB)
    pieces = [at_level(band(KINDS[kind](n, generator)), generator.uniform(low, high)) for n in _pieces(seconds)]
    return np.concatenate(pieces)


def babble(voices: Sequence[Samples], seconds: float, seed: int) -> Samples:
    """BABBLE or more of `voices` at once, behind a wall and with the room's sound.

    Raises:
        ValueError: fewer voices.
    """
    if len(voices) < BABBLE:
        raise ValueError(f"babble needs {BABBLE} voices; with fewer one could be followed")
    generator = np.random.default_rng([seed, 1])
    pieces = []
    for n in _pieces(seconds):
        mixed = np.zeros(n)
        for voice in voices:
            mixed += np.resize(np.roll(voice / (np.std(voice) + 1e-9), generator.integers(len(voice))), n)
        b, a = butter(2, generator.uniform(1500, 3000) / (RATE / 2))
        far = room(lfilter(b, a, mixed), generator)
        pieces.append(at_level(band(far), generator.uniform(*BABBLE_DB)))
    return np.concatenate(pieces)


def echo(voice: Samples, seed: int) -> Samples:
    """Our own `voice` as one line's hybrid sends it back: late, softer by ECHO_DB, a little bent; as long as `voice`."""
    generator = np.random.default_rng([seed, 2])
    late = int(RATE * generator.uniform(0.02, 0.2))
    b, a = butter(2, [generator.uniform(200, 400) / 4000, generator.uniform(2000, 3300) / 4000], btype="band")
    back = np.concatenate([np.zeros(late), lfilter(b, a, voice)])[: len(voice)]
    return np.asarray(back * 10 ** (generator.uniform(*ECHO_DB) / 20), np.float32)


def _pieces(seconds: float) -> list[int]:
    total, piece = round(seconds * RATE), int(SEGMENT_S * RATE)
    return [min(piece, total - at) for at in range(0, total, piece)]
