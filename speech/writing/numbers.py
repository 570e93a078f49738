"""Numbers in words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from num2words import num2words

from speech.lexicon import DIGITS, LETTERS

MOST_DIGITS = 15
"""Longer whole numbers have no name that anybody knows: digit by digit."""
_SIZES = {15: (3,), 18: (4, 4, 4, 2, 4)}
"""How the digits of an NPWP and an NIP are grouped; others in fours."""
_SHORT = 6
_ROMAN = re.compile(r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def number(value: str) -> str:
    """A number in Indonesian notation (`1.250.000,5`) in words; of absurd length, digit by digit."""
    whole, _, fraction = value.replace(".", "").partition(",")
    words = str(num2words(int(whole), lang="id")) if len(whole) <= MOST_DIGITS else dictated(whole)
    return words + (f" koma {digit_words(fraction)}" if fraction else "")


def ordinal(value: int) -> str:
    """`3` -> `ketiga`."""
    return "pertama" if value == 1 else f"ke{number(str(value))}"


def digit_words(digits: str) -> str:
    return " ".join(DIGITS[int(digit)] for digit in digits)


def dictated(text: str, sizes: Sequence[int] = ()) -> str:
    """Digits one by one, grouped as written (`3273 0112`); one long string in groups of `sizes` (the last again and again), or as such
    numbers are usually told. No digit is left alone."""
    groups = re.findall(r"\d+", text)
    if len(groups) == 1 and (len(groups[0]) > _SHORT or sizes):
        groups = grouped(groups[0], sizes or _SIZES.get(len(groups[0]), (4,)))
    elif len(groups) == 1 and len(groups[0]) == _SHORT:
        groups = grouped(groups[0], (3,))
    return ", ".join(map(digit_words, groups))


def grouped(digits: str, sizes: Sequence[int]) -> list[str]:
    groups, at = list[str](), 0
    while at < len(digits):
        size = sizes[min(len(groups), len(sizes) - 1)]
        end = len(digits) if len(digits) - at - size <= 1 else at + size
        groups.append(digits[at:end])
        at = end
    return groups


def spelled(text: str) -> str:
    """Letters by their names, digits as they are called: `KTP` -> `ka te pe`, `P3K` -> `pe tiga ka`."""
    return " ".join(LETTERS.get(sign) or digit_words(sign) for sign in text.lower() if sign in LETTERS or sign.isdecimal())


def roman(numeral: str) -> int:
    """The value of a Roman numeral in capitals; 0 where it is none."""
    if not _ROMAN.fullmatch(numeral):
        return 0
    values = [_ROMAN_VALUES[letter] for letter in numeral]
    return sum(-value if value < after else value for value, after in zip(values, (*values[1:], 0), strict=True))
