"""Indonesian text written out for a voice, and cut into clauses that are spoken one after the other."""

from __future__ import annotations

import re
from collections.abc import Callable
from re import Match

from num2words import num2words

from speech.lexicon import ABBREVIATIONS, DIGITS, LETTERS, MONTHS, SAID, SPELLED, UNITS

LONGEST_NUMBER = 8
"""Digits; longer strings, and those with a leading zero, are dictated: they are somebody's number, not an amount."""
_GROUP = 4
_AMOUNT = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_ZONES = {"WIB": "we i be", "WITA": "wita", "WIT": "we i te"}
_NO_WORD_BEFORE, _NO_WORD_AFTER = r"(?<![\w.,/-])", r"(?![\w/]|[.,:-]\d)"
_ABBREVIATION = re.compile(
    r"(?<!\w)(?:" + "|".join(re.escape(key) for key in sorted(ABBREVIATIONS, key=len, reverse=True)) + r")(?!\w)", re.I
)


def spoken(text: str) -> str:
    """`text` with numbers, money, dates, times, tickets and acronyms written out as Indonesian words.

    Digits never remain; what is written out already stays as it is.
    """
    for pattern, written in _RULES:
        text = pattern.sub(written, text)
    text = _CAPITALS.sub(_capitals, text)
    text = re.sub(r"\d", lambda digit: f" {DIGITS[int(digit.group())]} ", text)
    return re.sub(r"\s+([,.;:!?…])", r"\1", " ".join(text.split()))


def number(value: str) -> str:
    """A number in Indonesian notation (`1.250.000,5`) in words; of absurd length, digit by digit."""
    whole, _, fraction = value.replace(".", "").partition(",")
    words = str(num2words(int(whole), lang="id")) if len(whole) <= 15 else dictated(whole)
    return words + (" koma " + _digit_words(fraction) if fraction else "")


def dictated(text: str) -> str:
    """Digits one by one, grouped as written (`3273 0112`), or in fours where they are one long string."""
    groups = re.findall(r"\d+", text)
    if len(groups) == 1 and len(groups[0]) > _GROUP + 2:
        groups = [groups[0][start : start + _GROUP] for start in range(0, len(groups[0]), _GROUP)]
    return ", ".join(_digit_words(group) for group in groups)


def spelled(letters: str) -> str:
    """`KTP` -> `ka te pe`."""
    return " ".join(LETTERS[letter] for letter in letters.lower())


def _digit_words(digits: str) -> str:
    return " ".join(DIGITS[int(digit)] for digit in digits)


def _rupiah(found: Match[str]) -> str:
    amount, scale = found["amount"], found["scale"]
    whole, _, cents = amount.partition(",")
    if scale:
        return f"{number(amount)} {scale} rupiah"
    if len(cents) == 2:
        return f"{number(whole)} rupiah" + (f" {number(cents)} sen" if int(cents) else "")
    return f"{number(amount)} rupiah"


def _date(found: Match[str]) -> str:
    day, month = int(found["day"]), int(found["month"])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return dictated(found.group())
    return f"{number(str(day))} {MONTHS[month - 1]} {number(found['year'])}"


def _time(found: Match[str]) -> str:
    zone = found.groupdict().get("zone")
    return _clock(found["hour"], found["minute"]) + (f" {_ZONES[zone.upper()]}" if zone else "")


def _clock(hour: str, minute: str) -> str:
    return number(hour) + (f" lewat {number(minute)} menit" if int(minute) else "")


def _hours(found: Match[str]) -> str:
    """Opening hours: 08.00-15.30."""
    start, end = (re.split("[.:]", found[name]) for name in ("from", "to"))
    return f"{_clock(*start)} sampai {_clock(*end)} "


def _ticket(found: Match[str]) -> str:
    parts = found.group().split("-")
    groups = [part if len(part) != 6 else f"{part[:3]} {part[3:]}" for part in parts[1:]]
    return f"{spelled(parts[0])}, {dictated(' '.join(groups))}"


def _address(found: Match[str]) -> str:
    return (
        found.group().replace("@", " at ").replace(".", " titik ").replace("-", " strip ").replace("_", " garis bawah ")
    )


def _capitals(found: Match[str]) -> str:
    word = found.group()
    if word in SAID:
        return SAID[word]
    if word in SPELLED or not re.search("[AIUEO]", word):
        return spelled(word)
    return word if re.fullmatch(r"(?:[^AIUEO]?[AIUEO])+[^AIUEO]?", word) or len(word) > 4 else spelled(word)


