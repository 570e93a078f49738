"""One confidence from recogniser and understanding, and what it allows."""

from __future__ import annotations

import math
from enum import StrEnum

from dialog.schema import Thresholds


class Band(StrEnum):
    ACCEPT = "accept"
    CONFIRM = "confirm"
    ASK_AGAIN = "ask_again"


def combined(recognised: float, understood: float) -> float:
    """The recogniser's doubt counts half: a sentence with one wrong word is often understood all the same."""
    return understood * math.sqrt(max(0.0, min(1.0, recognised)))


def band(confidence: float, thresholds: Thresholds) -> Band:
    if confidence >= thresholds.accept:
        return Band.ACCEPT
    return Band.CONFIRM if confidence >= thresholds.confirm else Band.ASK_AGAIN
