"""Intents learned from the examples in the YAML: deterministic, in a fraction of a second, at load."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from dialog.understanding.elsewhere import foreign
from dialog.understanding.features import Features
from dialog.understanding.normalize import normalize

FAR, NEAR = 0.12, 0.4
"""Cosine similarity to the nearest example: below FAR a sentence is about something else, from NEAR on it is as good as an example."""
SHARED = 0.4
"""What remains of the confidence in a sentence that holds only words of two intents: "ktp" alone does not tell whether it is lost."""
SHOWN = 3
REMEMBERED = 256
"""Texts whose guesses are kept."""
EMPTY_WORDS = frozenset(
    "saya aku kami kita anda bapak ibu pak bu mas mbak ingin mohon tolong minta bisa boleh yang di ke dari untuk dan atau itu ini nya "
    "ya iya kok sih dong deh lah nih tuh kan saja juga lagi ada adalah apa apakah mana dengan oleh pada karena tapi "
    "tidak bukan soal tentang halo selamat pagi siang sore malam permisi maaf terima kasih tanya bagaimana".split()
)
"""Words that every wish may hold: they tell nothing of which it is."""


@dataclass(frozen=True, slots=True)
class Guess:
    """One intent and the probability that it is meant, 0 to 1."""

    intent: str
    confidence: float


class Understander:
    """`understand(text)` is pure once built."""

    def __init__(self, examples: Mapping[str, Sequence[str]]) -> None:
        self._names = sorted(examples)
        texts = [telling(text) for name in self._names for text in examples[name]]
        labels = [i for i, name in enumerate(self._names) for _ in examples[name]]
        self._common = [_common([telling(text).split() for text in examples[name]]) for name in self._names]
        others = [telling(text) for text in foreign(text for name in self._names for text in examples[name])]
        self._features = Features(texts + others)
        matrix = np.array([self._features.of(text) for text in texts + others])
        self._examples = matrix[: len(texts)] / 2  # two unit vectors side by side have length sqrt 2, and so has the other factor
        model = LogisticRegression(C=20.0, max_iter=300, class_weight="balanced")
        # So small a problem loses by threads: on busy cores they wait for one another for seconds.
        with threadpool_limits(limits=1):
            model.fit(matrix, labels + [len(self._names)] * len(others))
        # One intent against everything else has one row of weights: of the second class, against nothing for the first.
        self._weights = model.coef_ if len(self._names) > 1 else np.vstack([np.zeros_like(model.coef_), model.coef_])
        self._bias = model.intercept_ if len(self._names) > 1 else np.append(0.0, model.intercept_)
        self._understand = lru_cache(REMEMBERED)(self._guess)

    def understand(self, text: str) -> tuple[Guess, ...]:
        """Guesses, best first; empty for a text without words. About 0.1 ms, and asked several times of the same words."""
        return self._understand(text)

    def _guess(self, text: str) -> tuple[Guess, ...]:
        plain = telling(text)
        if not plain:
            return ()
        at, values = self._features.sparse(plain)
        similarity = float((self._examples[:, at] @ values).max(initial=0.0))
        known = min(1.0, max(0.0, (similarity - FAR) / (NEAR - FAR)))
        scores = self._weights[:, at] @ values + self._bias
        odds = np.exp(scores - scores.max())
        chances = (odds / odds.sum())[: len(self._names)]
        if sum(set(plain.split()) <= common for common in self._common) > 1:
            known *= SHARED
        order = np.argsort(-chances, kind="stable")[:SHOWN]
        return tuple(Guess(self._names[int(i)], round(float(chances[i]) * known, 4)) for i in order)


def _common(examples: Sequence[Sequence[str]]) -> frozenset[str]:
    """Words in at least half of the examples."""
    counts = Counter(word for example in examples for word in set(example))
    return frozenset(word for word, count in counts.items() if count * 2 >= len(examples))


def telling(text: str) -> str:
    """The words that tell what is meant; for a sentence of empty words alone, all of them."""
    plain = normalize(text)
    return " ".join(word for word in plain.split() if word not in EMPTY_WORDS) or plain
