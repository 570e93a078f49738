"""Amounts, fractions, units and signs: `5-10%`, `3/4`, `60 km/jam`, `-3 °C`."""

from __future__ import annotations

import re
from re import Match

from speech.lexicon import PER, UNITS
from speech.writing.numbers import number
from speech.writing.rule import AMOUNT, Rule, any_of, rule

_VULGAR = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3", "⅛": "1/8"}
_MOST_PARTS = 10
_UNIT = rf"(?P<unit>{any_of(UNITS)})(?![\w²³])"
_PER = rf"(?:\s*/\s*(?P<per>{any_of(PER)})(?![\w²³]))?"
_ALONE = r"(?<![\w.,])"


def _fraction(found: Match[str]) -> str:
    part, whole = int(found["part"]), int(found["of"])
    before = f"{number(found['whole'])} " if found["whole"] else ""
    unit = f" {UNITS[found['unit'].lower()]}" if found["unit"] else ""
    if not 0 < part < whole <= _MOST_PARTS:
        return f"{before}{number(found['part'])} per {number(found['of'])}{unit}"
    if (part, whole) == (1, 2):
        return f"{before}setengah{unit}"
    return before + (f"seper{number(found['of'])}" if part == 1 else f"{number(found['part'])} per{number(found['of'])}") + unit


def _measured(found: Match[str]) -> str:
    per = f" per {PER[found['per'].lower()]}" if found["per"] else ""
    return f"{number(found['amount'])} {UNITS[found['unit'].lower()]}{per}"


RULES: tuple[Rule, ...] = (
    rule(f"[{''.join(_VULGAR)}]", lambda found: f" {_VULGAR[found.group()]}"),
    rule(r"\bH([-+])(?=\d)", lambda found: f"H {'min' if found[1] == '-' else 'plus'} "),
    rule(r"(?<=\d)\s*[x×]\s*(?=\d)", lambda found: " kali "),
    rule(r"(?<=[\d)])\s*(?:±|\+/-)\s*(?=\d)|±\s*(?=\d)", lambda found: " kurang lebih "),
    rule(rf"{_ALONE}-(?=\d)", lambda found: "minus "),
    rule(rf"{_ALONE}(\d+)\.(\d{{1,2}})(?!\d|[.,]\d)", lambda f: f"{f[1]},{f[2]}"),
    rule(rf"{_ALONE}(?:(?P<whole>\d+) )?(?P<part>\d{{1,3}})\s*/\s*(?P<of>\d{{1,3}})(?![\w/]|[.,]\d)(?:\s*{_UNIT})?", _fraction, re.I),
    rule(rf"(?<![\w.,/-])({AMOUNT})\s*[-–—]\s*(?={AMOUNT}(?![\w/-]|[.,]\d)|{AMOUNT}\s*(?:%|[a-z]))",
         lambda f: f"{number(f[1])} sampai "),
    rule(rf"(?<![\d.,])({AMOUNT})\s*%", lambda found: f"{number(found[1])} persen"),
    rule(rf"(?<![\d.,])({AMOUNT})\s*‰", lambda found: f"{number(found[1])} permil"),
    rule(rf"{_ALONE}(?P<amount>{AMOUNT})\s*{_UNIT}{_PER}", _measured, re.I),
    rule(rf"{_ALONE}({AMOUNT})(?!\w|[.,]\d)", lambda found: number(found[1])),
    rule(rf"\b(rupiah|persen|orang|kali|lembar|berkas)\s*/\s*({any_of(PER)})(?!\w)", lambda f: f"{f[1]} per {PER[f[2].lower()]}", re.I),
)  # fmt: skip

SIGNS: tuple[Rule, ...] = (
    rule(r"\btekan (?:tanda )?#", lambda found: "tekan pagar", re.I),
    rule(r"\btekan (?:tanda )?\*", lambda found: "tekan bintang", re.I),
    rule(r"\s*&\s*", lambda found: " dan "),
    rule(r"\s*(?:≥|>=)\s*", lambda found: " paling sedikit "),
    rule(r"\s*(?:≤|<=)\s*", lambda found: " paling banyak "),
    rule(r"(?<=\w)\s*=\s*(?=\w)", lambda found: " sama dengan "),
    rule(r"(?<=\w) \+ (?=\w)|(?<![\w+])\+(?=\w)", lambda found: " tambah "),
    rule(r"\s*(?:→|->|=>)\s*", lambda found: ", "),
    rule(r"(?<=\w)\s*±\s*(?=\w)", lambda found: " kurang lebih "),
    rule(r"°", lambda found: " derajat "),
    rule(r"§", lambda found: "pasal "),
    rule(r"(?<=\w)/(?=\w)", lambda found: " atau "),
)
