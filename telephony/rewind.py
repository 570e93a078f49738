"""What was heard last, kept so that a voice that was turned down can say again what it was in the middle of."""

from __future__ import annotations

import numpy as np

LEAD_MS = range(160, 360, 10)
"""How far before the moment it was turned down a voice may begin again: about a word, at the quietest 10 ms among these."""
KEPT_MS = 800
QUIET_MS = 10


class Rewind:
    """Feed with `heard`; after `back`, `take` gives the last of it once more. Never further back than where `back` began before, so that
    a voice that is turned down again and again still gets on. `rate`: samples a second."""

    def __init__(self, rate: int) -> None:
        self._ms = rate // 1000 * 2
        self._kept = KEPT_MS * self._ms
        self._past, self._again, self._weak = bytearray(), bytearray(), 0

    @property
    def done(self) -> bool:
        """Nothing is to be heard once more."""
        return not self._again

    def heard(self, pcm: bytes, *, weak: bool) -> None:
        """`weak`: not at full level, so the caller may have missed it."""
        self._past += pcm
        del self._past[: -self._kept]
        self._weak = min(self._weak + len(pcm), self._kept) if weak else 0

    def back(self) -> None:
        """Begin again at a quiet moment before the first weak sound; there is no reason to where none was weak."""
        if not self._weak:
            return
        self._again[:0] = self._past[self._quietest() :]
        self._past.clear()
        self._weak = 0

    def take(self, size: int) -> bytearray:
        """At most `size` bytes of what is to be heard once more."""
        taken = self._again[:size]
        del self._again[:size]
        return taken

    def _quietest(self) -> int:
        """Where in the past to begin: the start of it where it is short."""
        turned_down = len(self._past) - self._weak
        starts = [start for lead in LEAD_MS if (start := turned_down - lead * self._ms) >= 0]
        span = QUIET_MS * self._ms // 2
        samples = np.frombuffer(bytes(self._past), "<i2").astype(np.float32)
        return min(starts, key=lambda start: float(np.sum(samples[start // 2 : start // 2 + span] ** 2)), default=0)
