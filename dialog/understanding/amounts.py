"""How much a sentence names, as one number: money and quantities in words, numerals or both."""

from __future__ import annotations

import re
from decimal import Decimal

from dialog.understanding.numbers import DIGIT_WORDS, SCALES, UNITS, digits_in, number_at, unglued

_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[a-z]+")
_NUMERAL = re.compile(r"([1-9][0-9]{0,2}(?:[.,][0-9]{3})+|[0-9]+)(?:[.,]([0-9]+))?")
"""Thousands in groups of three, after a point as Indonesians write them or a comma as recognisers do, then a fraction."""
_SHORT = {"rb": "ribu", "k": "ribu", "jt": "juta"}
_SLANG = {
    "gocap": 50, "cepek": 100, "gopek": 500, "seceng": 1000, "goceng": 5000, "ceban": 10_000, "noban": 20_000,
    "jigo": 25_000, "goban": 50_000,
}  # fmt: skip
_HALF = Decimal("0.5")
_FRACTIONS = {"setengah": _HALF, "separuh": _HALF, "separo": _HALF, "seperempat": _HALF / 2}
_WORDS = DIGIT_WORDS | {"koma", "perempat", *_FRACTIONS, *_SLANG}
ABOUT = re.compile(r"(?:puluh|belas|ratus|ribu|rebu|juta|mil[iy]ar)an\b")
"""About so many: "dua puluhan"."""
THINGS = tuple("orang buah lembar ekor helai batang butir biji unit keping rumah keluarga bidang berkas anak jiwa".split())
COUNTED = (*THINGS, *"kali hari minggu bulan tahun jam menit meter kilo kilometer liter persen warga penduduk".split())
"""Words for what is counted: persons and things, and times and measures as well."""
_MOST = Decimal(10**15)


def value_in(text: str) -> Decimal | None:
    """The one number that `text` names; None when it names none, several, or digits one by one ("tiga dua").

    "seribu dua ratus" 1200, "satu koma lima juta" 1500000, "dua setengah juta" 2500000, "setengah juta" 500000,
    "2 juta 500 ribu", "1,5 juta", "Rp 1.500.000", "50rb", "gopek" 500. Other words may stand around the number, not in it.
    """
    rows: list[list[str]] = [[]]
    for token in _TOKEN.findall(text.lower()):
        for word in unglued(token):
            if word in _WORDS or word[0].isdigit():
                rows[-1].append(word)
            elif word in _SHORT and rows[-1]:
                rows[-1].append(_SHORT[word])
            else:
                rows.append([])
    rows = [row for row in rows if row]
    return _value(rows[0]) if len(rows) == 1 else None


def _value(words: list[str]) -> Decimal | None:
    """Counts with falling scale words, and what is left below the last."""
    total, above, count = Decimal(0), _MOST, list[str]()
    for word in words:
        one = word.removeprefix("se")
        size = SCALES.get(one)
        if size is None:
            count.append(word)
            continue
        times = _count(count) if one == word else Decimal(not count)
        if not times or size >= above:
            return None
        total, above, count = total + times * size, Decimal(size), []
    if total and count == ["setengah"]:  # "satu juta setengah"
        return total + above / 2
    rest = _count(count) if count else Decimal(0)
    return total + rest if rest is not None and rest < above else None


def _count(words: list[str]) -> Decimal | None:
    """What stands before a scale word: "seratus lima puluh", "satu koma lima", "dua setengah", "tiga perempat", "1,5"."""
    if len(words) == 1 and (known := _one(words[0])) is not None:
        return known
    if "koma" in words:
        at = words.index("koma")
        whole, fraction = _count(words[:at]), digits_in(" ".join(words[at + 1 :]))
        return whole + Decimal(f"0.{fraction}") if whole is not None and fraction else None
    if len(words) > 1 and words[-1] in _FRACTIONS:
        whole = _count(words[:-1])
        return None if whole is None else whole + _FRACTIONS[words[-1]]
    if len(words) > 1 and words[-1] == "perempat":
        times = _count(words[:-1])
        return None if times is None else times * _HALF / 2
    number, end = number_at(words, 0)
    return Decimal(number) if words and end == len(words) else None


def _one(word: str) -> Decimal | None:
    if numeral := _NUMERAL.fullmatch(word):
        return Decimal(f"{re.sub('[.,]', '', numeral[1])}.{numeral[2] or 0}")
    known = UNITS.get(word, _SLANG.get(word, _FRACTIONS.get(word)))
    return None if known is None else Decimal(known)
