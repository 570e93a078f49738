"""Digit words: other readings of a dictated string that has the wrong length or holds non-words, and which tokens spell digits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Levenshtein

from speech.decoding.vocabulary import Vocabulary

DIGITS = ("nol", "kosong", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
_DIGITS = frozenset(DIGITS)
NUMBERS = frozenset("sepuluh sebelas belas puluh ratus seratus ribu seribu juta sejuta dobel double dan koma".split())
COMMANDS = tuple("petugas ulang ulangi batal bukan salah ya iya tidak".split())
_FOREIGN = {"nine": "sembilan", "zero": "nol", "oh": "nol", "o": "nol", "six": "enam", "two": "dua", "one": "satu"}
NUMERAL = re.compile(r"Ġ?[0-9.,\-]+|Ġ")
NEAR, SURELY = 0.5, 0.34
"""Normalised edit distance up to which a non-word may be a digit word misspelt, once it stands among digits (*milan*, *bilan*), and up
to which it is one anywhere (*sembian*, *kusong*)."""
MOST = 16
"""Other readings of one utterance at most: each costs a pass of the decoder."""


def counted(text: str) -> int | None:
    """How many digits `text` names, numerals included; None where words of other kinds or numbers above nine stand in it."""
    count = 0
    for word in re.findall(r"[a-z]+|\d", text.lower()):
        if word in ("dobel", "double") or word in _DIGITS or word.isdigit():
            count += 1
        else:
            return None
    return count


def dictated(text: str) -> bool:
    """Whether `text` is mostly numbers, misspelt ones included: else the caller said something else."""
    words = re.findall(r"[a-z]+|\d", text.lower())
    return bool(words) and sum(w.isdigit() or w in NUMBERS or bool(_near(w, SURELY)) for w in words) > len(words) / 2


def digit_candidates(texts: Sequence[str], length: int) -> tuple[str, ...]:
    """Other readings, likeliest first, of `texts` (best first), where `length` digits are due: non-words spelt as the digits that
    they are near, a digit of a short string said twice, or one of a long string left out. Texts that say something else,
    numerals, or numbers above nine give none."""
    known, found = set(texts), dict[str, None]()
    for text in sorted(texts, key=lambda text: abs(len(text.split()) - length) if length else 0):  # a reading may have ended early
        words = text.lower().split()
        if not dictated(text) or NUMBERS & set(words) or not all(word.isalpha() for word in words):
            continue
        for spelt in _spelt(words):
            for candidate in _fitted(spelt, length):
                joined = " ".join(candidate)
                if joined not in known:
                    found[joined] = None
    return tuple(found)[:MOST]


def respelt(texts: Sequence[str], length: int) -> tuple[str, ...]:
    """`texts` with every non-word spelt as the digit that it is nearest to, where that makes a new string of `length` digits."""
    spelt = [" ".join(digit for word in text.lower().split() for digit in _near(word)[:1]) for text in texts]
    return tuple(dict.fromkeys(text for text in spelt if text not in texts and counted(text) == length))


def spelling_tokens(vocabulary: Vocabulary) -> set[int]:
    """Text tokens of digit words, number words and commands, lower case or capitalised, and of numerals."""
    spelt = [cased for word in (*DIGITS, *NUMBERS, *COMMANDS) for cased in (word, word.capitalize())]
    return vocabulary.matching(NUMERAL).union(*(vocabulary.encode(word) or () for word in spelt))


def _near(word: str, limit: float = NEAR) -> list[str]:
    if word in _DIGITS or word in _FOREIGN:
        return [_FOREIGN.get(word, word)]
    distances = sorted((Levenshtein.normalized_distance(word, digit), digit) for digit in DIGITS)
    return [digit for distance, digit in distances[:2] if distance <= limit]


def _spelt(words: Sequence[str]) -> Iterator[list[str]]:
    """`words` with every non-word replaced: all by the nearest digits; then each in turn by the second nearest, or by nothing."""
    choices = [_near(word) for word in words]
    nearest = [choice[:1] for choice in choices]
    yield [word for choice in nearest for word in choice]
    for i, word in enumerate(words):
        if word not in _DIGITS:
            for other in (choices[i][1:], []):
                yield [w for choice in (*nearest[:i], other, *nearest[i + 1 :]) for w in choice]


def _fitted(words: list[str], length: int) -> Iterator[list[str]]:
    """`words` themselves if their number is right or not known; one or two too short or one too long, with one doubled or left out,
    each run once: who scores them may ask again with the best."""
    runs = [i for i, word in enumerate(words) if not i or words[i - 1] != word]
    if not length or len(words) == length:
        yield words
    elif length - 2 <= len(words) < length:
        yield from ([*words[: i + 1], *words[i:]] for i in runs)
    elif len(words) == length + 1:
        yield from ([*words[:i], *words[i + 1 :]] for i in runs)
