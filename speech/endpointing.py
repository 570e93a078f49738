"""When a caller's turn starts, pauses and ends, from a stream of speech probabilities. No audio, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

OPEN_MS, INCOMPLETE_MS = 1300, 2500
"""Pauses before anything is expected: that which ends a turn nothing is known of, and the longest of all."""


FADE_MS = 240
"""The detector calls 120 to 180 ms of silence speech (80 recordings of people, 25 dB: median 160 ms); what lasts longer is soft speech."""
LAG_MS = 100
"""So much of that is certain, and counts as silence."""
DECAY = 0.985
"""Of the loudest speech of late, each 20 ms: 6.5 dB a second."""


@dataclass(frozen=True, slots=True)
class EndpointSettings:
    """All times in ms. `start`/`stop`: probabilities above and below which a moment is speech or silence (hysteresis).

    `pause_ms` of silence are worth a look at what was said so far. Silence is there too when speech has fallen by 16 dB and the detector
    is no longer `sure`: on 160 recordings of people at 25 and 15 dB a pause is so seen 140 ms after the last sound (median), not 260.
    `resume_ms` of speech end a pause: a click does not.
    """

    start: float = 0.5
    stop: float = 0.35
    sure: float = 0.98
    fall: float = 0.16
    min_speech_ms: int = 100
    pause_ms: int = 60
    resume_ms: int = 60
    max_utterance_ms: int = 30_000


class Turn(StrEnum):
    STARTED = "started"
    PAUSED = "paused"
    RESUMED = "resumed"
    ENDED = "ended"
    TOO_LONG = "too_long"


class Endpointer:
    """`process` each moment; a turn starts after `min_speech_ms` of speech and ends when a pause outlasts its patience."""

    def __init__(self, settings: EndpointSettings) -> None:
        self._settings = settings
        self.voiced = False
        self._loudest = 0.0
        self.said_ms = 0
        """Voiced time of the turn that ended last."""
        self.reset()
        self.expect(OPEN_MS, INCOMPLETE_MS)

    def expect(self, open_ms: int, longest_ms: int) -> None:
        """For the answer that is due now: how long a pause lasts of which nothing is known, and how long any may last."""
        self._open_ms = self._patience_ms = min(open_ms, longest_ms)
        self._longest_ms = longest_ms

    def patience(self, ms: int) -> Turn | None:
        """How long the present pause may last; ENDED when it has lasted that long already."""
        self._patience_ms = min(ms, self._longest_ms)
        return self._end(Turn.ENDED) if self.paused and self._impatient else None

    def reset(self) -> None:
        self.in_turn = self.paused = False
        self.quiet_ms = 0
        """Time since speech was last loud and clear."""
        self.speech_ms = 0
        """Voiced time of the turn so far."""
        self._silence_ms = self._stretch_ms = self._fade_ms = self._length_ms = 0

    def process(self, ms: int, probability: float, level: float = 1.0) -> Turn | None:
        """`level`: the loudness of this moment, as an amplitude on any scale."""
        threshold = self._settings.stop if self.voiced else self._settings.start
        self.voiced = probability >= threshold
        self._loudest = max(level if self.voiced else 0.0, self._loudest * DECAY ** (ms / 20))
        faint = self.voiced and probability < self._settings.sure and level < self._loudest * self._settings.fall
        self._fade_ms = self._fade_ms + ms if faint else 0
        clear = self.voiced and (not faint or self._fade_ms > FADE_MS)
        self._stretch_ms = self._stretch_ms + ms if (clear if self.in_turn else self.voiced) else 0
        if not self.in_turn:
            return self._maybe_start()
        self._length_ms += ms
        self.speech_ms += ms if self.voiced else 0
        change = self._continue(ms, clear=clear)
        # A resumption that is cut off at once for its length is no longer of interest.
        return self._end(Turn.TOO_LONG) if self.in_turn and self._length_ms >= self._settings.max_utterance_ms else change

    def _maybe_start(self) -> Turn | None:
        if self._stretch_ms < self._settings.min_speech_ms:
            return None
        self.in_turn = True
        self.speech_ms, self.quiet_ms, self._silence_ms = self._stretch_ms, 0, 0
        return Turn.STARTED

    def _continue(self, ms: int, *, clear: bool) -> Turn | None:
        if clear and (not self.paused or self._stretch_ms >= self._settings.resume_ms):
            resumed, self.paused = self.paused, False
            self.quiet_ms = self._silence_ms = 0
            self._patience_ms = self._open_ms
            return Turn.RESUMED if resumed else None
        if self._silence_ms:
            self._silence_ms += ms
        elif not self.voiced:
            self._silence_ms = min(self.quiet_ms, LAG_MS) + ms
        self.quiet_ms += ms
        if self._impatient:
            return self._end(Turn.ENDED)
        if self.paused or self.quiet_ms < self._settings.pause_ms:
            return None
        self.paused = True
        return Turn.PAUSED

    @property
    def _impatient(self) -> bool:
        # Sound that may become speech holds the end back until it is known what it is.
        return not self.voiced and self._silence_ms >= self._patience_ms

    def _end(self, how: Turn) -> Turn:
        self.said_ms, quiet_ms = self.speech_ms, self.quiet_ms
        self.reset()
        self.quiet_ms, self._patience_ms = quiet_ms, self._open_ms
        return how
