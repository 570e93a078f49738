"""How much silence an utterance is heard in: windows of few sizes, because utterances of one size can be decoded together."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path

STEP_S = 0.5
FULL_S = 30.0
"""Whisper's own window, and the longest utterance: what is longer is cut there."""
STOCK_S = (15.0, FULL_S)
"""Stock weights loop in a tight window (measurements in docs/measurements.md); half of Whisper's own costs no accuracy."""
ADAPTED_MARK = "adapter.json"
LEAST_S, PADDING_S = 5.0, 0.5
"""Of adapted weights that tell nothing else: of 32 short answers 18 were exact in their own length, 21 in 5 s."""
TOKENS_A_SECOND, TOKENS_AT_LEAST, POSITIONS = 8, 16, 448
"""Sixteen digits said in 6 s are 48 tokens; POSITIONS is what Whisper's decoder has room for."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What weights were taught. `adapted`: to hear short windows; then `least_s` is the shortest that they hear well in and
    `padding_s` the silence that an utterance needs after it; `plain`: to write lower-case words without punctuation or numerals."""

    adapted: bool
    least_s: float
    padding_s: float
    plain: bool


STOCK = Habits(adapted=False, least_s=STOCK_S[0], padding_s=0.0, plain=False)


def habits(folder: Path) -> Habits:
    """Read from `adapter.json` of a model folder; stock weights have none.

    Raises:
        ValueError: the file is broken.
    """
    try:
        found = json.loads((folder / ADAPTED_MARK).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return STOCK
    least_s, padding_s = float(found.get("least_s", LEAST_S)), float(found.get("padding_s", PADDING_S))
    if not 0 < least_s <= FULL_S or not 0 <= padding_s <= FULL_S:
        raise ValueError(f"{ADAPTED_MARK}: least_s and padding_s are seconds up to {FULL_S:.0f}")
    return Habits(adapted=True, least_s=least_s, padding_s=padding_s, plain=bool(found.get("plain", True)))


def window_s(speech_s: float, taught: Habits, *, full: bool = False) -> float:
    """Seconds of the window for `speech_s` of speech."""
    if full:
        return FULL_S
    if not taught.adapted:
        return next((size for size in STOCK_S if speech_s <= size), FULL_S)
    return min(max(math.ceil((speech_s + taught.padding_s) / STEP_S) * STEP_S, taught.least_s), FULL_S)


def max_length(speech_s: float) -> int:
    """For `generate`, which cuts what it generates at *half* of this."""
    return min(POSITIONS, 2 * (TOKENS_AT_LEAST + int(speech_s * TOKENS_A_SECOND)))
