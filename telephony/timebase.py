"""Two recordings of one call on one time base. No I/O.

A phone writes what it hears only while packets come: while the far end is silent (a caller between two places of the
dialplan, a briefing going on) its recording stands still. What it sends never stops, and so is the clock.
"""

from __future__ import annotations

SLACK_BYTES = 60 * 16
"""60 ms at 8 kHz, 16 bits: packets come in twos and threes; less than this is no gap."""


class TimeBase:
    """Fed with the sizes of both recordings (bytes of PCM, 8 kHz, 16-bit) every few tens of milliseconds."""

    def __init__(self) -> None:
        self._gaps: dict[int, int] = {}
        self._inserted = 0

    def observe(self, sent: int, heard: int) -> None:
        missing = (sent - heard - self._inserted) // 2 * 2
        if missing > SLACK_BYTES:
            self._gaps[heard] = self._gaps.get(heard, 0) + missing
            self._inserted += missing

    def align(self, heard: bytes) -> bytes:
        """`heard` with silence where nothing came, exact to about 60 ms."""
        parts, at = [], 0
        for position, missing in sorted(self._gaps.items()):
            parts += [heard[at:position], bytes(missing)]
            at = position
        return b"".join([*parts, heard[at:]])
