"""What the line does to the caller's voice before the SIP phone sends it: level, telephone band, noise. Deterministic."""

from __future__ import annotations

import numpy as np
from scipy.signal import butter, lfilter

from ivr.caller.script import Line
from speech.pcm import TELEPHONE_RATE, from_float, to_float

BAND_HZ = (250.0, 3400.0)


def over(line: Line, pcm: bytes, seed: int) -> bytes:
    """`pcm` 8 kHz, 16-bit; G.711 itself is done by the phone."""
    voice = to_float(pcm) * 10 ** (line.gain_db / 20)
    b, a = butter(3, [hz / (TELEPHONE_RATE / 2) for hz in BAND_HZ], btype="band")
    voice = np.asarray(lfilter(b, a, voice), np.float32)
    noise = np.random.default_rng(seed).standard_normal(len(voice)).astype(np.float32)
    power = float(np.mean(voice**2)) if len(voice) else 0.0
    return from_float(np.asarray(voice + noise * np.sqrt(power / 10 ** (line.snr_db / 10)), np.float32))
