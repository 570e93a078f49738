"""What a voice is worth, from clips that it spoke: words read back, pitch, tempo, quality. No voice is loaded here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from speech.loudness import levelled, trimmed
from speech.measure import Heard, report
from speech.pcm import TELEPHONE_RATE, from_float, resample
from speech.phonemes import indonesian_ipa
from speech.recognizer import Expectation, Recognizer, Request
from speech.voice_training.frames import RATE
from speech.voice_training.pitch import PitchRange, melody, pitch_range
from speech.voice_training.tempo import sounding_s, syllables

EDGE_S = 0.3
"""Silence before and after, as a recogniser hears a turn."""


@dataclass(frozen=True, slots=True)
class Said:
    """`samples`: mono at `rate`, -1 to 1. `seconds` it took to make: on the wall clock, and of CPU time."""

    text: str
    samples: NDArray[np.float32]
    rate: int
    wall_s: float = 0.0
    cpu_s: float = 0.0

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate


@dataclass(frozen=True, slots=True)
class Words:
    """`wer`: word error rate, spellings of one word being equal; `exact`: share of sentences without an error. `heard`: what was read
    back, in the order of the sentences."""

    wer: float
    exact: float
    heard: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manner:
    """`rate`: syllables a second, pauses left out."""

    pitch: PitchRange | None
    rate: float

    def as_json(self) -> dict[str, object]:
        semitones = self.pitch.semitones if self.pitch else None
        return {"pitch": asdict(self.pitch) if self.pitch else None, "semitones": semitones, "rate": self.rate}


def sound_of(said: Said) -> NDArray[np.float32]:
    """Trimmed and at the hotline's level, so that no voice is judged by its loudness."""
    return levelled(trimmed(said.samples, said.rate), said.rate)


def on_the_line(said: Said, rate: int = TELEPHONE_RATE) -> bytes:
    """As a caller hears it, s16le at `rate`."""
    edge = np.zeros(int(EDGE_S * rate), np.float32)
    return from_float(np.concatenate([edge, resample(sound_of(said), said.rate, rate), edge]))


def read_back(said: Sequence[Said], recognizer: Recognizer, rate: int = TELEPHONE_RATE) -> Words:
    """Raises RecognizerError when decoding fails, CorpusError when nothing was said."""
    rows: list[Heard] = []
    for one in said:
        (transcript,) = recognizer.transcribe([Request(on_the_line(one, rate), Expectation(), rate)])
        rows.append(Heard(Path(), one.text, transcript, one.seconds))
    of = report(rows)
    return Words(of.wer, of.exact, tuple(row.text for row in rows))


def manner(said: Sequence[Said]) -> Manner:
    """Raises FileNotFoundError without espeak-ng, which counts the syllables."""
    melodies = [melody(resample(one.samples, one.rate, RATE)) for one in said]
    seconds = sum(sounding_s(one.samples, one.rate) for one in said)
    count = sum(syllables(indonesian_ipa(one.text)) for one in said)
    return Manner(pitch_range(melodies), count / seconds if seconds else 0.0)


def real_time_factor(said: Sequence[Said]) -> float:
    """CPU seconds a second of speech: what one thread takes, whatever else the machine does."""
    return sum(one.cpu_s for one in said) / max(1e-9, sum(one.seconds for one in said))