_TIME = r"(?:[01]?\d|2[0-4])[.:][0-5]\d"
_CAPITALS = re.compile(r"(?<![\w])(?:E-KTP|SP4N|[A-Z]{2,})(?![a-z\d])")
_SPLIT_TIME = r"(?P<hour>[01]?\d|2[0-4])[.:](?P<minute>[0-5]\d)"
_SCALE = r"(?:\s*(?P<scale>ribu|juta|miliar|triliun)\b)?"
_DAY_MONTH = r"(?P<day>\d{1,2})([-/.])(?P<month>\d{1,2})"
_RULES: list[tuple[re.Pattern[str], Callable[[Match[str]], str]]] = [
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b(?:[a-z][a-z\d-]*\.)+(?:id|com|org|net)\b"), _address),
    (_ABBREVIATION, lambda found: ABBREVIATIONS[found.group().lower()]),
    (re.compile(r"\bR([TW])\.?\s*0*(\d+)", re.I), lambda f: f"{spelled('R' + f[1])} {number(f[2])}"),
    (re.compile(r"(?<=\d)\s*/\s*(?=RW)|(?<=[a-z])/(?=er we)"), lambda found: ", "),
    (re.compile(rf"\b(?:Rp|IDR)\.?\s*(?P<amount>{_AMOUNT})(?:,-)?{_SCALE}", re.I), _rupiah),
    (re.compile(r"\b[A-Z]{2,5}-\d{4}-\d{3,}\b"), _ticket),
    (re.compile(rf"{_NO_WORD_BEFORE}{_DAY_MONTH}\2(?P<year>\d{{4}}){_NO_WORD_AFTER}"), _date),
    (re.compile(rf"{_NO_WORD_BEFORE}(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d){_NO_WORD_AFTER}"), _date),
    (re.compile(rf"{_NO_WORD_BEFORE}(?P<from>{_TIME})\s*(?:-|–|s/d|sampai)\s*(?P<to>{_TIME})(?!\d|[.,]\d)"), _hours),
    (re.compile(rf"(?<=pukul )0*{_SPLIT_TIME}(?!\d)(?:\s*(?P<zone>WIB|WITA|WIT)\b)?", re.I), _time),
    (re.compile(rf"(?<=jam )0*{_SPLIT_TIME}(?!\d)(?:\s*(?P<zone>WIB|WITA|WIT)\b)?", re.I), _time),
    (re.compile(rf"{_NO_WORD_BEFORE}{_SPLIT_TIME}\s*(?P<zone>WIB|WITA|WIT)\b"), _time),
    (re.compile(rf"{_NO_WORD_BEFORE}(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d){_NO_WORD_AFTER}"), _time),
    (re.compile(r"\+62[\s-]*(?=\d)"), lambda found: "plus enam dua, "),
    (re.compile(r"(?<=hubungi )\d{3,6}\b(?![ -]\d)", re.I), lambda found: _digit_words(found.group())),
    (re.compile(r"(?<=\d)\s*[x×]\s*(?=\d)"), lambda found: " kali "),
    (re.compile(r"(?<=kode )\d{3,8}\b(?!\.\d)", re.I), lambda found: _digit_words(found.group())),
    (re.compile(r"(?<=kode pos )\d{5}\b", re.I), lambda found: _digit_words(found.group())),
    (
        re.compile(rf"{_NO_WORD_BEFORE}((?:19|20)\d\d)\s*[-–]\s*((?:19|20)\d\d){_NO_WORD_AFTER}"),
        lambda found: f"{number(found[1])} sampai {number(found[2])}",
    ),
    (re.compile(r"(?<![\w.,/-])\d{3,}(?:[ -]\d{2,})+(?![\d]|[.,]\d)"), lambda found: dictated(found.group())),
    (
        re.compile(rf"(?<![\w.,])(?:0\d+|\d{{{LONGEST_NUMBER + 1},}})(?![\w]|[.,]\d)"),
        lambda found: dictated(found.group()),
    ),
    (re.compile(r"\bke-(\d{1,6})\b"), lambda found: "pertama" if found[1] == "1" else "ke" + number(found[1])),
    (re.compile(rf"({_AMOUNT})\s*%"), lambda found: f"{number(found[1])} persen"),
    (
        re.compile(rf"(?<![\w.,])({_AMOUNT})\s*({'|'.join(sorted(UNITS, key=len, reverse=True))})(?!\w)", re.I),
        lambda found: f"{number(found[1])} {UNITS[found[2].lower()]}",
    ),
    (re.compile(r"(?<![\w.,])-(?=\d)"), lambda found: "minus "),
    (
        re.compile(r"(?<![\w.,])(\d+)\.(\d{1,2})(?!\d|[.,]\d)"),
        lambda found: f"{number(found[1])} koma {_digit_words(found[2])}",
    ),
    (re.compile(rf"(?<![\w.,])({_AMOUNT})(?!\w|[.,]\d)"), lambda found: number(found[1])),
    (re.compile(r"\s*&\s*"), lambda found: " dan "),
    (re.compile(r"(?<=\w)/(?=\w)"), lambda found: " atau "),
    (re.compile(r"[*#_|<>\[\]{}~^\\`]"), lambda found: " "),
]

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
