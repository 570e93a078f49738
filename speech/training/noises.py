"""Sound without a word in it, which the decoder learns to answer with nothing: 16 kHz, float, -1 to 1."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

import numpy as np
from scipy.signal import lfilter

from speech.training.damage import RATE, Samples, add_babble

BABBLE = 6
"""From so many voices on none can be followed."""
DTMF_HZ = ((697, 770, 852, 941), (1209, 1336, 1477))
"""ITU-T Q.23."""


def _hiss(n: int, rng: Random, generator: np.random.Generator) -> Samples:
    """From white to rumbling, swelling slowly: line, fan, traffic."""
    colour = rng.uniform(0.0, 0.995)
    noise = np.asarray(lfilter([1.0], [1.0, -colour], generator.standard_normal(n)))
    swell = 1 + rng.uniform(0, 0.9) * np.sin(np.arange(n) / RATE * rng.uniform(0.3, 6) + rng.uniform(0, 6))
    return np.asarray(noise * swell, np.float32)


def _tones(n: int, rng: Random, generator: np.random.Generator) -> Samples:
    """Ringing, busy and information tones, DTMF, hum: one to three sines, on and off."""
    t = np.arange(n) / RATE
    kind = rng.random()
    if kind < 0.3:
        pitches: tuple[float, ...] = (rng.choice(DTMF_HZ[0]), rng.choice(DTMF_HZ[1]))
    elif kind < 0.6:
        pitches = (rng.choice((400, 425, 440, 950)), rng.choice((425, 480, 1400)))
    else:
        pitches = tuple(rng.choice((50, 100)) * rng.choice((1, 2, 3, 5)) for _ in range(3))
    on, off = rng.uniform(0.08, 1.5), rng.choice((0.0, rng.uniform(0.05, 2.0)))
    gate = (t % (on + off)) < on
    return np.asarray(sum(np.sin(2 * np.pi * f * t) for f in pitches) * gate + 0.01 * generator.standard_normal(n), np.float32)


def _music(n: int, rng: Random, generator: np.random.Generator) -> Samples:
    """Chords of decaying harmonics, as music on hold."""
    out = np.zeros(n)
    at, scale = 0, [220 * 2 ** (k / 12) for k in (0, 2, 4, 5, 7, 9, 11, 12, 14, 16)]
    while at < n:
        length = int(RATE * rng.uniform(0.15, 0.8))
        t = np.arange(min(int(length * 1.5), n - at)) / RATE
        for pitch in rng.sample(scale, rng.randint(1, 4)):
            for harmonic in range(1, rng.randint(2, 7)):
                out[at : at + len(t)] += np.sin(2 * np.pi * pitch * harmonic * t) / harmonic * np.exp(-t * rng.uniform(1, 6))
        at += length
    return np.asarray(out + 0.01 * generator.standard_normal(n), np.float32)


def _knocks(n: int, rng: Random, generator: np.random.Generator) -> Samples:
    """Clicks, knocks, coughs and breaths: short bursts of coloured noise over a floor."""
    out = 0.01 * generator.standard_normal(n)
    for _ in range(rng.randint(1, 1 + n // RATE * 3)):
        length = int(RATE * rng.choice((0.005, 0.03, 0.15, 0.3)))
        at = rng.randrange(max(1, n - length))
        burst = np.asarray(lfilter([1.0], [1.0, -rng.uniform(-0.5, 0.95)], generator.standard_normal(length)))
        shape = np.exp(-np.arange(length) / length * rng.uniform(2, 6)) * np.minimum(1, np.arange(length) / (0.1 * length))
        out[at : at + length] += (burst / (np.std(burst) + 1e-6) * shape)[: n - at]
    return np.asarray(out, np.float32)


KINDS: tuple[Callable[[int, Random, np.random.Generator], Samples], ...] = (_hiss, _hiss, _tones, _music, _knocks, _knocks)


def noise(rng: Random, voices: Sequence[Samples] = ()) -> Samples:
    """One to six seconds of one kind of noise, or, given at least BABBLE `voices`, of a crowd."""
    n = int(RATE * rng.uniform(1.0, 6.0))
    generator = np.random.default_rng(rng.randrange(2**31))
    if len(voices) >= BABBLE and rng.random() < 0.25:
        hiss = 0.1 * _hiss(n, rng, generator)
        x = add_babble(hiss, [np.roll(voice, rng.randrange(len(voice))) for voice in rng.sample(list(voices), BABBLE)], -rng.uniform(5, 25))
    else:
        x = rng.choice(KINDS)(n, rng, generator)
    return np.asarray(x / (np.max(np.abs(x)) + 1e-6) * 10 ** (-rng.uniform(1, 40) / 20), np.float32)
