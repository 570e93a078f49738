"""What noises are made of: coloured noise, notes, bursts, pulses, resonances, a room; and what a telephone lets through. Pure, 8 kHz."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, fftconvolve, lfilter, sosfilt

RATE = 8000
Samples = NDArray[np.float32]
Wave = NDArray[np.float64]
Generator = np.random.Generator


def time_of(n: int) -> Wave:
    return np.arange(n) / RATE


def shaped(n: int, g: Generator, slope: float) -> Wave:
    """Noise whose amplitude falls as 1 / frequency ** slope; standard deviation 1."""
    spectrum = np.fft.rfft(g.standard_normal(n))
    spectrum /= np.maximum(np.arange(len(spectrum)), 1) ** slope
    noise = np.fft.irfft(spectrum, n)
    return np.asarray(noise / (np.std(noise) + 1e-12))


def note(out: Wave, at: int, length: int, hz: float, gain: float, decay: float, vibrato: float = 0.0) -> None:
    t = time_of(max(0, min(length, len(out) - at)))
    phase = 2 * np.pi * hz * (t + vibrato * np.sin(2 * np.pi * 5 * t) / (2 * np.pi * 5))
    out[at : at + len(t)] += gain * sum(np.sin(k * phase) / k for k in range(1, 6)) * np.exp(-decay * t)


def bursts(
    n: int,
    g: Generator,
    *,
    per_s: float,
    length_s: tuple[float, float],
    colour: tuple[float, float],
    voice_hz: float = 0.0,
) -> Wave:
    """Short coloured bursts at random moments over a faint hiss; with `voice_hz` they have that pitch."""
    out = 0.003 * g.standard_normal(n)
    for at in g.integers(n, size=max(1, int(per_s * n / RATE))):
        length = min(n - int(at), max(2, int(RATE * g.uniform(*length_s))))
        source = g.standard_normal(length) + (4 * pulses(length, voice_hz) if voice_hz else 0)
        burst = np.asarray(lfilter([1.0], [1.0, -g.uniform(*colour)], source))
        out[at : at + length] += burst * np.exp(-4 * np.arange(length) / length) * g.uniform(0.3, 1.5)
    return out


def pulses(n: int, hz: float) -> Wave:
    out = np.zeros(n)
    out[:: max(2, int(RATE / hz))] = 1.0
    return out


def formants(x: Wave, peaks_hz: Sequence[float]) -> Wave:
    for hz in peaks_hz:
        r = np.exp(-np.pi * 150 / RATE)
        x = np.asarray(lfilter([1 - r], [1.0, -2 * r * np.cos(2 * np.pi * hz / RATE), r * r], x))
    return x


def room(x: Wave, g: Generator) -> Wave:
    n = int(RATE * g.uniform(0.2, 0.5))
    response = g.standard_normal(n) * np.exp(-np.arange(n) / (n / 5))
    return np.asarray(fftconvolve(x, response)[: len(x)])


def band(x: Wave) -> Wave:
    """250 to 3,400 Hz."""
    return np.asarray(sosfilt(butter(3, [250 / 4000, 3400 / 4000], btype="band", output="sos"), x))


def at_level(x: Wave, db: float) -> Samples:
    """RMS of `db` below full scale (silence stays silence); peaks are clipped, as a telephone does."""
    rms = float(np.sqrt(np.mean(x**2)))
    return np.asarray(np.clip(x * (10 ** (db / 20) / rms if rms > 1e-9 else 0.0), -1, 1), np.float32)
