"""Indonesian text written out for a voice, and cut into clauses that are spoken one after the other."""

from __future__ import annotations

import re

LONGEST_CLAUSE = 140
"""Characters; about 9 s of speech, so that the next clause is ready before this one has been played."""
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")
_CLAUSE_END = re.compile(r"(?<=[,;:])\s+|\s+(?=[-–—]\s)")


def clauses(text: str) -> list[str]:
    """`text` in pieces to be synthesised one by one: sentences, and long ones at their commas, or else between words.

    Nothing is lost but white space; no piece is empty or longer than `LONGEST_CLAUSE` unless one word is.
    """
    pieces: list[str] = []
    for sentence in _SENTENCE_END.split(text):
        if len(sentence) <= LONGEST_CLAUSE:
            pieces.append(sentence)
        else:
            pieces.extend(_packed(_CLAUSE_END.split(sentence)))
    return [" ".join(piece.split()) for piece in pieces if piece.strip()]


def _packed(parts: list[str]) -> list[str]:
    """Join neighbours while they fit, so that a list of short items is not spoken as a row of separate sentences."""
    words = [word for part in parts for word in ([part] if len(part) <= LONGEST_CLAUSE else part.split())]
    packed: list[str] = []
    for word in words:
        if packed and len(packed[-1]) + 1 + len(word) <= LONGEST_CLAUSE:
            packed[-1] += " " + word
        else:
            packed.append(word)
    return packed
