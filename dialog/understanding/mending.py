"""Words that a recogniser got nearly right, put back to what the hotline knows: *dicet* to *dicek*, *umursaya* to *umur saya*."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from dialog.understanding.meanings import MEANINGS, bare
from dialog.understanding.regional import stem
from dialog.understanding.small_words import SMALL_WORDS
from dialog.understanding.sounds import sound

ALIKE = 0.75
"""Share of the sounds that stay, from which an unknown word is a known one misheard."""
ALONE = 0.9
"""The same of a sentence of one word: nothing else tells what was said."""
SHORTEST = 4
"""Letters; below that most words are one letter from another."""

NEAREST = 5
"""Words that sound alike, of which the one with the most letters in common is taken."""


class Mending:
    """Knows the words of `texts` and those that mean something to public services; leaves these as they are."""

    def __init__(self, texts: Iterable[str]) -> None:
        learned = frozenset(word for text in texts for word in text.split())
        self._known = learned | frozenset(MEANINGS) | SMALL_WORDS
        self._long = sorted(word for word in learned if len(word) >= SHORTEST)
        self._sounds = [sound(word) for word in self._long]
        self._word = lru_cache(4096)(self._mended)

    def __call__(self, plain: str) -> str:
        """A normalised sentence, its unknown words joined, parted or replaced where that makes known ones of them."""
        words, mended, at = plain.split(), list[str](), 0
        alike = ALIKE if len(words) > 1 else ALONE
        while at < len(words):
            pair = "".join(words[at : at + 2])
            if pair in self._known and len(pair) >= SHORTEST and not set(words[at : at + 2]) <= self._known:
                mended.append(pair)
                at += 2
            else:
                mended.append(self._word(words[at], alike))
                at += 1
        return " ".join(mended)

    def _mended(self, word: str, alike: float) -> str:
        if word in self._known or bare(word) in self._known or len(word) < SHORTEST or not word.isalpha():
            return word
        if (found := stem(word, self._known)) != word:
            return found
        for at in range(len(word) - 3, 2, -1):
            if word[:at] in self._known and word[at:] in self._known:
                return f"{word[:at]} {word[at:]}"
        heard = sound(word)  # of which at least the first stays
        near = process.extract(heard, self._sounds, scorer=Levenshtein.normalized_similarity, score_cutoff=alike, limit=NEAREST)
        nearest = (self._long[at] for known, _, at in near if known[0] == heard[0])
        return max(nearest, key=lambda known: Levenshtein.normalized_similarity(word, known), default=word)
