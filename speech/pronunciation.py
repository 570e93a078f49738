"""Indonesian text written out for a voice, and cut into clauses that are spoken one after the other."""

from __future__ import annotations

import re

from speech.lexicon import DIGITS, SHIPPED, Lexicon
from speech.writing import amounts, calendar, identity, law, money, places, web
from speech.writing.rule import Rule
from speech.writing.words import acronyms, known, letters, names

_ALIKE = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2212": "-", "\u2019": "'", "\u2018": "'", "•": ", ", "·": ", "})
_ENDLESS = re.compile(r"\S{200}")
"""No word or number is so long: what is longer is cut, which bounds the time that any rule takes."""
_UNHEARD = re.compile(r"[^\w\s.,;:!?…'-]|_|(?<!\w)['-]+|['-]+(?!\w)")
"""What a voice has no sound for: signs, emoji, control characters, quotes and dashes that join nothing."""
_BRACKET = re.compile(r"(?P<apart>\s*\(\s*|\s*\)(?=\s*[^\s,.;:!?…)]))|\)")
_DASH = re.compile(r"(\s)[-–—]+(?=\s)|[–—]+")
_RULES = (*web.RULES, *places.RULES, *money.RULES, *law.RULES, *calendar.RULES, *identity.RULES, *amounts.RULES)
_WITHOUT_NUMBERS = (*web.RULES, *places.RULES, *law.RULES, *calendar.RULES)
_NUMBER = re.compile(r"[\d½¼¾⅓⅔⅛]")


def spoken(text: str, lexicon: Lexicon = SHIPPED) -> str:
    """`text` with numbers, money, dates, times, tickets and acronyms written out as Indonesian words.

    Digits and signs other than those that end a clause never remain; what is written out already stays as it is. In words of the lexicon
    ê is the e of "besar", é that of "meja".
    """
    text = _ENDLESS.sub(r"\g<0> ", " ".join(text.translate(_ALIKE).split()))
    text = _applied(law.FIRST, text)
    text = known(text, lexicon)
    text = _applied(_RULES if _NUMBER.search(text) else _WITHOUT_NUMBERS, text)
    text = _applied(amounts.SIGNS, text)
    text = letters(acronyms(names(text), lexicon))
    text = re.sub(r"\d", lambda digit: f" {DIGITS[int(digit.group())]} ", text)
    text = _DASH.sub(lambda found: ", " if found[1] else "-", _BRACKET.sub(lambda found: ", " if found["apart"] else " ", text))
    text = " ".join(_UNHEARD.sub(" ", text).split())
    text = re.sub(r"\s+([,.;:!?…])", r"\1", text)
    return re.sub(r"(?<=[.;:!?…])(?:\s?,)+|,(?:\s?,)*(?=[,.;:!?…])|^[,;:.!?… ]+", "", text)


def _applied(rules: tuple[Rule, ...], text: str) -> str:
    for pattern, written in rules:
        text = pattern.sub(written, text)
    return text


LONGEST_CLAUSE = 140
"""Characters; about 9 s of speech, so that the next clause is ready before this one has been played."""
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")
_CLAUSE_END = re.compile(r"(?<=[,;:])\s+|\s+(?=[-–—]\s)")


def clauses(text: str) -> list[str]:
    """`text` in pieces to be synthesised one by one: sentences, and long ones at their commas, or else between words.

    Nothing is lost but white space; no piece is empty or longer than `LONGEST_CLAUSE` unless one word is.
    """
    pieces: list[str] = []
    for sentence in _SENTENCE_END.split(text):
        if len(sentence) <= LONGEST_CLAUSE:
            pieces.append(sentence)
        else:
            pieces.extend(_packed(_CLAUSE_END.split(sentence)))
    return [" ".join(piece.split()) for piece in pieces if piece.strip()]


def _packed(parts: list[str]) -> list[str]:
    """Join neighbours while they fit, so that a list of short items is not spoken as a row of separate sentences."""
    words = [word for part in parts for word in ([part] if len(part) <= LONGEST_CLAUSE else part.split())]
    packed: list[str] = []
    for word in words:
        if packed and len(packed[-1]) + 1 + len(word) <= LONGEST_CLAUSE:
            packed[-1] += " " + word
        else:
            packed.append(word)
    return packed
