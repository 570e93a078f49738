"""Digit words that a bad line has bent, straightened where digits are dictated: "milan" is sembilan, "mat" empat. Never in free text."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from dialog.understanding.numbers import NUMBER_WORDS, TIMES_WORDS

_TARGETS = tuple("nol kosong satu dua tiga empat lima enam tujuh delapan sembilan puluh belas ratus sepuluh sebelas dobel tripel".split())
_COSTS = (1, 2, 2)
"""Of a letter that was lost on the line, one too many, and another one."""
MOST = 0.67
"""Cost a letter heard, up to which a word is taken for the nearest digit word: two letters lost of a word of five, one wrong of four."""
_ENGLISH = {"zero": "nol", "one": "satu", "two": "dua", "three": "tiga", "four": "empat", "five": "lima", "six": "enam", "seven": "tujuh",
            "eight": "delapan", "nine": "sembilan"}  # fmt: skip
_WORDS_OF_THEIR_OWN = TIMES_WORDS | frozenset("no lama tua doa sebelah jam ada koma".split())


def straighten(text: str) -> str:
    """`text` with bent digit words replaced, if at least half of its words are number words or numerals; else as it is."""
    words = re.findall(r"\w+", text.lower())
    sure = sum(word in NUMBER_WORDS or word.isdecimal() for word in words)
    if sure * 2 < len(words) or sure == len(words):
        return text
    return re.sub(r"[^\W\d_]+", lambda found: _nearest(found[0].lower()) or found[0], text)


@lru_cache(maxsize=1024)
def _nearest(word: str) -> str:
    """The digit word that `word` must be, or an empty string: too far from all, or as near to one as to another."""
    if word in NUMBER_WORDS or word in _WORDS_OF_THEIR_OWN or len(word) < 2:
        return ""
    if word in _ENGLISH:
        return _ENGLISH[word]
    (cost, best), (second, _) = sorted((Levenshtein.distance(word, target, weights=_COSTS), target) for target in _TARGETS)[:2]
    return best if cost <= MOST * len(word) and cost < second else ""
