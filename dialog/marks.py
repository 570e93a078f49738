"""Marks that operators write into sentences for the voice: `[jeda 300]`, `[pelan: ...]`, `[tekan: ...]`, `[eja: ...]`.

Inside, each is one sign of Unicode's private use that nobody can type: brackets in what callers or systems say never become a mark. The
signs are `speech.reading.marks`'s as well; the two packages meet in this text alone.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

PAUSE, STEP_MS, SHORTEST_MS, LONGEST_MS = 0xE000, 10, 50, 3000
"""A pause is the sign `PAUSE` + its length in steps."""
OPEN = {"pelan": "\ue800", "tekan": "\ue801", "eja": "\ue802"}
CLOSE = "\ue80f"
_NAMES = ("jeda", *OPEN)
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.S)
_SIGN = re.compile(r"\[\s*(?P<name>[^\W\d_]*)\s*(?P<rest>:|[^\[\]:]*\]|)|\]", re.S)
_KNOWN = "yang dikenal: [jeda 300], [pelan: ...], [tekan: ...], [eja: ...]"


@dataclass(frozen=True, slots=True)
class Wrong:
    """A mark that cannot be read: what is wrong and what to do, in Indonesian."""

    message: str
    how: str


def encoded(source: str) -> tuple[str, tuple[Wrong, ...]]:
    """`source` with its marks as signs, and what is wrong; templates in it stay as they are. What is wrong is left out."""
    wrong, open_ = list[Wrong](), list[str]()

    def sign(found: re.Match[str]) -> str:
        if found.group() == "]":
            if not open_:
                wrong.append(Wrong("tanda ] tanpa pembuka", "hapus, atau tulis pembukanya, misalnya [pelan: ...]"))
                return ""
            return CLOSE if open_.pop() else ""
        name, rest = found["name"].lower(), found["rest"]
        if name in OPEN and rest == ":":
            open_.append(name)
            return OPEN[name]
        if name == "jeda" and rest.endswith("]"):
            return _pause(rest[:-1], wrong)
        wrong.append(_unreadable(name, found.group()))
        if not rest.endswith("]") and "]" in found.string[found.end() :]:
            open_.append("")  # its ] belongs to it
        return ""

    text, at = [], 0
    plain_source = _PRIVATE.sub("", source)
    for expression in (*_EXPRESSION.finditer(plain_source), None):
        end = expression.start() if expression else len(plain_source)
        text.append(_SIGN.sub(sign, plain_source[at:end]))
        if expression:
            text.append(expression.group())
            at = expression.end()
    wrong += [Wrong(f"tanda [{name} tidak ditutup", "tulis ] di akhir bagian yang dimaksud") for name in open_ if name]
    return ("".join(text) if not open_ else _PRIVATE.sub("", "".join(text))), tuple(wrong)


def plain(text: str) -> str:
    """`text` as it is shown, stored and sent: without signs."""
    if not _PRIVATE.search(text):
        return text
    return re.sub(r" +([,.;:!?…])", r"\1", re.sub(r" {2,}", " ", _PRIVATE.sub("", text))).strip()


def clean(value: object) -> object:
    """A value from outside, which must not bring signs."""
    return _PRIVATE.sub("", value) if isinstance(value, str) else value


def is_open(text: str) -> bool:
    """Whether a mark begins in `text` and does not end there."""
    return sum(text.count(sign) for sign in OPEN.values()) > text.count(CLOSE)


def _pause(text: str, wrong: list[Wrong]) -> str:
    number = text.strip().removesuffix("ms").strip()
    if not (number.isascii() and number.isdecimal() and len(number) < 6 and SHORTEST_MS <= int(number) <= LONGEST_MS):
        how = f"tulis milidetik dari {SHORTEST_MS} sampai {LONGEST_MS}, misalnya [jeda 300]"
        wrong.append(Wrong(f"jeda {number or 'tanpa lama'} tidak dapat dipakai", how))
        return ""
    return chr(PAUSE + int(number) // STEP_MS)


def _unreadable(name: str, written: str) -> Wrong:
    if name in OPEN:
        return Wrong(f"tanda [{name} memerlukan titik dua", f"tulis [{name}: ...]")
    if name == "jeda":
        return Wrong("tanda [jeda tidak ditutup", "tulis misalnya [jeda 300]")
    close = difflib.get_close_matches(name, _NAMES, 1)
    return Wrong(f"tanda {written.strip()[:20]!r} tidak dikenal", f"maksud Anda [{close[0]}?" if close else _KNOWN)
