"""Intents learned from the examples in the YAML: deterministic, in a second, at load.

Kernel ridge regression, one score an intent and one for everything else. Its leave-one-out scores follow from the fit itself without
fitting again (Rifkin and Lippert, "Notes on regularized least squares", 2007; for whole groups An, Liu and Venkatesh, "Fast
cross-validation algorithms for least squares support vector machine and kernel ridge regression", 2007), and they say how sure a score
makes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg.lapack import spotrf, spotri
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from dialog.understanding.elsewhere import foreign
from dialog.understanding.features import Features, telling_meanings
from dialog.understanding.mending import Mending
from dialog.understanding.normalize import joined, normalize
from dialog.understanding.regional import indonesian
from dialog.understanding.small_words import SMALL_WORDS
from dialog.understanding.words import Words

BENT, RIDGE = 3.0, 0.6
"""Of the kernel exp(BENT * cosine) - 1, which counts what two sentences share several at a time; and how far to mistrust each example."""
SAME = 0.8
"""Cosine similarity from which a foreign sentence is no longer foreign to what the operator's examples say."""
SHARP = 6.0
"""How much of what the best guess leaves goes to the second: odds are exp(SHARP * score)."""
SHARED = 0.4
"""What remains of the confidence in a sentence that holds only words of two intents: "ktp" alone does not tell whether it is lost."""
THIN = 0.25
"""Share of an intent's examples that must hold the only telling word of a sentence, for the word alone to mean the intent."""
SMALL = 0.2
"""What remains of it where every word is small ("sudah", "lama sekali", "tiga"), unless an example is just that."""
SHOWN = 3
FEWEST_BEFORE = 3
"""Words that a wish has before its details."""
_DETAILS = re.compile(r"\b(?:tanggal|jam|pukul|besok|lusa|atas nama|nama saya|nomor|nik|untuk \w+ orang)\b")
REMEMBERED = 256
"""Texts whose guesses are kept."""
LEARNED = 4
"""Sets of examples of which what was learned is kept: a configuration that changes elsewhere is read again in a fraction of the time."""
Array = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Guess:
    """One intent and the calibrated probability that it is meant, 0 to 1; what fits no intent has little for each."""

    intent: str
    confidence: float


