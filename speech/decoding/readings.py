"""What came out of one decoding, before it is ranked and believed."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from speech.decoding.digits import DIGITS

LONGEST_LOOP = 2.4
"""Compression ratio above which a text is a loop (the threshold of openai/whisper)."""
REPEATED, ROUNDS = 3, 4
"""A group of up to three words said four times running is a loop too, except of digits, which people do repeat."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`log_prob`: of `tokens` and the end after them, summed, natural logarithm."""

    text: str
    tokens: tuple[int, ...]
    log_prob: float

    @property
    def mean(self) -> float:
        return self.log_prob / (len(self.tokens) + 1)


@dataclass(frozen=True, slots=True)
class Decoded:
    """`readings`: best first; `no_speech`: Whisper's own probability that nothing was said; `speech_s`: length of the utterance."""

    readings: tuple[Reading, ...]
    no_speech: float
    speech_s: float

    @property
    def looped(self) -> bool:
        return bool(self.readings) and loops(self.readings[0].text)


def loops(text: str) -> bool:
    """Whether `text` goes round in circles, as a decoder does that has lost the audio."""
    raw = text.encode()
    if len(raw) > 20 and len(raw) / len(zlib.compress(raw)) > LONGEST_LOOP:
        return True
    words = text.lower().split()
    for size in range(1, REPEATED + 1):
        for start in range(len(words) - size * ROUNDS + 1):
            unit = words[start : start + size]
            if words[start : start + size * ROUNDS] == unit * ROUNDS and not set(unit) <= set(DIGITS):
                return True
    return False
