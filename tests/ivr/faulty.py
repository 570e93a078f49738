"""Voices that fail in every way that an engine can."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from line import EngineLoop, ToneVoice
from numpy.typing import NDArray

HANGS_S = 10_000.0
WAYS = ("raises", "hangs", "nan", "silence", "endless", "clipped", "cut off")


@dataclass(slots=True)
class FaultyVoice(ToneVoice):
    """Speaks as ToneVoice does while `way` is empty."""

    way: str = ""
    tried: int = 0

    def stream(self, text: str, pace: float = 1.0) -> Iterator[NDArray[np.float32]]:
        self.tried += 1
        if self.way == "raises":
            raise RuntimeError("out of memory for " + text)
        if self.way == "hangs":
            loop = asyncio.get_running_loop()
            assert isinstance(loop, EngineLoop)
            loop.work_takes(HANGS_S)
        for audio in super(FaultyVoice, self).stream(text, pace):
            match self.way:
                case "nan":
                    yield np.where(np.arange(len(audio)) % 100 == 7, np.float32(np.nan), audio)
                case "silence":
                    yield np.zeros_like(audio)
                case "endless":
                    yield np.tile(audio, 60)
                case "clipped":
                    yield np.clip(audio * 100, -1, 1)
                case "cut off":
                    yield audio[:40]
                case _:
                    yield audio
