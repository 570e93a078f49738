"""One confidence from recogniser, understanding and slot check, and what it allows."""

from __future__ import annotations

import math
from enum import StrEnum

from dialog.schema import Bands


class Band(StrEnum):
    ACT = "act"
    CONFIRM = "confirm"
    ASK_AGAIN = "ask_again"
    HAND_OVER = "hand_over"


def combined(recognised: float, understood: float, checked: float = 1.0) -> float:
    """Of two probabilities of being right. The recogniser's doubt counts half: with one wrong word a sentence is often understood."""
    return understood * checked * math.sqrt(max(0.0, min(1.0, recognised)))


def band(confidence: float, bands: Bands) -> Band:
    if confidence >= bands.act:
        return Band.ACT
    if confidence >= bands.confirm:
        return Band.CONFIRM
    return Band.ASK_AGAIN if confidence >= bands.hand_over else Band.HAND_OVER
