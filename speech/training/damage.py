"""What a telephone does to a voice: level, band, room, noise, drop-outs, G.711. Everything at 16 kHz, float, -1 to 1."""

from __future__ import annotations

from random import Random

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, lfilter

RATE = 16_000
Samples = NDArray[np.float32]


def telephone_band(x: Samples, low_hz: float = 250.0, high_hz: float = 3500.0, order: int = 4) -> Samples:
    b, a = butter(order, [low_hz / (RATE / 2), high_hz / (RATE / 2)], btype="band")
    return np.asarray(lfilter(b, a, x), np.float32)


def mu_law(x: Samples) -> Samples:
    """There and back through 8-bit mu-law (ITU-T G.711, continuous form, mu = 255)."""
    y = np.sign(x) * np.log1p(255.0 * np.abs(np.clip(x, -1, 1))) / np.log(256.0)
    q = np.round(y * 127.0) / 127.0
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


def telephone_line(x: Samples, rng: Random) -> Samples:
    """One line drawn at random, with up to half a second of silence around the speech."""
    generator = np.random.default_rng(rng.randrange(2**31))
    lead, tail = (np.zeros(int(RATE * rng.uniform(low, high)), np.float32) for low, high in ((0.05, 0.5), (0.1, 0.6)))
    x = np.concatenate([lead, x, tail])
    x = x / (np.max(np.abs(x)) + 1e-6) * rng.uniform(0.1, 0.95)
    if rng.random() < 0.85:
        x = telephone_band(x, rng.uniform(150, 320), rng.uniform(3200, 3700), rng.choice((3, 4, 5)))
    if rng.random() < 0.2:
        x = room(x, rng.uniform(0.05, 0.25), generator)
        x = x / (np.max(np.abs(x)) + 1e-6) * rng.uniform(0.2, 0.9)
    colour = rng.uniform(0.8, 0.97) if rng.random() < 0.6 else 0.0
    x = add_noise(x, rng.choice((8, 10, 15, 15, 20, 20, 25, 30, 40)), generator, colour)
    if rng.random() < 0.15:
        for _ in range(rng.randint(1, 5)):
            at = rng.randrange(max(1, len(x) - 320))
            x[at : at + 320] = 0.0
    if rng.random() < 0.85:
        x = rng.choice((mu_law, a_law))(x)
    return x


def measured_line(x: Samples, rng: Random, snr_db: tuple[float, float] = (15.0, 30.0)) -> Samples:
    """The line that figures are measured on: 250 to 3,500 Hz, noise at an even draw of `snr_db`, level -1 to -14 dB, G.711."""
    generator = np.random.default_rng(rng.randrange(2**31))
    x = telephone_band(x)
    x = x / (np.max(np.abs(x)) + 1e-6) * rng.uniform(0.2, 0.9)
    return rng.choice((mu_law, a_law))(add_noise(x, rng.uniform(*snr_db), generator, rng.choice((0.0, 0.9))))
