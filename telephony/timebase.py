"""Two recordings of one call on one time base. No I/O.

A phone writes what it hears only while packets come: while the far end is silent (a caller between two places of the
dialplan, a briefing going on) its recording stands still. What it sends hardly ever stops (a few ms when its source is
changed), and so is the clock.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate

PACKET_MS = 20
"""What is written as sent has been spoken; what is written as heard is played from now on."""
SLACK_PACKETS = 3
"""Packets come in twos and threes; less than this is no gap."""
WINDOW = 25
"""Observations to each side whose mean tells how far apart the recordings are: one alone is wrong by up to a packet."""
STEP_MS = 5
"""Smaller corrections would only cut the sound to pieces."""


class _Stretch:
    """A part of what was heard without gaps: from byte `start`, observed at `heard` bytes to lie `behind` bytes."""

    def __init__(self, start: int, inserted: int, packet: int) -> None:
        self.start, self.inserted, self._packet = start, inserted, packet
        self.heard: list[int] = []
        self._behind: list[int] = []
        self._sums: list[int] | None = None

    def add(self, heard: int, behind: int) -> None:
        self.heard.append(heard)
        self._behind.append(behind)
        self._sums = None

    def behind(self, position: int) -> int:
        if self._sums is None:
            self._sums = [0, *accumulate(self._behind)]
        at = bisect_left(self.heard, position)
        low, high = max(0, at - WINDOW), min(len(self.heard), at + WINDOW)
        return (self._sums[high] - self._sums[low]) // (high - low) + self._packet if high > low else self.inserted


class TimeBase:
    """Fed with the sizes of both recordings (bytes of PCM, `rate` samples a second, 16-bit) every few tens of milliseconds."""

    def __init__(self, rate: int) -> None:
        self._packet, self._step = rate * PACKET_MS // 1000 * 2, rate * STEP_MS // 1000 * 2
        self._stretches = [_Stretch(0, 0, self._packet)]
        self._heard = 0

    def observe(self, sent: int, heard: int) -> None:
        if heard == self._heard:
            return
        behind = sent - heard
        if behind - self._stretches[-1].inserted > SLACK_PACKETS * self._packet:
            self._stretches.append(_Stretch(self._heard, behind, self._packet))
        self._stretches[-1].add(heard, behind)
        self._heard = heard

    def align(self, heard: bytes) -> bytes:
        """`heard` with silence where nothing came, and without the few ms that it ran ahead; exact to about 10 ms."""
        starts = [stretch.start for stretch in self._stretches]
        out = bytearray()
        for at in range(0, len(heard), self._packet):
            block = heard[at : at + self._packet]
            behind = self._stretches[bisect_right(starts, at) - 1].behind(at)
            wrong = (at + behind - len(out)) // 2 * 2
            if wrong >= self._step:
                out += bytes(wrong)
            out += block[-wrong:] if wrong <= -self._step else block
        return bytes(out)
