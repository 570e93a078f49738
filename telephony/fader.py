"""A voice's level, frame by frame, without clicks."""

from __future__ import annotations

import numpy as np


class Fader:
    """Set `target` (1: as it is, 0: silence); the next frame, of `size` bytes, goes there in a straight line, from its first sample to its
    last."""

    def __init__(self, size: int) -> None:
        self._size = size
        self.target = self._gain = 1.0

    @property
    def full(self) -> bool:
        """The next frame is left as it is."""
        return self._gain == self.target == 1.0

    @property
    def silent(self) -> bool:
        """The next frame would not be heard."""
        return self._gain == self.target == 0.0

    def apply(self, pcm: bytes) -> bytes:
        """At most 20 ms, filled up with silence to a whole frame."""
        frame = pcm.ljust(self._size, b"\0")
        if self.full:
            return frame
        gains = np.linspace(self._gain, self.target, self._size // 2)
        self._gain = self.target
        return (np.frombuffer(frame, "<i2") * gains).astype("<i2").tobytes()
