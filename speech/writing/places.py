"""Addresses and other abbreviations: `Jl. Merdeka No. 12B RT 03/RW 05, Kec. Coblong 40132`."""

from __future__ import annotations

import re
from re import Match

from speech.lexicon import ABBREVIATIONS, BEFORE_NUMBER, LAST
from speech.writing.numbers import digit_words, number, spelled
from speech.writing.rule import Rule, any_of, rule


def _short(found: Match[str]) -> str:
    """The full stop of "dll." before a capital or the end closes a sentence as well."""
    short = found.group().lower()
    rest = found.string[found.end() :]
    return ABBREVIATIONS[short] + ("." if short in LAST and (not rest.strip() or re.match(r"\s+[A-Z]", rest)) else "")


def _house(found: Match[str]) -> str:
    """`12B`, `7/A`."""
    return f"{number(found[1])} {spelled(found[2])}"


def _post_code(found: Match[str]) -> str:
    """`Bandung 40132`, in an address."""
    if not _ADDRESS.search(found.string[max(found.start() - _NEAR, 0) : found.start() + 1]):
        return found.group()
    return f"{found['town']} {digit_words(found['code'])}"


_NEAR = 120
"""Characters before a town within which an address has begun."""
_ADDRESS = re.compile(r"\b(?:jalan|gang|kelurahan|kecamatan|kabupaten|desa|kota|er we)\b", re.I)

RULES: tuple[Rule, ...] = (
    rule(rf"(?<![\w.])(?:{any_of(ABBREVIATIONS)})(?!\w)", _short, re.I),
    rule(rf"(?<![\w.])({any_of(BEFORE_NUMBER)})(?![a-z])\s*(?=\d|[IVX]+\b|[A-Z]{{1,3}}[-.]?\d)",
         lambda f: f"{BEFORE_NUMBER[f[1].lower()]} ", re.I),
    rule(r"(?<!\w)H\. (?=[A-Z])", lambda found: "haji "),
    rule(r"\bRT\.?\s*/\s*RW\.?\s*(?::\s*)?0*(\d+)\s*/\s*0*(\d+)\b", lambda f: f"er te {number(f[1])}, er we {number(f[2])}", re.I),
    rule(r"\bRT\.?\s*0*(\d+)\s*/\s*0*(\d+)\b", lambda f: f"er te {number(f[1])}, er we {number(f[2])}", re.I),
    rule(r"\bR([TW])\.?\s*0*(\d+)", lambda f: f"{spelled('R' + f[1])} {number(f[2])}", re.I),
    rule(r"(?<=\d)\s*/\s*(?=RW)|(?<=[a-z])\s*/\s*(?=er we)", lambda found: ", "),
    rule(r"(?<=kode pos )\d{5}\b", lambda found: digit_words(found.group()), re.I),
    rule(r"\b(?P<town>[A-Z][a-z]+),? (?P<code>[1-9]\d{4})(?![\w]|[.,]\d)", _post_code),
    rule(r"(?<=nomor )(\d+)\s*[-/]?\s*([A-Z])(?!\w)", _house),
    rule(r"(?<![\w.,/-])(\d{1,4})([A-Z])(?![\w²³])", _house),
    rule(r"(?<=nomor )(\d+)\s*/\s*(\d+)(?![\w/]|[.,]\d)", lambda f: f"{number(f[1])} garis miring {number(f[2])}"),
    rule(r"(?<=nomor )(\d+)\s*[-–]\s*(\d+)(?![\w/-]|[.,]\d)", lambda f: f"{number(f[1])} sampai {number(f[2])}"),
    rule(r"\b(huruf|blok|lantai|seri|tipe|gedung|loket|ruang|kelas|golongan|poin|butir) ([A-Za-z])(?!\w)",
         lambda f: f"{f[1]} {spelled(f[2])}", re.I),
)  # fmt: skip
