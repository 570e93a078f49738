"""How clean a voice sounds to a listener model: DNSMOS P.835 (Microsoft, MIT; its networks are in the package `speechmos`).

It was made for noise suppression, so it hears hiss, buzz and roughness; it does not hear whether a melody is natural.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import soxr
from numpy.typing import NDArray

from speech.voice_training.errors import QualityUnavailable

RATE = 16_000


@dataclass(frozen=True, slots=True)
class Quality:
    """Mean opinion scores, 1 (bad) to 5: of all, of the speech itself, of the background; and that of P.808, one question for all."""

    overall: float
    speech: float
    background: float
    p808: float


def quality(clips: Sequence[NDArray[np.float32]], rate: int) -> Quality:
    """The mean over clips, mono, -1 to 1.

    Raises:
        QualityUnavailable: speechmos is not installed.
        ValueError: there are no clips.
    """
    if not clips:
        raise ValueError("no clips to judge")
    try:
        from speechmos import dnsmos  # type: ignore[import-untyped]
    except ImportError as error:
        raise QualityUnavailable("the package speechmos is not installed: pip install --no-deps speechmos") from error
    scores: list[dict[str, Any]] = [dnsmos.run(_heard(clip, rate), RATE) for clip in clips]
    names = ("ovrl_mos", "sig_mos", "bak_mos", "p808_mos")
    return Quality(*(float(np.mean([score[name] for score in scores])) for name in names))


def _heard(clip: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    samples = clip if rate == RATE else soxr.resample(clip, rate, RATE)
    return np.clip(samples, -1, 1).astype(np.float32)
