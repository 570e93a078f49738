"""Numbers that are somebody's: telephones, NIK, tickets, plates. Digit by digit in groups, a comma (a short pause) between them."""

from __future__ import annotations

import re
from re import Match

from speech.lexicon import PLATES
from speech.writing.numbers import dictated, digit_words, grouped, spelled
from speech.writing.rule import Rule, any_of, rule

LONGEST_NUMBER = 8
"""Digits; longer strings, and those with a leading zero, are dictated: they are somebody's number, not an amount."""
_NOP = (4, 3, 3, 3, 5)
_MONTH_SERIAL = 6
_CALL = r"(?:hubungi|menghubungi|telepon|menelepon|ditelepon|nomor darurat|darurat|call center|layanan|hotline|kode|kode pos|dial|faks)"


def _phone(found: Match[str]) -> str:
    """`+62 812-3456-7890`, `(022) 123456`, `021-1234567`: a long last part in groups."""
    groups = [group for part in re.findall(r"\d+", found["rest"]) for group in _parts(part)]
    area = found.groupdict().get("area")
    start = "plus enam dua, " if found.groupdict().get("plus") else ""
    return start + ", ".join(digit_words(group) for group in ([area] if area else []) + groups)


def _parts(digits: str) -> list[str]:
    if len(digits) <= 5:
        return [digits]
    return grouped(digits, (3,) if len(digits) in (6, 9) else (3, 4) if len(digits) in (7, 11) and digits[0] != "0" else (4,))


def _ticket(found: Match[str]) -> str:
    letters, *rest = found.group().split("-")
    groups = [group for part in rest for group in (grouped(part, (3,)) if len(part) == _MONTH_SERIAL else [part])]
    return f"{spelled(letters)}, {dictated(' '.join(groups))}"


def _plate(found: Match[str]) -> str:
    letters = found.groupdict().get("after") or ""
    parts = (spelled(found["region"]), digit_words(found["digits"]), spelled(letters))
    return ", ".join(filter(None, parts))


_REGION = rf"(?P<region>{any_of(PLATES)})"
_SEP = r"[ .-]?"

RULES: tuple[Rule, ...] = (
    rule(r"\b[A-Z]{2,5}-\d{4}-\d{3,}\b", _ticket),
    rule(rf"(?<![\w-]){_REGION}{_SEP}(?P<digits>[1-9]\d{{0,3}}){_SEP}(?P<after>[A-Z]{{1,3}})(?![\w-])", _plate),
    rule(rf"(?<=plat ){_REGION}{_SEP}(?P<digits>[1-9]\d{{0,3}})(?![\w-])", _plate),
    rule(rf"(?<=nomor polisi ){_REGION}{_SEP}(?P<digits>[1-9]\d{{0,3}})(?![\w-])", _plate),
    rule(r"(?P<plus>\+62)[\s-]*(?P<rest>\d+(?:[ .-]\d+)*)(?!\w)", _phone),
    rule(r"\((?P<area>0\d{2,3})\)\s*(?P<rest>\d+(?:[ .-]\d+)*)(?!\w)", _phone),
    rule(r"(?<![\w.,/-])(?P<area>0[2-7]\d{1,2})[ -](?P<rest>\d{5,8})(?![\w/]|[.,]\d|[ -]\d)", _phone),
    rule(r"(?<![\w.,/-])(?P<rest>1500[ -]?\d{3})(?!\w|[.,-]\d)", lambda f: dictated(" ".join((f["rest"][:4], f["rest"][-3:])))),
    rule(rf"\b(?P<word>{_CALL})(?P<to> ke)? (?P<digits>\d{{3,6}})\b(?![ -]\d|[.,]\d)",
         lambda f: f"{f['word']}{f['to'] or ''} {dictated(f['digits'])}", re.I),
    rule(r"\b(?P<word>kode)(?P<what> \w+)? (?P<digits>\d{3,8})\b(?!\.\d)",
         lambda f: f"{f['word']}{f['what'] or ''} {dictated(f['digits'])}", re.I),
    rule(r"\bnop(?P<between>\D{0,12}?)(?P<digits>\d{18})\b", lambda f: f"nop{f['between']}{dictated(f['digits'], _NOP)}", re.I),
    # NOP and NPWP as they are written on paper.
    rule(r"(?<![\w.,/-])\d{2}\.\d{2,3}\.\d{3}\.\d{1,3}[.-]\d{3}(?:[.-]\d{3,4})?(?:\.\d)?(?![\w]|[.,]\d)", lambda f: _written(f.group())),
    rule(r"(?<![\w.,/-])\d{3,}(?:[ -]\d{2,})+(?![\d]|[.,]\d)", lambda found: dictated(found.group())),
    rule(rf"(?<![\w.,])(?:0\d+|\d{{{LONGEST_NUMBER + 1},}})(?![\w]|[.,]\d)", lambda found: dictated(found.group())),
)  # fmt: skip


def _written(text: str) -> str:
    return ", ".join(digit_words(group) for group in re.findall(r"\d+", text))
