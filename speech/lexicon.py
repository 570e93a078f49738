"""How Indonesian is read, as data: the tables of `lexicon.yaml`, and the words that an agency may add to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

_TABLES: dict[str, Any] = yaml.load((Path(__file__).parent / "lexicon.yaml").read_bytes(), getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _table(name: str) -> dict[str, str]:
    return {str(key): str(value) for key, value in _TABLES[name].items()}


def _words(name: str) -> frozenset[str]:
    return frozenset(str(_TABLES[name]).split())


LETTERS = _table("letters")
DIGITS: tuple[str, ...] = tuple(_TABLES["digits"])
MONTHS: tuple[str, ...] = tuple(_TABLES["months"])
MONTHS_SHORT: dict[str, int] = dict(_TABLES["months_short"])
DAYS = _table("days")
ZONES = _table("zones")
ABBREVIATIONS = _table("abbreviations")
"""In small letters, most with their full stop."""
BEFORE_NUMBER = _table("before_number")
LAST = _words("last")
"""Abbreviations whose full stop may end a sentence."""
UNITS = {key.lower(): value for key, value in _table("units").items()}
PER = _table("per")
CURRENCIES = _table("currencies")
SCALES = _table("scales")
ROMAN_AFTER = _words("roman_after")
ORDINAL_AFTER = _words("ordinal_after")
LAWS = _table("laws")
PLATES = _words("plates")
WEB = _table("web")
NAMES = _table("names")
NOT_NAMES = _words("not_names")
VOWELS: tuple[str, ...] = tuple(str(_TABLES["vowels"]).split())
"""Stems with ê and é."""
LETTER_SOUNDS: tuple[str, ...] = tuple(str(_TABLES["letter_sounds"]).split())
LOANS = _table("loans")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`said`: how what is written so is said; a key in capitals counts in capitals only, any other in any case. `spelled`: capitals that
    are read letter by letter although they could be said as a word."""

    said: Mapping[str, str]
    spelled: frozenset[str]
    _any_case: Mapping[str, str] = field(init=False, repr=False, compare=False)
    marked: tuple[tuple[re.Pattern[str], str], ...] = field(init=False, repr=False, compare=False)
    """Entries with other signs than letters, digits and hyphens, which no look at single words finds; the longest first."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_any_case", {key.lower(): said for key, said in self.said.items() if not key.isupper()})
        odd = sorted((key for key in self.said if not _ONE_WORD.fullmatch(key)), key=len, reverse=True)
        patterns = ((rf"(?<![\w/]){re.escape(key)}(?![\w/])", re.NOFLAG if key.isupper() else re.I, self.said[key]) for key in odd)
        object.__setattr__(self, "marked", tuple((re.compile(pattern, flags), said) for pattern, flags, said in patterns))

    def with_own(self, said: Mapping[str, str], spelled: Iterable[str] = (), words: Iterable[str] = ()) -> Lexicon:
        """With an agency's own entries in the place of those for the same word; `words` are capitals that are said as one word."""
        own, letters = {**said, **{word: word.lower() for word in words}}, frozenset(spelled)
        taken = {key.lower() for key in (*own, *letters)}
        kept = {key: value for key, value in self.said.items() if key.lower() not in taken}
        return Lexicon({**kept, **own}, (self.spelled | letters) - own.keys())

    def how(self, word: str) -> str | None:
        """How `word`, as it is written, is said; None where nothing is known of it."""
        exact = self.said.get(word)
        return exact if exact is not None else self._any_case.get(word.lower())


_ONE_WORD = re.compile(r"[\w-]+")
SHIPPED = Lexicon(_table("said"), _words("spelled"))
