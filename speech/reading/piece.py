"""One clause, ready for a voice."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """`text` is written out: words and closing marks, no digits, no symbols, at most `LONGEST_CLAUSE` characters unless one word is longer.

    `pause_ms` of silence follow it (also the last one's: whoever plays it may leave that out). `pace`: 1 as the voice speaks, 0.8 slower.
    `emphasis`: this stands out, a little louder. An empty `text` is nothing but a pause.
    """

    text: str
    pause_ms: int
    pace: float = 1.0
    emphasis: bool = False
