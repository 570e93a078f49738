"""What a telephone does to a voice: level, clipping, band, room, noise, babble, lost packets, G.711 and coarser codecs.

Everything at 16 kHz, float, -1 to 1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, lfilter

RATE = 16_000
PACKET = RATE // 50
SNRS_DB = (5, 8, 10, 12, 15, 15, 20, 20, 25, 30, 40)
Samples = NDArray[np.float32]
Line = Callable[[Samples, Random, Sequence[Samples]], Samples]
"""What damages a clip: samples, chance, and other voices that may be heard behind it."""


def telephone_band(x: Samples, low_hz: float = 250.0, high_hz: float = 3500.0, order: int = 4) -> Samples:
    b, a = butter(order, [low_hz / (RATE / 2), high_hz / (RATE / 2)], btype="band")
    return np.asarray(lfilter(b, a, x), np.float32)


def mu_law(x: Samples, steps: int = 127) -> Samples:
    """There and back through 8-bit mu-law (ITU-T G.711, continuous form, mu = 255). Fewer `steps` sound like a mobile's codec."""
    y = np.sign(x) * np.log1p(255.0 * np.abs(np.clip(x, -1, 1))) / np.log(256.0)
    q = np.round(y * steps) / steps
    return np.asarray(np.sign(q) * (256.0 ** np.abs(q) - 1.0) / 255.0, np.float32)


def a_law(x: Samples) -> Samples:
    """There and back through 8-bit A-law (ITU-T G.711, continuous form, A = 87.6)."""
    a = 87.6
    mag = np.abs(np.clip(x, -1, 1))
    scale = 1.0 + np.log(a)
    y = np.where(mag < 1 / a, a * mag / scale, (1.0 + np.log(np.maximum(a * mag, 1e-9))) / scale)
    q = np.round(y * 127.0) / 127.0
    back = np.where(q < 1 / scale, q * scale / a, np.exp(q * scale - 1.0) / a)
    return np.asarray(np.sign(x) * back, np.float32)


def add_noise(x: Samples, snr_db: float, generator: np.random.Generator, colour: float = 0.0) -> Samples:
    """Noise at `snr_db` below the signal's mean power; `colour` 0 is white, towards 1 is street-like rumble."""
    noise = generator.standard_normal(len(x))
    if colour:
        noise = np.asarray(lfilter([1.0], [1.0, -colour], noise))
    gain = np.sqrt(np.mean(x**2) / (np.mean(noise**2) * 10 ** (snr_db / 10) + 1e-12))
    return np.asarray(x + gain * noise, np.float32)


def room(x: Samples, seconds: float, generator: np.random.Generator) -> Samples:
    """A small room: exponentially decaying noise as impulse response."""
    n = int(RATE * seconds)
    h = generator.standard_normal(n) * np.exp(-np.arange(n) / (n / 4))
    h[0] = 3.0
    return np.asarray(lfilter(h / np.sum(np.abs(h)) ** 0.8, [1.0], x), np.float32)


def lose_packets(x: Samples, share: float, generator: np.random.Generator) -> Samples:
    """A copy without `share` of its packets of 20 ms: silence, or the packet before once more, fading (as G.711 appendix I does)."""
    x = x.copy()
    for packet in np.flatnonzero(generator.random(len(x) // PACKET) < share):
        at = packet * PACKET
        before = x[at - PACKET : at] if packet and generator.random() < 0.6 else np.zeros(PACKET, np.float32)
        x[at : at + PACKET] = 0.7 * before
    return x


def add_babble(x: Samples, others: Sequence[Samples], snr_db: float) -> Samples:
    """Other people speaking, `snr_db` below."""
    babble = np.sum([np.resize(other / (np.std(other) + 1e-6), len(x)) for other in others], axis=0)
    gain = np.sqrt(np.mean(x**2) / (np.mean(babble**2) * 10 ** (snr_db / 10) + 1e-12))
    return np.asarray(x + gain * babble, np.float32)


def telephone_line(x: Samples, rng: Random, others: Sequence[Samples] = ()) -> Samples:
    """One line drawn at random, with up to half a second of silence around the speech; `others` may be heard behind it."""
    generator = np.random.default_rng(rng.randrange(2**31))
    lead, tail = (np.zeros(int(RATE * rng.uniform(low, high)), np.float32) for low, high in ((0.05, 0.5), (0.1, 0.6)))
    x = np.concatenate([lead, x, tail])
    x = x / (np.max(np.abs(x)) + 1e-6)
    if rng.random() < 0.1:
        x = np.asarray(np.clip(x * rng.uniform(1.5, 4.0), -1, 1), np.float32)
    if rng.random() < 0.2:
        x = room(x, rng.uniform(0.05, 0.3), generator)
    if others and rng.random() < 0.15:
        x = add_babble(x, others, rng.uniform(8, 25))
    colour = rng.uniform(0.8, 0.97) if rng.random() < 0.6 else 0.0
    x = add_noise(x, rng.choice(SNRS_DB), generator, colour)
    if rng.random() < 0.9:
        x = telephone_band(x, rng.uniform(150, 320), rng.uniform(3200, 3700), rng.choice((3, 4, 5)))
    x = np.asarray(x / (np.max(np.abs(x)) + 1e-6) * rng.uniform(0.05, 0.95), np.float32)
    if rng.random() < 0.25:
        x = lose_packets(x, rng.uniform(0.005, 0.05), generator)
    if rng.random() < 0.85:
        x = mu_law(x, rng.choice((15, 31))) if rng.random() < 0.15 else rng.choice((mu_law, a_law))(x)
    return x


def recorded_line(x: Samples, rng: Random, others: Sequence[Samples] = ()) -> Samples:
    """For recordings of real calls, which have been through a line already: another level, in half of them a little noise more, in a
    fifth a few packets fewer."""
    generator = np.random.default_rng(rng.randrange(2**31))
    x = np.asarray(x / (np.max(np.abs(x)) + 1e-6) * rng.uniform(0.1, 0.95), np.float32)
    if rng.random() < 0.5:
        x = add_noise(x, rng.uniform(20, 40), generator, rng.choice((0.0, 0.9)))
    return lose_packets(x, rng.uniform(0.005, 0.02), generator) if rng.random() < 0.2 else x


def measured_line(x: Samples, rng: Random, snr_db: tuple[float, float] = (15.0, 30.0), lost: float = 0.0) -> Samples:
    """The line that figures are measured on: 250 to 3,500 Hz, noise at an even draw of `snr_db`, level -1 to -14 dB, `lost` of the
    packets, G.711."""
    generator = np.random.default_rng(rng.randrange(2**31))
    x = telephone_band(x)
    x = x / (np.max(np.abs(x)) + 1e-6) * rng.uniform(0.2, 0.9)
    x = add_noise(x, rng.uniform(*snr_db), generator, rng.choice((0.0, 0.9)))
    return rng.choice((mu_law, a_law))(lose_packets(x, lost, generator) if lost else x)
