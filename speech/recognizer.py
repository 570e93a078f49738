"""The border of every speech recogniser: one utterance of PCM in, a list of hypotheses out."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Protocol

from speech.pcm import TELEPHONE_RATE


class RecognizerError(Exception):
    """The recogniser could not be loaded or could not decode; the message says what, where and what to do."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the utterance probably holds; it steers decoding and never forbids anything else.

    `digits`: only digits are due, `length` of them (0: unknown). `phrases`: short answers of which one is likely (*ya*, *tidak*,
    the options of a choice, commands), lower case. `hot_words`: names and places that may occur.
    """

    digits: bool = False
    length: int = 0
    phrases: tuple[str, ...] = ()
    hot_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a hypothesis and its probability of being right, 0 to 1."""

    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One reading: `text` as decoded, `confidence` its probability of being right, 0 to 1."""

    text: str
    confidence: float
    words: tuple[Word, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Request:
    """`pcm`: mono, signed 16-bit little-endian, `rate` samples a second."""

    pcm: bytes
    expectation: Expectation = Expectation()
    rate: int = TELEPHONE_RATE


class Recognizer(Protocol):
    """Blocking and thread-safe; call it from the pool, never on the event loop."""

    def bucket(self, request: Request) -> Hashable:
        """Cheap: requests of one bucket can be decoded together."""
        ...

    def transcribe(self, requests: Sequence[Request]) -> list[Transcript]:
        """One transcript a request, in order; all requests are of one bucket.

        Raises:
            RecognizerError: decoding failed.
        """
        ...
