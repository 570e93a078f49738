"""Frames to utterances: what was said between the start and the end of a caller's turn, with a little of what came before."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Protocol

from speech.endpointing import Endpointer, EndpointSettings, Turn

FRAME_MS = 20
PRE_ROLL_MS = 300
"""Sound kept before speech was certain: the first consonant is often softer than the detector's threshold."""
KEPT_SILENCE_MS = 200


class Vad(Protocol):
    def probability(self, frame: bytes) -> float: ...


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """`at_ms`: where speech began, on the listener's clock (ms of sound fed so far)."""

    at_ms: int


@dataclass(frozen=True, slots=True)
class Utterance:
    """PCM at 8 kHz. `started_ms` and `ended_ms`: first and last speech on the listener's clock; `speech_ms`: voiced time."""

    pcm: bytes
    started_ms: int
    ended_ms: int
    speech_ms: int
    too_long: bool = False


class Listener:
    """Feed every 20 ms frame (320 bytes), silence too."""

    def __init__(self, vad: Vad, settings: EndpointSettings) -> None:
        self._vad = vad
        self._endpointer = Endpointer(settings)
        self._recent: deque[bytes] = deque(maxlen=(PRE_ROLL_MS + settings.min_speech_ms) // FRAME_MS)
        self._frames: list[bytes] = []
        self._started_ms = 0
        self._voiced_ms = 0
        self._last_voiced_ms = 0
        self.clock_ms = 0

    @property
    def speaking(self) -> bool:
        return self._endpointer.in_turn

    @property
    def speech_ms(self) -> int:
        """Voiced ms of the turn under way."""
        return self._endpointer.speech_ms if self.speaking else 0

    def expect(self, end_silence_ms: int) -> None:
        self._endpointer.expect(end_silence_ms)

    def reset(self) -> None:
        """Forget an unfinished turn."""
        self._endpointer.reset()
        self._frames = []

    def feed(self, frame: bytes) -> SpeechStarted | Utterance | None:
        self.clock_ms += FRAME_MS
        probability = self._vad.probability(frame)
        before = self._endpointer.speech_ms
        turn = self._endpointer.process(FRAME_MS, probability)
        if self._endpointer.silence_ms == 0:
            self._last_voiced_ms = self.clock_ms
        if turn is Turn.STARTED:
            self._started_ms = self.clock_ms - self._endpointer.speech_ms
            self._frames = [*self._recent, frame]
            return SpeechStarted(self._started_ms)
        if turn is not None:
            return self._utterance(frame, max(before, self._voiced_ms), too_long=turn is Turn.TOO_LONG)
        self._voiced_ms = self._endpointer.speech_ms
        (self._frames if self.speaking else self._recent).append(frame)
        return None

    def _utterance(self, frame: bytes, speech_ms: int, *, too_long: bool) -> Utterance:
        frames, self._frames = [*self._frames, frame], []
        self._recent.clear()
        surplus = (self.clock_ms - self._last_voiced_ms - KEPT_SILENCE_MS) // FRAME_MS
        kept = frames[: len(frames) - surplus] if surplus > 0 else frames
        return Utterance(b"".join(kept), self._started_ms, self._last_voiced_ms, speech_ms, too_long)
