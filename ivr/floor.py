"""Who may speak. Pure: fed with moments of 20 ms and told what is heard and what is played."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

BARGE_IN_MS = 400
"""Voiced time that stops the voice: longer than a cough or a back-channel "iya", shorter than a word that matters is lost."""
KEY_GAP_MS = 4000
"""After the last key of an unfinished number."""


@dataclass(frozen=True, slots=True)
class Moment:
    """`playing`: our voice; `interruptible`: it may be cut off; `speech_ms`: voiced time of the caller's turn, 0 when silent;
    `busy`: an utterance is being recognised or a system is being asked."""

    playing: bool
    interruptible: bool
    speech_ms: int
    busy: bool


class Verdict(StrEnum):
    STOP_VOICE = "stop_voice"
    NO_INPUT = "no_input"
    KEYS_TIMED_OUT = "keys_timed_out"


class Floor:
    """One a call. Patience runs only while nobody speaks, nothing plays and nothing is being looked up."""

    def __init__(self) -> None:
        self._patience_ms: int | None = None
        self._keys_ms: int | None = None

    def listen(self, no_input_ms: int) -> None:
        """A question was asked: from when it has been heard, this long may be silent."""
        self._patience_ms, self._keys_ms = no_input_ms, None

    def rest(self) -> None:
        """Nothing is asked: no timer runs."""
        self._patience_ms = self._keys_ms = None

    def key_pressed(self) -> None:
        """Keying has begun: speech patience gives way to the pause between keys."""
        if self._patience_ms is not None:
            self._keys_ms = KEY_GAP_MS

    def process(self, ms: int, moment: Moment) -> Verdict | None:
        if moment.playing:
            stop = moment.interruptible and moment.speech_ms >= BARGE_IN_MS
            return Verdict.STOP_VOICE if stop else None
        if moment.speech_ms or moment.busy:
            return None
        if self._keys_ms is not None:
            self._keys_ms -= ms
            if self._keys_ms <= 0:
                self._keys_ms = None
                return Verdict.KEYS_TIMED_OUT
        elif self._patience_ms is not None:
            self._patience_ms -= ms
            if self._patience_ms <= 0:
                self._patience_ms = None
                return Verdict.NO_INPUT
        return None