class Understander:
    """`understand(text)` is pure once built."""

    def __init__(self, examples: Mapping[str, Sequence[str]]) -> None:
        self._names = sorted(examples)
        texts = [_plain(text) for name in self._names for text in examples[name]]
        self._counts = np.array([len(examples[name]) for name in self._names])
        """Where nothing tells, the intent with the most examples stands first."""
        labels = [i for i, name in enumerate(self._names) for _ in examples[name]]
        groups = list(range(len(texts)))
        for topic in foreign(examples[name] for name in self._names):
            groups += [max(groups) + 1] * len(topic)
            texts += [_plain(text) for text in topic]
        # So small a problem loses by threads: on busy cores they wait for one another for seconds.
        with threadpool_limits(limits=1):
            self._learn(texts, np.array(labels), np.array(groups))
        self._understand = lru_cache(REMEMBERED)(self._surer)

    def understand(self, text: str) -> tuple[Guess, ...]:
        """Guesses, best first; empty for a text without words. Under a millisecond, and asked several times of the same words."""
        return self._understand(text)

    def _learn(self, texts: Sequence[str], labels: NDArray[np.intp], groups: NDArray[np.intp]) -> None:
        self._mend, self._texts = Mending(texts), frozenset(texts[: len(labels)])
        self._features = Features(texts)
        self._words = Words(texts, labels, len(self._names))
        self._common = [words for i in range(len(self._names)) if (words := self._words.common(i))]
        own, matrix = len(labels), self._features.matrix
        alike = (matrix @ matrix.T).toarray().astype(np.float32)  # precise enough, and half the time
        kept = np.append(np.ones(own, bool), alike[own:, :own].max(axis=1) < SAME)
        alike, groups = alike[np.ix_(kept, kept)], groups[kept]
        self._matrix, self._own = matrix[kept], own
        wanted = np.zeros((len(alike), len(self._names) + 1), np.float32)
        wanted[np.arange(len(alike)), np.append(labels, np.full(len(alike) - own, len(self._names)))] = 1.0
        kernel = _bent(alike)
        kernel[np.diag_indices_from(kernel)] += RIDGE
        inverse = _inverse(kernel)
        self._weights = inverse @ wanted
        left_out = _left_out(wanted, inverse, self._weights, groups)
        np.fill_diagonal(alike, 0.0)
        nearest = alike[:, :own].max(axis=1, initial=0.0)
        covered = [
            self._words.covered(texts[int(at)], int(left_out[row, :-1].argmax()), labels[at] if at < own else None)
            for row, at in enumerate(np.flatnonzero(kept))
        ]
        looks = [_looks(*of) for of in zip(left_out, nearest, covered, strict=True)]
        self._calibrate(left_out, np.vstack([*looks, np.ones(len(looks[0]))]), labels)

    def _calibrate(self, scores: Array, looks: Array, labels: NDArray[np.intp]) -> None:
        """How often the best guess was right, given how good it looked, among sentences that had no part in the fit."""
        right = np.zeros(len(looks), bool)
        right[: len(labels)] = scores[: len(labels), :-1].argmax(axis=1) == labels
        right[-1] = True  # a sentence exactly as in the examples
        model = LogisticRegression(C=3.0, max_iter=200).fit(looks, right)
        self._slope, self._offset = model.coef_[0], float(model.intercept_[0])

    def _surer(self, text: str) -> tuple[Guess, ...]:
        """Of the whole sentence; where what stands before the day, the hour and the name means the same, as sure as the surer."""
        whole = self._guess(text)
        before = _DETAILS.split(normalize(text), maxsplit=1)[0].split()
        if len(before) < FEWEST_BEFORE or len(before) == len(normalize(text).split()):
            return whole
        wish = self._guess(" ".join(before))
        same = wish and whole and wish[0].intent == whole[0].intent
        return wish if same and wish[0].confidence > whole[0].confidence else whole

    def _guess(self, text: str) -> tuple[Guess, ...]:
        heard = _plain(text)
        plain = self._mend(heard)
        if not plain:
            return ()
        alike = self._matrix @ self._features.of(plain)
        scores = _bent(alike) @ self._weights
        order = np.lexsort((-self._counts, -scores[:-1]))[:SHOWN]
        looks = _looks(scores, float(alike[: self._own].max(initial=0.0)), self._words.covered(heard, int(order[0])))
        best = float(1 / (1 + np.exp(-(looks @ self._slope + self._offset))))
        best *= self._left(plain, heard, int(order[0]))
        odds = np.exp(SHARP * (scores - scores.max()))
        rest = odds[order[1:]] / (odds.sum() - odds[order[0]] or 1.0) * (1 - best)
        chances = [best, *(min(best, float(chance)) for chance in rest)]
        return tuple(Guess(self._names[int(i)], round(chance, 4)) for i, chance in zip(order, chances, strict=True))

    def _left(self, plain: str, heard: str, intent: int) -> float:
        """What remains of the confidence in a sentence that says too little, or nothing of it without mending, 0 to 1."""
        words = set(telling_meanings(plain))
        if plain in self._texts:
            return 1.0
        if self._shared(words):
            return SHARED
        if SMALL_WORDS.issuperset(plain.split()):
            return SMALL
        told, really = words - SMALL_WORDS, set(telling_meanings(heard)) - SMALL_WORDS
        thin = len(told) == 1 and self._words.share(next(iter(told)), intent) < THIN
        mended = not any(self._words.share(word, intent) for word in really)
        return SHARED if thin or mended or self._shared(told) else 1.0

    def _shared(self, words: AbstractSet[str]) -> bool:
        return sum(words <= common for common in self._common) > 1


@lru_cache(LEARNED)
def understander(examples: tuple[tuple[str, tuple[str, ...]], ...]) -> Understander:
    """What was learned of these examples: names of intents and what callers say, in their order."""
    return Understander(dict(examples))


def _plain(text: str) -> str:
    return indonesian(joined(normalize(text)))


def _looks(scores: Array, nearest: float, covered: float) -> Array:
    """How good a guess looks: its score, its lead over the runner-up and over everything else, the nearest example's likeness, and how
    much of the sentence the guess's examples hold."""
    best = np.sort(scores[:-1])[::-1]
    return np.array([best[0], best[0] - (best[1] if len(best) > 1 else 0.0), best[0] - scores[-1], nearest, covered])


def _bent(alike: Array) -> Array:
    bent: Array = np.expm1(BENT * alike)
    return bent


def _inverse(matrix: Array) -> Array:
    """Of a symmetric positive definite matrix, by Cholesky in single precision: a sixth of the time of a general one."""
    factor, _ = spotrf(matrix.T, lower=1, overwrite_a=1)  # which leaves nothing above the diagonal
    lower, _ = spotri(factor, lower=1, overwrite_c=1)
    whole: Array = lower + lower.T
    whole[np.diag_indices_from(whole)] /= 2
    return whole


def _left_out(wanted: Array, inverse: Array, weights: Array, groups: NDArray[np.intp]) -> Array:
    """What each row would be given by a fit without its group."""
    scores = wanted.copy()
    for group in np.unique(groups):
        at = np.flatnonzero(groups == group)
        scores[at] -= np.linalg.solve(inverse[np.ix_(at, at)], weights[at])
    return scores
