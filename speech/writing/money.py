"""Sums of money: `Rp1.250.000,50`, `Rp 2,5 juta`, `Rp50.000-100.000`, `US$ 20`."""

from __future__ import annotations

import re
from re import Match

from speech.lexicon import CURRENCIES, PER, SCALES
from speech.writing.numbers import number
from speech.writing.rule import AMOUNT, TO, Rule, any_of, rule

_SCALE = rf"(?:\s*(?P<scale>(?i:{any_of(set(SCALES) - {'m', 't'})})|M|T)(?![\w²³]))?"
_PER = rf"(?:\s*/\s*(?P<per>{any_of(PER)})(?!\w))?"


def _rupiah(found: Match[str]) -> str:
    start, end = found["amount"], found.groupdict().get("to")
    if end:
        return _per(f"{_number(start)} sampai {_sum(end, found['scale'])}", found)
    return _per(_sum(start, found["scale"]), found)


def _sum(amount: str, scale: str | None) -> str:
    amount = _indonesian(amount)
    whole, _, cents = amount.partition(",")
    if scale:
        return f"{number(amount)} {SCALES[scale.lower()]} rupiah"
    if len(cents) == 2:
        return f"{number(whole)} rupiah" + (f" {number(cents)} sen" if int(cents) else "")
    return f"{number(amount)} rupiah"


def _number(amount: str) -> str:
    return number(_indonesian(amount).removesuffix(",00"))


def _indonesian(amount: str) -> str:
    """English notation, which machines write, in ours: `1,250,000.50`, `1250000.50`."""
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+\.\d{1,2}", amount):
        return amount.replace(",", "").replace(".", ",")
    return amount


def _per(said: str, found: Match[str]) -> str:
    per = found.groupdict().get("per")
    return f"{said} per {PER[per]}" if per else said


def _foreign(found: Match[str]) -> str:
    scale = f" {SCALES[found['scale'].lower()]}" if found["scale"] else ""
    return _per(f"{number(_indonesian(found['amount']))}{scale} {CURRENCIES[found['currency']]}", found)


_ANY = r"\d{1,3}(?:,\d{3}){2,}(?:\.\d{1,2})?|\d+\.\d{1,2}(?![\d.])"
_SUM = rf"(?P<amount>{_ANY}|{AMOUNT})(?:,-)?"

RULES: tuple[Rule, ...] = (
    rule(rf"\b(?:Rp|IDR)\.?\s*(?P<amount>{AMOUNT}){TO}(?:Rp\.?\s*)?(?P<to>{AMOUNT})(?:,-)?{_SCALE}{_PER}", _rupiah, re.I),
    rule(rf"\b(?:Rp|IDR)\.?\s*{_SUM}{_SCALE}{_PER}", _rupiah, re.I),
    rule(rf"(?<!\w)(?P<currency>{any_of(CURRENCIES)})\s?{_SUM}{_SCALE}{_PER}", _foreign),
    rule(rf"(?<![\w.,-])(?P<amount>{AMOUNT})\s*(?P<scale>rb|jt|mlr)(?!\w)", lambda f: f"{number(f['amount'])} {SCALES[f['scale']]}"),
)
