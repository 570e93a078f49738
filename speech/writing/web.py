"""E-mail and web addresses: `info@sukamaju.go.id`."""

from __future__ import annotations

import re
from re import Match

from speech.lexicon import WEB
from speech.writing.numbers import digit_words, spelled
from speech.writing.rule import Rule, rule

_SIGNS = {"@": "et", ".": "titik", "-": "strip", "_": "garis bawah", "/": "garis miring", "?": "tanda tanya", "=": "sama dengan",
          "&": "dan", "+": "plus", ":": "titik dua", "#": "tagar", "%": "persen", "~": "tilde"}  # fmt: skip
_PART = re.compile(r"[a-z]+|\d+|.", re.I | re.S)
_HOST = r"(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.){1,8}"
_END = r"(?:id|com|org|net|gov|info)(?![\w-])"
_PATH = r"(?:/[\w./?=&%~+#-]*[\w/])?"


def _address(found: Match[str]) -> str:
    text = re.sub(r"^https?://", "", found.group(), flags=re.I).rstrip("/")
    return " ".join(filter(None, map(_said, _PART.findall(text))))


def _said(part: str) -> str:
    if part.isdecimal():
        return digit_words(part)
    if part in _SIGNS or not part.isalpha():
        return _SIGNS.get(part, "")
    known = WEB.get(part.lower())
    return known or (part.lower() if re.search("[aiueo]", part, re.I) else spelled(part))


RULES: tuple[Rule, ...] = (
    rule(rf"(?<![\w.+-])[\w.+-]+@{_HOST}[a-z]{{2,}}\b", _address, re.I | re.A),
    rule(rf"(?:https?://|www\.){_HOST}[a-z]{{2,}}(?::\d+)?{_PATH}", _address, re.I | re.A),
    rule(rf"(?<![\w@.-]){_HOST}{_END}{_PATH}", _address, re.A),
    rule(r"(?<!\w)@(?=[A-Za-z_])([\w.]+\w)", lambda f: f"et {_address(f).removeprefix('et ')}", re.A),
    rule(r"(?<!\w)#(?=[A-Za-z])", lambda found: "tagar "),
)
