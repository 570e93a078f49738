"""Spoken Indonesian digits and numbers in every shape people dictate them, as one string of digits.

"tiga dua tujuh tiga", "tiga puluh dua tujuh tiga", "nol delapan dua belas", "dobel lima", "seribu dua ratus", "3273 0112".
"""

from __future__ import annotations

import re

UNITS = {
    "nol": 0, "kosong": 0, "noll": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "ampat": 4, "lima": 5, "enam": 6, "anam": 6,
    "tujuh": 7, "tuju": 7, "delapan": 8, "lapan": 8, "sembilan": 9, "sembilang": 9, "siji": 1, "loro": 2, "telu": 3,
    "papat": 4, "limo": 5, "enem": 6, "pitu": 7, "wolu": 8, "songo": 9, "hiji": 1, "tilu": 3, "opat": 4, "genep": 6, "dalapan": 8,
    "salapan": 9,
}  # fmt: skip
_REPEATS = {"dobel": 2, "double": 2, "doble": 2, "tripel": 3, "triple": 3}
_SCALES = (("juta", "sejuta", 1_000_000), ("ribu", "seribu", 1000), ("ratus", "seratus", 100))

NUMBER_WORDS = frozenset(
    {*UNITS, *_REPEATS, *"puluh belas sepuluh sebelas".split(), *(word for many, one, _ in _SCALES for word in (many, one))}
)


def digits_in(text: str) -> str:
    """Every digit said or written in `text`, in order; other words are skipped."""
    words = re.findall(r"[0-9]+|[a-z]+", re.sub(r"(?<=[0-9])[.,\- ](?=[0-9])", "", text.lower()))
    out, i = [], 0
    while i < len(words):
        digits, i = _read(words, i)
        out.append(digits)
    return "".join(out)


def _read(words: list[str], i: int) -> tuple[str, int]:
    word = words[i]
    if word.isdigit():
        return word, i + 1
    if word in _REPEATS and i + 1 < len(words):
        again = words[i + 1]
        if again in UNITS:
            return str(UNITS[again]) * _REPEATS[word], i + 2
        if len(again) == 1 and again.isdigit():
            return again * _REPEATS[word], i + 2
        return "", i + 1
    number, after = _number(words, i)
    return ("", i + 1) if number is None else (str(number), after)


def _number(words: list[str], i: int) -> tuple[int | None, int]:
    """The longest whole number that starts at word i."""
    total, at, found = 0, i, False
    for name, one, size in _SCALES:
        count, after = _below(words, at, size)
        if count is not None and after < len(words) and words[after] == name:
            total, at, found = total + count * size, after + 1, True
        elif at < len(words) and words[at] == one:
            total, at, found = total + size, at + 1, True
    rest, after = _tens(words, at)
    if rest is None:
        return (total, at) if found else (None, i)
    # "dua ratus nol" is 200 and then 0: a zero never belongs to a larger number.
    if found and rest == 0:
        return total, at
    return total + rest, after


def _below(words: list[str], i: int, size: int) -> tuple[int | None, int]:
    """A count before a scale word: up to 999 for thousands and millions, a unit for hundreds."""
    if size == 100:
        return _unit(words, i)
    hundreds, at = _unit(words, i)
    if hundreds is not None and at < len(words) and words[at] == "ratus":
        rest, after = _tens(words, at + 1)
        return hundreds * 100 + (rest or 0), after if rest is not None else at + 1
    if i < len(words) and words[i] == "seratus":
        rest, after = _tens(words, i + 1)
        return 100 + (rest or 0), after if rest is not None else i + 1
    return _tens(words, i)


def _tens(words: list[str], i: int) -> tuple[int | None, int]:
    """0 to 99: a unit, a teen, or tens with a unit."""
    if i < len(words) and words[i] in ("sepuluh", "sebelas"):
        return (10 if words[i] == "sepuluh" else 11), i + 1
    unit, after = _unit(words, i)
    if unit is None or after >= len(words):
        return unit, after
    if words[after] == "belas":
        return 10 + unit, after + 1
    if words[after] == "puluh":
        more, end = _unit(words, after + 1)
        alone = more and (end >= len(words) or words[end] not in ("puluh", "belas", "ratus"))
        return (unit * 10 + more, end) if more and alone else (unit * 10, after + 1)
    return unit, after


def _unit(words: list[str], i: int) -> tuple[int | None, int]:
    if i < len(words) and words[i] in UNITS:
        return UNITS[words[i]], i + 1
    return None, i
