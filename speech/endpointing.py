"""When a caller's turn starts and ends, from a stream of speech probabilities. No audio, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class EndpointSettings:
    """All times in ms. `start`/`stop`: probabilities above and below which a moment is speech or silence (hysteresis)."""

    start: float = 0.5
    stop: float = 0.35
    min_speech_ms: int = 100
    end_silence_ms: int = 600
    max_utterance_ms: int = 30_000


class Turn(StrEnum):
    STARTED = "started"
    ENDED = "ended"
    TOO_LONG = "too_long"


class Endpointer:
    """`process` each moment; a turn starts after `min_speech_ms` of speech and ends after `end_silence_ms` of silence."""

    def __init__(self, settings: EndpointSettings) -> None:
        self._settings = settings
        self._end_silence_ms = settings.end_silence_ms
        self._voiced = False
        self.reset()

    def expect(self, end_silence_ms: int) -> None:
        """How long a pause ends the turn, for the answer that is due now."""
        self._end_silence_ms = end_silence_ms

    def reset(self) -> None:
        self.in_turn = False
        self.silence_ms = 0
        self.speech_ms = 0
        """Voiced time of the turn so far."""
        self._length_ms = 0

    def process(self, ms: int, probability: float) -> Turn | None:
        threshold = self._settings.stop if self._voiced else self._settings.start
        self._voiced = probability >= threshold
        if self._voiced:
            self.speech_ms += ms
            self.silence_ms = 0
        else:
            self.silence_ms += ms
        if not self.in_turn:
            return self._maybe_start()
        self._length_ms += ms
        if self.silence_ms >= self._end_silence_ms:
            return self._end(Turn.ENDED)
        return self._end(Turn.TOO_LONG) if self._length_ms >= self._settings.max_utterance_ms else None

    def _maybe_start(self) -> Turn | None:
        if not self._voiced:
            self.speech_ms = 0
            return None
        if self.speech_ms < self._settings.min_speech_ms:
            return None
        self.in_turn = True
        return Turn.STARTED

    def _end(self, how: Turn) -> Turn:
        self.in_turn = False
        self._length_ms = 0
        self.speech_ms = 0
        return how
