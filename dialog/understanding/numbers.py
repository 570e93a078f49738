"""Spoken Indonesian digits and numbers in every shape people dictate them, as one string of digits.

"tiga dua tujuh tiga", "tiga puluh dua tujuh tiga", "nol delapan dua belas", "dobel lima", "nol tiga kali", "seribu dua ratus", "3273 0112".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

UNITS = {
    "nol": 0, "kosong": 0, "noll": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "ampat": 4, "lima": 5, "enam": 6, "anam": 6,
    "tujuh": 7, "tuju": 7, "delapan": 8, "lapan": 8, "sembilan": 9, "sembilang": 9,
    "siji": 1, "loro": 2, "telu": 3, "papat": 4, "limo": 5, "enem": 6, "pitu": 7, "wolu": 8, "songo": 9, "sanga": 9,
    "rong": 2, "telung": 3, "patang": 4, "limang": 5, "nem": 6, "pitung": 7, "wolung": 8, "sangang": 9,
    "setunggal": 1, "kalih": 2, "sekawan": 4, "gangsal": 5, "hiji": 1, "tilu": 3, "opat": 4, "genep": 6, "dalapan": 8, "salapan": 9,
}  # fmt: skip
_REPEATS = {"dobel": 2, "double": 2, "doble": 2, "dabel": 2, "tripel": 3, "triple": 3}
_PLACES = {"puluh": 10, "ratus": 100}
SCALES = {"ribu": 10**3, "rebu": 10**3, "juta": 10**6, "miliar": 10**9, "milyar": 10**9, "triliun": 10**12}
_WHOLE = {"sepuluh": (10, 100), "sebelas": (11, 100), "seratus": (100, 1000)}
"""Words for a whole number below 1000, and how small the place before must not be."""
_ONE = {f"se{name}": size for name, size in SCALES.items()}
_ZEROS = ("nolnya", "kosongnya")
_AFTER_UNIT = frozenset({*_PLACES, *SCALES, "belas", "kali"})

DIGIT_WORDS = frozenset({*UNITS, *_PLACES, *SCALES, *_WHOLE, *_ONE, "belas"})
NUMBER_WORDS = DIGIT_WORDS | frozenset(_REPEATS)
TIMES_WORDS = frozenset(("kali", *_ZEROS))
"""Of numbers only among other numbers: "nol tiga kali", "nolnya tiga"."""
_GLUED = {unit + name: (unit, name) for unit in UNITS for name in ("belas", *_PLACES, *SCALES)}
"""duabelas, limaratus."""
_SAID = {
    "ewu": "ribu", "sewu": "seribu", "sarebu": "seribu", "saribu": "seribu", "ceng": "ribu", "atus": "ratus", "satus": "seratus",
    "saratus": "seratus", "sapuluh": "sepuluh", "sabelas": "sebelas", "sewelas": "sebelas", "selawe": "dua puluh lima",
    "seket": "lima puluh", "sewidak": "enam puluh",
    **{f"{name}an": name for name in ("belas", *_PLACES, *SCALES)},
}  # fmt: skip
"""Javanese, Sundanese and Hokkien words, and about how many: "dua puluhan"."""
_BETWEEN = re.compile(r"(?<=[0-9])[.,\- ](?=[0-9])")
_WORD = re.compile(r"[0-9]+|[a-z]+|(?<=puluh|ratus),")
"""A comma is a pause; after "puluh" and "ratus" it tells "tiga puluh, lima" from "tiga puluh lima"."""


def digits_in(text: str) -> str:
    """Every digit said or written in `text`, in order; other words are skipped."""
    return text if text.isascii() and text.isdigit() else "".join(runs_in(text))


def runs_in(text: str) -> list[str]:
    """The digits of `text` in rows that no other word parts."""
    words, runs, i = _words(text), [""], 0
    while i < len(words):
        word = words[i]
        digits, i = _read(words, i)
        if digits:
            runs[-1] += digits
        elif runs[-1] and word != ",":
            runs.append("")
    return [run for run in runs if run]


def unglued(word: str) -> tuple[str, ...]:
    """`duabelas` in two words, and `seket` as the two that it stands for."""
    return _GLUED.get(word) or tuple(_SAID.get(word, word).split())


def _words(text: str) -> list[str]:
    found = _WORD.findall(_BETWEEN.sub("", text.lower()))
    return [part for word in found for part in unglued(word)]


def _read(words: Sequence[str], i: int) -> tuple[str, int]:
    """The digits that begin at word i, and where they end."""
    word, after = words[i], words[i + 1] if i + 1 < len(words) else ""
    if (word in _REPEATS or word in _ZEROS or "kali" in words[i + 1 : i + 3]) and (repeated := _repeated(words, i)):
        return repeated
    if word in UNITS and after not in _AFTER_UNIT:
        return str(UNITS[word]), i + 1
    if word.isdigit() and (after not in _AFTER_UNIT or word[0] == "0"):
        return word, i + 1
    number, end = number_at(words, i)
    return (str(number), end) if end > i else (_digit(word) or word * word.isdigit(), i + 1)


def _repeated(words: Sequence[str], i: int) -> tuple[str, int] | None:
    """One digit several times, where word i begins to say so: "dobel lima", "nolnya ada tiga", "nol tiga kali", "tiga kali nol"."""
    word, after, third = (*words[i : i + 3], "", "")[:3]
    if word in _REPEATS:
        digit = _digit(after)
        return digit * _REPEATS[word], i + 2 if digit else i + 1
    if word in _ZEROS:
        times, end = (_digit(third), i + 3) if after == "ada" else (_digit(after), i + 2)
        return ("0" * int(times), end) if times else ("0", i + 1)
    if third == "kali" and (digit := _digit(word)) and (times := _digit(after)):
        return digit * int(times), i + 3
    if after == "kali" and (times := _digit(word)):  # "sudah dua kali" is no digit
        digit = _digit(third)
        return digit * int(times), i + 3 if digit else i + 2
    return None


def _digit(word: str) -> str:
    return str(UNITS.get(word, "")) or (word if len(word) == 1 and word.isdigit() else "")


def number_at(words: Sequence[str], i: int) -> tuple[int, int]:
    """The longest whole number above zero that starts at word i, and where it ends: at i when none does.

    A zero never belongs to a larger number: "dua ratus nol" is 200 and then 0.
    """
    total, total_end, above = 0, i, 10**15  # what the scale words so far make; the next scale is below `above`
    group, place, at = 0, 1000, i  # what is below the next scale word; what comes next is below `place`
    while at < len(words):
        word = words[at]
        size = SCALES.get(word) or _ONE.get(word, 0)
        if size:
            count = group if word in SCALES else int(not group)
            if not count or size >= above:
                # "dua ribu tiga ribu" are two numbers: the second begins with what stands before its scale word
                return (total, total_end) if word in SCALES and count else (total + group, at)
            at += 1
            total, total_end, above, group, place = total + count * size, at, size, 0, 1000
            continue
        part, least, place_after, after = _part(words, at)
        if not part or place < least:
            break
        group, place, at = group + part, place_after, after
    return total + group, at


def _part(words: Sequence[str], i: int) -> tuple[int, int, int, int]:
    """One piece of a number below 1000 at word i: its value, the place it needs before it, the place it leaves, where it ends.

    0 when there is none.
    """
    word, after = words[i], words[i + 1] if i + 1 < len(words) else ""
    if word in _WHOLE:
        value, least = _WHOLE[word]
        return value, least, 100 if value == 100 else 1, i + 1
    value = UNITS.get(word, 0) or (int(word) if word.isdigit() and len(word) < 4 and word[0] != "0" else 0)
    if 0 < value < 10 and after in _PLACES:
        size = _PLACES[after]
        return value * size, size * 10, size, i + 2
    if 0 < value < 10 and after == "belas":
        return value + 10, 100, 1, i + 2
    return value, 10 ** len(str(value)), 1, i + 1
