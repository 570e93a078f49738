"""Which words belong to which intent: a sentence with a word that an intent never heard of is less likely to mean it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from dialog.understanding.features import telling_meanings


class Words:
    """Of `texts`, normalised; the first ones are the examples of intents 0 to `intents` - 1, as `labels` say, the others are foreign."""

    def __init__(self, texts: Sequence[str], labels: Iterable[int], intents: int) -> None:
        said = [telling_meanings(text) for text in texts]
        frequent = Counter(word for words in said for word in words)
        self._rarity = {word: 1 + math.log(len(said) / count) for word, count in frequent.items()}
        self._unknown = 1 + math.log(1 + len(said))
        self._of = [Counter[str]() for _ in range(intents)]
        self._examples = [0] * intents
        for words, label in zip(said, labels, strict=False):
            self._of[label].update(words)
            self._examples[label] += 1

    def covered(self, text: str, intent: int, example_of: int | None = None) -> float:
        """Share of the telling words of `text` that `intent` knows, 0 to 1, rare words counting more; `example_of`: apart from itself."""
        words = telling_meanings(text)
        weights = [self._rarity.get(word, self._unknown) for word in words]
        known = [self._of[intent][word] > (intent == example_of) for word in words]
        return sum(weight for weight, knows in zip(weights, known, strict=True) if knows) / (sum(weights) or 1.0)

    def share(self, word: str, intent: int) -> float:
        """Of the intent's examples, those that hold `word`, 0 to 1."""
        return self._of[intent][word] / self._examples[intent]

    def common(self, intent: int) -> frozenset[str]:
        """Words in at least half of the intent's examples."""
        return frozenset(word for word, count in self._of[intent].items() if 2 * count >= self._examples[intent])
