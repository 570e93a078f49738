"""Our own voice, come back over the line: told from the caller by its level. Design and limits: docs/decisions/0004-own-echo.md."""

from __future__ import annotations

import math
from collections import deque

import numpy as np

LONGEST_FRAMES = 28
"""560 ms: an echo comes back within 300 ms, and a voice activity detector needs time to see that it has ended."""
LOSS_DB = 20.0
"""The worst echo we expect: this far below our voice. Better lines are learned."""
BEST_LOSS_DB = 45.0
MARGIN_DB = 9.0
"""Above the expected echo: two frames of ours may lie in one frame of echo, and noise adds to it."""
WORSE_DB, BETTER_DB = 1.0, 0.1
"""A frame above the expected echo raises it by so much, one below lowers it: that finds what 10 frames of 11 stay below."""
QUIET_DB = -50.0
"""Mean power of a frame, in dB below full scale, from which our voice could be heard as an echo."""
NOISE_MARGIN_DB = 12.0
NOISE_RISES_DB = 0.05
"""A frame: 2.5 dB a second, so that noise that grows is learned and speech is not."""
FAINTEST_DB = -75.0
SILENT_DB = -100.0
FULL_SCALE = 32768.0**2
NEAR_FRAMES, NEAR_OF = 3, 8
"""So many of the latest frames louder than any echo are the caller."""
HANG_FRAMES = 20
"""400 ms for which they still are: between a speaker's loud moments are weak ones."""


class EchoGuard:
    """One a call. Feed with every 20 ms played, as it left us, and the 20 ms heard meanwhile."""

    def __init__(self) -> None:
        self._played: deque[float] = deque(maxlen=LONGEST_FRAMES)
        self._near: deque[bool] = deque(maxlen=NEAR_OF)
        self._loss_db, self._noise_db, self._hang = LOSS_DB, FAINTEST_DB, 0

    def explains(self, played: bytes, heard: bytes) -> bool:
        """Whether all that is heard now may be our own voice. False once we have been silent for 560 ms."""
        self._played.append(_level_db(played) if played.count(0) < len(played) else SILENT_DB)
        loudest_db = max(self._played)
        if loudest_db < QUIET_DB:
            self._near.clear()
            self._hang = 0
            return False
        heard_db = _level_db(heard)
        self._noise_db = max(min(heard_db, self._noise_db + NOISE_RISES_DB), FAINTEST_DB)
        above_db = heard_db - loudest_db + self._loss_db
        self._near.append(above_db > MARGIN_DB and heard_db > self._noise_db + NOISE_MARGIN_DB)
        self._loss_db += -WORSE_DB if above_db > 0 else BETTER_DB
        self._loss_db = min(max(self._loss_db, LOSS_DB), BEST_LOSS_DB)
        self._hang = HANG_FRAMES if sum(self._near) >= NEAR_FRAMES else max(self._hang - 1, 0)
        return not self._hang


def _level_db(pcm: bytes) -> float:
    """Mean power in dB below full scale."""
    samples = np.frombuffer(pcm, "<i2").astype(np.float32)
    return 10 * math.log10(float(samples.dot(samples)) / (len(samples) * FULL_SCALE) + 1e-10)  # at least SILENT_DB
