"""The border of every speech recogniser: one utterance of PCM in, a list of hypotheses out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class RecognizerError(Exception):
    """The recogniser could not be loaded or could not decode; the message says what, where and what to do."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the utterance probably holds. `digits`: only digits are due, `length` of them (0: unknown)."""

    digits: bool = False
    length: int = 0


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One reading: `text` as decoded, `confidence` its probability of being right, 0 to 1."""

    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Transcript:
    """Best hypothesis first; empty when nothing was said. `decode_ms` is the time of decoding alone."""

    hypotheses: tuple[Hypothesis, ...]
    decode_ms: float

    @property
    def text(self) -> str:
        return self.hypotheses[0].text if self.hypotheses else ""

    @property
    def confidence(self) -> float:
        return self.hypotheses[0].confidence if self.hypotheses else 0.0


class Recognizer(Protocol):
    """Blocking and thread-safe; call it from the pool, never on the event loop."""

    def transcribe(self, pcm: bytes, expectation: Expectation) -> Transcript:
        """`pcm`: 8 kHz, mono, signed 16-bit little-endian.

        Raises:
            RecognizerError: decoding failed.
        """
        ...
