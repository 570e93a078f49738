"""From 8 to 16 kHz and back while sound goes by, with a delay of 2 ms and no more.

For the frames of a call that come in another kind than the call's, which Asterisk has no reason to send: what must not happen is that
they are taken for what they are not. A resampling library answers in blocks of 100 ms, too late for a conversation.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from telephony.audiosocket import NARROW, WIDE

TAPS = 63
"""At 16 kHz, so that 2 ms pass from a sample to its middle: 3.4 kHz passes, what is above 4.6 kHz is 50 dB lower."""


def _low_pass() -> NDArray[np.float64]:
    taps: NDArray[np.float64] = np.sinc((np.arange(TAPS) - TAPS // 2) / 2) * np.hamming(TAPS)
    return np.asarray(taps / taps.sum(), np.float64)


_LOW_PASS = _low_pass()


class Converter:
    """One direction of one call. What is fed, 20 ms as a rule, comes out at the other rate at once.

    Raises:
        ValueError: rates other than 8 and 16 kHz, one to the other.
    """

    def __init__(self, rate_in: int, rate_out: int) -> None:
        if (rate_in, rate_out) not in ((NARROW, WIDE), (WIDE, NARROW)):
            raise ValueError(f"from {rate_in} to {rate_out} samples a second: only 8000 to 16000 and back")
        self._doubles = rate_in < rate_out
        self._past = np.zeros(TAPS - 1)
        self._skip = 0
        """Samples to leave out at the beginning of what comes next, so that every second one is kept across frames of an odd number."""

    def feed(self, pcm: bytes) -> bytes:
        """16-bit little-endian, whole samples."""
        if not pcm:
            return b""
        samples = np.frombuffer(pcm, "<i2").astype(np.float64)
        if self._doubles:
            wide = np.zeros(2 * len(samples))
            wide[::2] = 2 * samples
        else:
            wide = samples
        heard = np.concatenate([self._past, wide])
        self._past = heard[-(TAPS - 1) :]
        out = np.convolve(heard, _LOW_PASS, "valid")
        if not self._doubles:
            self._skip, out = (self._skip + len(out)) % 2, out[self._skip :: 2]
        return np.clip(np.rint(out), -32768, 32767).astype("<i2").tobytes()
