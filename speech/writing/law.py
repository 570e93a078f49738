"""References to rules, and Roman numerals: `Pasal 5 ayat (2) huruf a`, `UU No. 24 Tahun 2013`, `PP 96/2018`, `golongan III/d`."""

from __future__ import annotations

import re
from re import Match

from speech.lexicon import LAWS, ORDINAL_AFTER, ROMAN_AFTER
from speech.writing.numbers import number, ordinal, roman, spelled
from speech.writing.rule import Rule, any_of, rule

_YEAR = r"(?P<year>(?:19|20)\d\d)(?![\w/-]|[.,]\d)"
_NUMERAL = r"(?P<numeral>[IVXLCDM]+)"


def _law(found: Match[str]) -> str:
    return f"{LAWS[found['law']]} nomor {number(found['number'])} tahun {number(found['year'])}"


def _numeral(found: Match[str]) -> str:
    value = roman(found["numeral"])
    if not value:
        return found.group()
    letter = found.groupdict().get("letter")
    return f"{found['word']} {number(str(value))}" + (f" {spelled(letter)}" if letter else "")


def _alone(found: Match[str]) -> str:
    value = roman(found.group())
    return number(str(value)) if value else found.group()


def _of_a_line(found: Match[str]) -> str:
    value = roman(found["numeral"])
    return f"{found['word']} {ordinal(value)}" if value else found.group()


def _ordinal(found: Match[str]) -> str:
    value = int(found[1]) if found[1].isdecimal() else roman(found[1])
    return ordinal(value) if value else found.group()


_LAW = any_of(LAWS)

FIRST: tuple[Rule, ...] = (
    rule(rf"\b(?P<law>{_LAW})(?:\s+(?i:nomor|no\.?))?\s*(?P<number>\d+)\s*(?:/|\s(?i:tahun|thn?\.?)\s){_YEAR}", _law),
    rule(rf"\b(?P<law>{_LAW})(?= (?i:nomor|no\.?) ?\d)", lambda f: LAWS[f["law"]]),
)
"""Before single words are looked up: a law that is cited is called by its whole name."""
RULES: tuple[Rule, ...] = (
    rule(r"\b(ayat|angka|butir|huruf)\s*\(\s*(\w{1,3})\s*\)", lambda f: f"{f[1]} {f[2]}", re.I),
    rule(r"(?<=[a-z] )(\d+)/((?:19|20)\d\d)(?![\w/-]|[.,]\d)", lambda f: f"{number(f[1])} tahun {number(f[2])}"),
    rule(rf"\b(?P<word>golongan|pangkat|gol\.?|ruang) {_NUMERAL}\s*/\s*(?P<letter>[a-eA-E])(?!\w)", _numeral, re.I),
    rule(r"\bke-\s?(\d{1,6}|[IVXLCDM]+)(?!\w)", _ordinal, re.I),
    rule(rf"\b(?P<word>(?i:{any_of(ORDINAL_AFTER)})) {_NUMERAL}(?!\w)", _of_a_line),
    rule(rf"\b(?P<word>(?i:{any_of(ROMAN_AFTER)})) {_NUMERAL}(?!\w)", _numeral),
    rule(r"(?<=[a-z] )(?:[IVX]{2,})(?![\w'-])", _alone),
)
