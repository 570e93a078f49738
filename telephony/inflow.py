"""What comes from the caller, cut into frames of one rate: bounded, and without delay that would stay. No clock of its own."""

from __future__ import annotations

from collections.abc import Callable

from telephony.audiosocket import frame_bytes
from telephony.conversion import Converter

MAX_BACKLOG = 25
"""Frames (0.5 s) kept when they arrive faster than they are taken: older ones are stale and are dropped."""
JITTER = 1
WINDOW = 50
"""Over a second of ticks (WINDOW) more than JITTER frames always waited: not jitter but delay that would never go away."""


class Inflow:
    """`add` as it comes, `next_frame` every 20 ms. Sound of another rate than `rate` is converted. `dropped` is told how many frames
    were."""

    def __init__(self, rate: int, dropped: Callable[[int], None]) -> None:
        self.rate, self._dropped = rate, dropped
        self._size = frame_bytes(rate)
        self._silence = bytes(self._size)
        self._waiting = bytearray()
        self._converter: Converter | None = None
        self._least_waiting = MAX_BACKLOG
        self._ticks = 0

    def add(self, pcm: bytes, rate: int) -> None:
        """Whole samples, any number of them: a phone may send 10 ms at once or 30."""
        if rate != self.rate:
            if self._converter is None:
                self._converter = Converter(rate, self.rate)
            pcm = self._converter.feed(pcm)
        self._waiting += pcm
        self._drop(len(self._waiting) // self._size - MAX_BACKLOG)

    def next_frame(self) -> bytes:
        """The caller's next 20 ms, silence where there are none."""
        self._least_waiting = min(self._least_waiting, len(self._waiting) // self._size)
        if len(self._waiting) < self._size:
            frame = self._silence
        else:
            frame = bytes(self._waiting[: self._size])
            del self._waiting[: self._size]
        self._ticks += 1
        if self._ticks % WINDOW == 0:
            self._drop(self._least_waiting - JITTER)
            self._least_waiting = MAX_BACKLOG
        return frame

    def _drop(self, frames: int) -> None:
        if frames > 0:
            del self._waiting[: frames * self._size]
            self._dropped(frames)
