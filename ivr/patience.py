"""How long a caller has heard nothing, and when somebody should say "sebentar". No clock of its own but the event loop's."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

FILLER = "Sebentar, ya."
AFTER_S = 0.7
"""Of silence within or before a sentence."""
REST_S = 12.0
"""Between two fillers: said again and again it is worse than silence."""


class Patience:
    """Of one caller. `queued_s()`: so much sound is on its way to their ear."""

    def __init__(self, queued_s: Callable[[], float]) -> None:
        self._queued_s = queued_s
        self._since: float | None = None
        self._filled = float("-inf")

    def left_s(self) -> float:
        """Until nothing is heard any more; a sentence's next clause is due then."""
        left = self._queued_s()
        self._since = asyncio.get_running_loop().time() + left
        return left

    def late_s(self) -> float:
        """How long nothing has been heard since the clause was due, which has now come."""
        return max(0.0, asyncio.get_running_loop().time() - self._since) if self._since is not None else 0.0

    async def runs_out(self, sound: asyncio.Future[tuple[bytes, int]]) -> bool:
        """Wait for `sound`, but no longer than a caller hears nothing for AFTER_S; True then, and not again for REST_S."""
        loop = asyncio.get_running_loop()
        while not sound.done():
            now, left = loop.time(), self._queued_s()
            rested = self._filled + REST_S - now
            await asyncio.wait({sound}, timeout=max(left + AFTER_S, rested))
            if not sound.done() and self._queued_s() <= 0 and loop.time() >= self._filled + REST_S:
                self._filled = loop.time()
                return True
        return False
