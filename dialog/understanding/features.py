"""A sentence as numbers: weighted words, pairs of words, pieces of words. Learned by scikit-learn, applied without: ten times faster."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer


class Features:
    """Two unit vectors side by side: tf-idf of words and their pairs, and of 3 and 4 letters in a row."""

    def __init__(self, texts: Sequence[str]) -> None:
        parts = (
            TfidfVectorizer(ngram_range=(1, 2), token_pattern=r"\w+", sublinear_tf=True),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 4), sublinear_tf=True),
        )
        self._parts = [(part.build_analyzer(), part.fit(texts).vocabulary_, part.idf_) for part in parts]
        self._size = sum(len(idf) for _, _, idf in self._parts)

    def sparse(self, text: str) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Places and values of what is not zero."""
        places, values, start = list[int](), list[float](), 0
        for analyze, vocabulary, idf in self._parts:
            counts = Counter(vocabulary[term] for term in analyze(text) if term in vocabulary)
            at = list(counts)
            weights = (1 + np.log(list(counts.values()))) * idf[at] if at else np.zeros(0)
            places += [start + i for i in at]
            values += list(weights / (np.linalg.norm(weights) or 1.0))
            start += len(idf)
        return np.array(places, dtype=np.intp), np.array(values)

    def of(self, text: str) -> NDArray[np.float64]:
        """The whole vector."""
        vector = np.zeros(self._size)
        at, values = self.sparse(text)
        vector[at] = values
        return vector
