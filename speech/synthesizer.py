"""The border of every voice: text in, PCM out, clause by clause."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class SynthesizerError(Exception):
    """The voice could not be loaded or could not speak; the message says what, where and what to do."""


class Synthesizer(Protocol):
    """Blocking and thread-safe; call it from the pool, never on the event loop."""

    @property
    def sample_rate(self) -> int:
        """Samples a second of what `stream` yields, before the telephone's 8 kHz."""
        ...

    @property
    def identity(self) -> str:
        """Names engine, model, voice and settings: equal identities speak equal PCM, so it keys the prompt cache."""
        ...

    def stream(self, text: str, pace: float = 1.0) -> Iterator[NDArray[np.float32]]:
        """Speak `text` (already written out for the voice, see `pronunciation`), one array a clause, -1 to 1, mono.

        `pace`: 1 is as fast as the voice speaks, 0.8 is slower by a fifth. An engine that cannot change it ignores it.

        Raises:
            SynthesizerError: synthesis failed.
        """
        ...
