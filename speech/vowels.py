"""Which e is which: a word -> its spelling with ê (schwa, as in "besar") and é (as in "meja"), by stems and what is built on them."""

from __future__ import annotations

from functools import lru_cache

from speech.lexicon import LETTER_SOUNDS, LOANS, VOWELS

_PREFIXES = (
    ("menge", ""), ("penge", ""), ("meng", ""), ("meng", "k"), ("peng", ""), ("peng", "k"), ("meny", "s"), ("peny", "s"), ("mem", ""),
    ("mem", "p"), ("pem", ""), ("pem", "p"), ("men", ""), ("men", "t"), ("pen", ""), ("pen", "t"), ("ber", ""), ("per", ""), ("ter", ""),
    ("te", ""), ("me", ""), ("be", ""), ("pe", ""), ("di", ""), ("ke", ""), ("se", ""),
)  # fmt: skip
"""What stands before, and what it took from the stem: menyewa, sewa."""
_ENDINGS = ("nya", "lah", "kah", "pun", "mu", "ku")
_SUFFIXES = ("kan", "an", "i")
_DEEPEST = 2
"""Prefixes in front of one another: mempersenjatai, keberhasilan."""
_SHORTEST = 3

_STEMS = {word.replace("ê", "e").replace("é", "e"): word for word in (*VOWELS, *LETTER_SOUNDS)} | LOANS
TABLES = (_STEMS, _PREFIXES, _ENDINGS, _SUFFIXES)


@lru_cache(maxsize=8192)
def marked(word: str) -> str:
    """`word`, in small letters, with its vowels marked; empty where nothing is known of it."""
    for ending in ("", *_ENDINGS):
        if ending and not word.endswith(ending):
            continue
        base = word.removesuffix(ending)
        for suffix in ("", *_SUFFIXES):
            if suffix and not base.endswith(suffix):
                continue
            if found := _built(base.removesuffix(suffix), _DEEPEST):
                return found + suffix + ending
    return ""


def _built(word: str, depth: int) -> str:
    if word in _STEMS:
        return _STEMS[word]
    for prefix, took in _PREFIXES if depth else ():
        rest = took + word.removeprefix(prefix)
        if not word.startswith(prefix) or len(rest) < _SHORTEST:
            continue
        if found := _built(rest, depth - 1):
            return prefix.replace("e", "ê") + found.removeprefix(took)
    return ""
