"""The one confidence, of hearing, understanding and checking together, and what it allows. Pure."""

from __future__ import annotations

import math
from enum import StrEnum

from dialog.schema import Bands

RIVAL = 1 / 3
"""Share of what is worth a "betul?" from which on a runner-up is worth naming: it is right that often beside a doubtful best one."""


class Band(StrEnum):
    """What may be done, from the surest to the least sure."""

    ACT = "act"
    CONFIRM = "confirm"
    ASK_AGAIN = "ask_again"
    HAND_OVER = "hand_over"


def combined(recognised: float, understood: float, checked: float = 1.0) -> float:
    """Probability, 0 to 1, that what was taken is what was meant; it never falls when one of the three rises.

    Each is a probability: that the words are right, that they mean this, that the slot's own check agrees. The recogniser's doubt counts
    half (its square root): with one wrong word a sentence is often still understood. What lies outside 0 to 1 counts as the nearer end.
    """
    return _chance(understood) * _chance(checked) * math.sqrt(_chance(recognised))


def close(best: float, rival: float, bands: Bands) -> bool:
    """Whether the runner-up is worth naming: "X atau Y?"."""
    return rival >= RIVAL * bands.confirm and best - rival < bands.gap


def band(confidence: float, bands: Bands) -> Band:
    """Where `confidence` lies between the thresholds that the intent's risk has; a threshold itself belongs to the surer side."""
    if confidence >= bands.act:
        return Band.ACT
    if confidence >= bands.confirm:
        return Band.CONFIRM
    return Band.ASK_AGAIN if confidence >= bands.hand_over else Band.HAND_OVER


def _chance(value: float) -> float:
    return max(0.0, min(1.0, value))
