"""What the line does to the caller's voice before the SIP phone sends it: level, telephone band, noise, lost packets. Deterministic."""

from __future__ import annotations

import numpy as np
from scipy.signal import butter, lfilter

from dialog.scenario.schema import Line
from speech.pcm import TELEPHONE_RATE, from_float, to_float

BAND_HZ = (250.0, 3400.0)
PACKET = TELEPHONE_RATE // 50


def over(line: Line, pcm: bytes, seed: int) -> bytes:
    """`pcm` 8 kHz, 16-bit; G.711 itself is done by the phone. Pauses (20 ms of exact zeros) hold the noise, and do not lower its level."""
    voice = to_float(pcm) * 10 ** (line.gain_db / 20)
    said = np.convolve(voice != 0, np.ones(PACKET), "same") > 0 if len(voice) else np.zeros(0, bool)
    b, a = butter(3, [hz / (TELEPHONE_RATE / 2) for hz in BAND_HZ], btype="band")
    voice = np.asarray(lfilter(b, a, voice), np.float32)
    generator = np.random.default_rng(seed)
    noise = generator.standard_normal(len(voice)).astype(np.float32)
    power = float(np.mean(voice[said] ** 2)) if said.any() else 0.0
    heard = np.asarray(voice + noise * np.sqrt(power / 10 ** (line.snr_db / 10)), np.float32)
    for packet in np.flatnonzero(generator.random(len(heard) // PACKET) < line.lost_percent / 100):
        heard[packet * PACKET : (packet + 1) * PACKET] = 0.0
    return from_float(heard)
