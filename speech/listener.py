"""Frames to utterances: what was said between the start and the end of a caller's turn, with a little of what came before."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from speech.endpointing import Endpointer, EndpointSettings, Turn
from speech.pcm import TELEPHONE_RATE, to_float

FRAME_MS = 20
PRE_ROLL_MS = 300
"""Sound kept before speech was certain: the first consonant is often softer than the detector's threshold."""
KEPT_SILENCE_MS = 200


def _level(frame: bytes) -> float:
    """RMS."""
    return float(np.sqrt(np.mean(np.square(to_float(frame)))))


class Vad(Protocol):
    def probability(self, frame: bytes) -> float: ...


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """`at_ms`: where speech began, on the listener's clock (ms of sound fed so far)."""

    at_ms: int


@dataclass(frozen=True, slots=True)
class Utterance:
    """PCM at `rate`. `started_ms` and `ended_ms`: first and last speech on the listener's clock; `speech_ms`: voiced time."""

    pcm: bytes
    started_ms: int
    ended_ms: int
    speech_ms: int
    too_long: bool = False
    rate: int = TELEPHONE_RATE


@dataclass(frozen=True, slots=True)
class Pause:
    """The caller is silent for a moment, once a pause. `so_far`: what was said until here; if nothing more comes, it is all."""

    so_far: Utterance


@dataclass(frozen=True, slots=True)
class SpeechResumed:
    """The caller goes on after a `Pause`."""


class Listener:
    """Feed every 20 ms frame (at `rate`, as `vad` takes it), silence too. Holds at most one utterance of the longest length."""

    def __init__(self, vad: Vad, settings: EndpointSettings, rate: int = TELEPHONE_RATE) -> None:
        self._vad, self._rate = vad, rate
        self._endpointer = Endpointer(settings)
        self._recent: deque[bytes] = deque(maxlen=(PRE_ROLL_MS + settings.min_speech_ms) // FRAME_MS)
        self._frames: list[bytes] = []
        self._started_ms = 0
        self._last_voiced_ms = 0
        self.clock_ms = 0

    @property
    def speaking(self) -> bool:
        """From the start of a turn to its end, pauses included."""
        return self._endpointer.in_turn

    @property
    def paused(self) -> bool:
        """A `Pause` was reported, and it lasts."""
        return self._endpointer.paused

    @property
    def speech_ms(self) -> int:
        """Voiced ms of the turn under way."""
        return self._endpointer.speech_ms

    @property
    def voiced(self) -> bool:
        """The latest frame holds speech."""
        return self._endpointer.voiced

    @property
    def so_far(self) -> Utterance:
        """What was said in the turn under way."""
        return self._utterance(self._endpointer.speech_ms)

    def expect(self, open_ms: int, longest_ms: int) -> None:
        """For the answer that is due now: how long a pause lasts of which nothing is known, and how long any may last."""
        self._endpointer.expect(open_ms, longest_ms)

    def patience(self, ms: int) -> Utterance | None:
        """How long the present pause may last, until speech resumes; the utterance when it has lasted that long already."""
        return self._finish(too_long=False) if self._endpointer.patience(ms) else None

    def reset(self) -> None:
        """Forget an unfinished turn."""
        self._endpointer.reset()
        self._frames = []

    def feed(self, frame: bytes, *, echo: bool = False) -> SpeechStarted | Pause | SpeechResumed | Utterance | None:
        """`echo`: what is heard is our own voice, and no speech whatever the detector says."""
        self.clock_ms += FRAME_MS
        probability = self._vad.probability(frame)  # the detector hears everything: it has a memory
        turn = self._endpointer.process(FRAME_MS, 0.0 if echo else probability, _level(frame))
        if self._endpointer.quiet_ms == 0:
            self._last_voiced_ms = self.clock_ms
        if turn is Turn.STARTED:
            self._started_ms = self.clock_ms - self._endpointer.speech_ms
            self._frames = list(self._recent)
        (self._frames if turn or self.speaking else self._recent).append(frame)
        match turn:
            case Turn.STARTED:
                return SpeechStarted(self._started_ms)
            case Turn.PAUSED:
                return Pause(self.so_far)
            case Turn.RESUMED:
                return SpeechResumed()
            case Turn.ENDED | Turn.TOO_LONG:
                return self._finish(too_long=turn is Turn.TOO_LONG)
            case None:
                return None

    def _finish(self, *, too_long: bool) -> Utterance:
        utterance = self._utterance(self._endpointer.said_ms, too_long=too_long)
        self._frames = []
        self._recent.clear()
        return utterance

    def _utterance(self, speech_ms: int, *, too_long: bool = False) -> Utterance:
        surplus = (self.clock_ms - self._last_voiced_ms - KEPT_SILENCE_MS) // FRAME_MS
        kept = self._frames[: len(self._frames) - surplus] if surplus > 0 else self._frames
        return Utterance(b"".join(kept), self._started_ms, self._last_voiced_ms, speech_ms, too_long, self._rate)
