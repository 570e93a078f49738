"""One confidence from recogniser and understanding, and what it allows."""

from __future__ import annotations

import math
from enum import StrEnum

from dialog.schema import Bands


class Band(StrEnum):
    ACCEPT = "accept"
    CONFIRM = "confirm"
    ASK_AGAIN = "ask_again"


def combined(recognised: float, understood: float) -> float:
    """Of two probabilities of being right. The recogniser's doubt counts half: with one wrong word a sentence is often understood."""
    return understood * math.sqrt(max(0.0, min(1.0, recognised)))


def band(confidence: float, bands: Bands) -> Band:
    if confidence >= bands.act:
        return Band.ACCEPT
    return Band.CONFIRM if confidence >= bands.confirm else Band.ASK_AGAIN
