"""Other readings that what is expected makes likely: a short answer, or a name, that sounds like what was decoded."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

PHRASES, HOT = 12, 6
"""Other readings at most: each costs a pass of the decoder."""
NEAR = 0.45
"""Normalised edit distance of sounds up to which a hot word may be what a word of the reading was meant to be."""
_SOUNDS = tuple(pair.split(">") for pair in "sy>s kh>k dj>j tj>c oe>u ng>n z>s v>p f>p b>p q>k g>k d>t x>ks y>i m>n".split())
"""What a telephone line confuses, written as one: voiced and unvoiced stops, nasals, foreign letters and old spellings."""


def sound(text: str) -> str:
    """A rough key of how `text` sounds: equal for what a bad line makes alike."""
    key = re.sub(r"[^a-z]", "", text.lower())
    for written, heard in _SOUNDS:
        key = key.replace(written, heard)
    return re.sub(r"(.)\1+", r"\1", key)


def likeness(text: str, others: Sequence[str]) -> float:
    """0 to 1: how much `text` sounds like the likest of `others`."""
    key = sound(text)
    return max((Levenshtein.normalized_similarity(key, sound(other)) for other in others), default=0.0)


def phrase_candidates(texts: Sequence[str], phrases: Sequence[str]) -> tuple[str, ...]:
    """The phrases that sound most like one of `texts`, nearest first, without those that stand in `texts` already."""
    others = [phrase for phrase in dict.fromkeys(phrases) if phrase not in texts]
    return tuple(sorted(others, key=lambda phrase: -likeness(phrase, texts))[:PHRASES])


def hot_candidates(texts: Sequence[str], hot_words: Sequence[str]) -> tuple[str, ...]:
    """`texts` with one place written as a hot word that it sounds like, likeliest first."""
    found: dict[str, float] = {}
    hot = {word: sound(word) for word in hot_words if word.strip()}
    for text in texts:
        words = text.lower().split()
        for size in (1, 2, 3):
            for start in range(len(words) - size + 1):
                key = sound("".join(words[start : start + size]))
                for word, wanted in hot.items():
                    distance = Levenshtein.normalized_distance(key, wanted, score_cutoff=NEAR)
                    candidate = " ".join([*words[:start], *word.lower().split(), *words[start + size :]])
                    if distance <= NEAR and candidate not in texts:
                        found[candidate] = min(distance, found.get(candidate, 1.0))
    return tuple(sorted(found, key=found.__getitem__)[:HOT])
