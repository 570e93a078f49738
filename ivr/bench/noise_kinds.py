"""The kinds of noise, each a function of a length (samples) and a random generator. Pure, 8 kHz, at no particular level.

Made for measuring and kept apart from `speech/training/noises.py`, from which the recogniser learns: what is measured must not be
what was learned.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ivr.bench.noise_parts import RATE, Generator, Wave, bursts, formants, note, pulses, shaped, time_of

KEYS = {
    **{"1": (697, 1209), "2": (697, 1336), "3": (697, 1477), "4": (770, 1209), "5": (770, 1336), "6": (770, 1477)},
    **{"7": (852, 1209), "8": (852, 1336), "9": (852, 1477), "*": (941, 1209), "0": (941, 1336), "#": (941, 1477)},
}
"""ITU-T Q.23."""


def silence(n: int, g: Generator) -> Wave:
    """Exact zeros, or a comfort noise that is hardly there."""
    return np.zeros(n) if g.random() < 0.5 else g.standard_normal(n)


def white(n: int, g: Generator) -> Wave:
    return g.standard_normal(n)


def pink(n: int, g: Generator) -> Wave:
    return shaped(n, g, 0.5)


def brown(n: int, g: Generator) -> Wave:
    return shaped(n, g, 1.0)


def fan(n: int, g: Generator) -> Wave:
    """Blades and mains: harmonics that waver, over pink noise."""
    t, base = time_of(n), g.uniform(45, 130)
    waver = 1 + 0.02 * np.sin(2 * np.pi * g.uniform(0.2, 2) * t)
    hum = sum(np.sin(2 * np.pi * base * k * t * waver + g.uniform(0, 6)) / k for k in range(1, 8))
    return np.asarray(hum + 2 * shaped(n, g, 0.5))


def traffic(n: int, g: Generator) -> Wave:
    """A road: rumble, cars that come and go, now and then a horn."""
    t, out = time_of(n), 0.4 * shaped(n, g, 1.0)
    for _ in range(1 + n // RATE // 3):
        passing = np.exp(-(((t - g.uniform(0, n / RATE)) / g.uniform(0.5, 2)) ** 2))
        out = out + passing * shaped(n, g, g.uniform(0.4, 0.9))
    if g.random() < 0.4:
        begin, f = g.uniform(0, n / RATE - 1), g.uniform(350, 500)
        horn = np.sin(2 * np.pi * f * t) + 0.7 * np.sin(2 * np.pi * 1.26 * f * t) + 0.4 * np.sin(2 * np.pi * 2 * f * t)
        out = out + 1.5 * horn * ((t > begin) & (t < begin + g.uniform(0.2, 0.8)))
    return np.asarray(out)


def ringing(n: int, g: Generator) -> Wave:
    """Ring-back and busy tones (425 Hz, ITU-T E.180), or an old bell in the room."""
    t = time_of(n)
    if g.random() < 0.4:
        bell = np.sin(2 * np.pi * 1000 * t) + np.sin(2 * np.pi * 1330 * t) + 0.5 * np.sin(2 * np.pi * 2870 * t)
        return np.asarray(bell * (np.sin(2 * np.pi * 20 * t) > 0) * (t % 3 < 1.2))
    on, off = ((1.0, 4.0), (0.5, 0.5), (0.25, 0.25))[g.integers(3)]
    return np.asarray(np.sin(2 * np.pi * 425 * t) * (t % (on + off) < on))


def dtmf(n: int, g: Generator) -> Wave:
    """Keys pressed by hand."""
    out, t, at = 0.001 * g.standard_normal(n), time_of(n), 0
    while at < n:
        low, high = KEYS[list(KEYS)[g.integers(len(KEYS))]]
        length = min(n - at, int(RATE * g.uniform(0.06, 0.35)))
        out[at : at + length] += np.sin(2 * np.pi * low * t[:length]) + np.sin(2 * np.pi * high * t[:length])
        at += length + int(RATE * g.uniform(0.08, 1.2))
    return out


def music(n: int, g: Generator) -> Wave:
    """Chords, bass and a melody with vibrato: pop music, roughly."""
    out, beat = np.zeros(n), int(RATE * g.uniform(0.3, 0.7))
    scale = 220 * 2 ** (np.array([0, 2, 4, 5, 7, 9, 11, 12, 14, 16]) / 12)
    for number, at in enumerate(range(0, n, beat)):
        if number % 4 == 0:
            root = int(g.integers(4))
            for step in (0, 2, 4):
                note(out, at, 4 * beat, scale[root + step], 0.4, 0.5)
            note(out, at, 4 * beat, scale[root] / 2, 0.8, 1.0)
        if g.random() < 0.8:
            note(out, at, int(beat * g.uniform(0.6, 1.4)), scale[g.integers(len(scale))] * 2, 1.0, 2.0, vibrato=0.006)
        drum = min(n - at, beat // 4)
        out[at : at + drum] += 0.6 * g.standard_normal(drum) * np.exp(-np.arange(drum) / (drum / 5))
    return out


def hold(n: int, g: Generator) -> Wave:
    """A slow arpeggio of pure tones, as our own music on hold."""
    notes, length, t = (261.6, 329.6, 392.0, 523.3, 392.0, 329.6), 2 * RATE, time_of(n)
    note = np.array(notes)[(np.arange(n) // length) % len(notes)]
    return np.asarray(np.sin(2 * np.pi * note * t) * np.sin(np.pi * (np.arange(n) % length) / length) ** 2)


def keyboard(n: int, g: Generator) -> Wave:
    """Somebody types."""
    return bursts(n, g, per_s=6, length_s=(0.004, 0.02), colour=(-0.3, 0.5))


def clicks(n: int, g: Generator) -> Wave:
    """A bad contact: single samples and tiny bursts."""
    out = bursts(n, g, per_s=3, length_s=(0.0005, 0.003), colour=(-0.8, 0.0))
    out[g.integers(n, size=n // RATE * 2)] += g.uniform(-4, 4)
    return out


def knocks(n: int, g: Generator) -> Wave:
    """The receiver laid on a table, a door."""
    return bursts(n, g, per_s=0.8, length_s=(0.03, 0.15), colour=(0.7, 0.97))


def coughs(n: int, g: Generator) -> Wave:
    """A burst of breath through a throat: noise with two formants, sharp at first, then a voiced tail; two or three in a row."""
    out, at = 0.002 * g.standard_normal(n), int(RATE * g.uniform(0, 1))
    while at < n:
        for _ in range(int(g.integers(1, 4))):
            length = min(n - at, int(RATE * g.uniform(0.15, 0.4)))
            if length <= 0:
                break
            air = formants(g.standard_normal(length), (g.uniform(500, 900), g.uniform(1200, 2000)))
            tail = formants(pulses(length, g.uniform(90, 180)), (g.uniform(400, 700), g.uniform(1100, 1600)))
            shape = np.exp(-np.arange(length) / (length / g.uniform(3, 6)))
            late = np.clip(np.arange(length) / length - 0.3, 0, 1)
            out[at : at + length] += (air / np.std(air) * shape) + 0.5 * tail / (np.std(tail) + 1e-9) * late * shape
            at += length + int(RATE * g.uniform(0.05, 0.2))
        at += int(RATE * g.uniform(0.8, 4))
    return out


def breath(n: int, g: Generator) -> Wave:
    """Breathing into the microphone, and wind."""
    t = time_of(n)
    swell = np.clip(np.sin(2 * np.pi * g.uniform(0.25, 0.6) * t + g.uniform(0, 6)), 0, 1) ** 1.5
    return np.asarray(formants(g.standard_normal(n), (g.uniform(600, 1500), g.uniform(1600, 2500))) * swell)


def sirens(n: int, g: Generator) -> Wave:
    """An ambulance far away, a dog, a cock: what has a pitch and is no voice."""
    t = time_of(n)
    sweep = 600 + 350 * np.sin(2 * np.pi * g.uniform(0.15, 3) * t)
    siren = np.sin(2 * np.pi * np.cumsum(sweep) / RATE)
    barks = bursts(n, g, per_s=0.7, length_s=(0.08, 0.2), colour=(0.2, 0.6), voice_hz=g.uniform(300, 600))
    return np.asarray(siren if g.random() < 0.5 else barks)


KINDS: dict[str, Callable[[int, Generator], Wave]] = {
    kind.__name__: kind
    for kind in (silence, white, pink, brown, fan, traffic, ringing, dtmf, music, hold, keyboard, clicks, knocks, coughs, breath, sirens)
}
