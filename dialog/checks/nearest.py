"""Which example of another intent a sentence is nearest to, its own intent's other examples left aside: as a new caller would be placed.

The understander itself has learned every example by heart, so asking it about them would hide what it cannot tell apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from dialog.understanding.normalize import telling

CLOSE = 0.85
"""Cosine similarity of TF-IDF words from which two sentences say nearly the same."""


@dataclass(frozen=True, slots=True)
class Rival:
    intent: str
    example: str


def rivals(examples: Mapping[str, Sequence[str]]) -> dict[tuple[str, int], Rival]:
    """By intent and place of the example: what of another intent is close, and closer than all else of its own."""
    rows = [(name, i, text) for name, texts in examples.items() for i, text in enumerate(texts)]
    if not rows:
        return {}
    words = TfidfVectorizer(token_pattern=r"\S+").fit_transform([telling(text) or text for _, _, text in rows])
    alike = (words @ words.T).toarray()
    np.fill_diagonal(alike, 0.0)
    intents = np.unique([name for name, _, _ in rows], return_inverse=True)[1]
    same = intents[:, None] == intents[None, :]
    own, other = np.where(same, alike, 0.0).max(axis=1), np.where(same, 0.0, alike)
    found = {}
    for at, (name, i, _) in enumerate(rows):
        best = int(other[at].argmax())
        if other[at, best] >= CLOSE and other[at, best] > own[at]:
            found[name, i] = Rival(rows[best][0], rows[best][2])
    return found
