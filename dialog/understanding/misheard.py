"""What a recogniser makes of a sentence on a telephone line: a small, fixed model of its errors. Pure; the same for the same sentence.

Sounds that the band of 300 to 3,400 Hz brings near one another (nasals; voiced and voiceless stops), a syllable lost, an ending
changed, two words written as one, a word torn in two: the errors of the shipped recogniser on rendered calls, by eye.
"""

from __future__ import annotations

import re
from random import Random

_NEAR = {"m": "n", "n": "m", "b": "p", "p": "b", "d": "t", "t": "d", "g": "k", "k": "g", "r": "l", "l": "r", "s": "c", "c": "s", "f": "p"}
_NEAR |= {"i": "e", "e": "a", "u": "o", "o": "u"}
SPOILT = 0.35
"""Share of the words that are heard wrongly in a bad moment; a good line spoils fewer, but those need no example."""


def misheard(text: str, times: int = 2) -> tuple[str, ...]:
    """`times` versions of `text`, as they might come out of the recogniser."""
    return tuple(_once(text.split(), Random(f"{number} {text}")) for number in range(times))


def _once(words: list[str], rng: Random) -> str:
    heard = [_spoilt(word, rng) if rng.random() < SPOILT else word for word in words]
    if len(heard) > 2 and rng.random() < 0.3:
        at = rng.randrange(len(heard) - 1)
        heard[at : at + 2] = ["".join(heard[at : at + 2])]
    return " ".join(heard)


def _spoilt(word: str, rng: Random) -> str:
    if len(word) < 4:
        return word
    match rng.randrange(4):
        case 0:
            return _near(word, rng)
        case 1:
            return re.sub(r"(?<=\w)[bcdfghjklmnpqrstvwxyz][aeiou](?=\w{2})", "", word, count=1)
        case 2:
            return word[:-1] if rng.random() < 0.5 else word + rng.choice("nhk")
        case _:
            at = len(word) // 2
            return f"{word[:at]} {word[at:]}" if len(word) > 6 else _near(word, rng)


def _near(word: str, rng: Random) -> str:
    at = rng.choice([i for i, letter in enumerate(word) if letter in _NEAR] or [0])
    return word[:at] + _NEAR.get(word[at], word[at]) + word[at + 1 :]
