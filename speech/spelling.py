"""One word, one spelling: what two people may write differently for the same sounds counts as the same when errors are counted. Pure.

Only orthography. What sounds different stays different: *udah* is not *sudah*, *gimana* is not *bagaimana*, *makasih* is not *terima
kasih*. A numeral may stand for its digits or its number (*12*: *satu dua*, *dua belas*): whichever was said. Measurements tell the
strict figure as well, in which numerals are always digits and every letter counts.
"""

from __future__ import annotations

import re

LONGEST = 9
"""Digits of a numeral that may be a number; longer ones are NIKs and telephone numbers."""
DIGITS = "nol satu dua tiga empat lima enam tujuh delapan sembilan".split()
VARIANTS: dict[str, str] = {
    # One colloquial negation, written in many ways.
    **dict.fromkeys(("enggak", "engga", "ngga", "gak", "ga"), "nggak"),
    # Written together or apart.
    **{f"{place}{where}": f"{place} {where}" for place in ("di", "ke") for where in ("mana", "sini", "sana", "situ", "atas", "bawah")},
    **{"darimana": "dari mana", "terimakasih": "terima kasih", "adalagi": "ada lagi", "kerjasama": "kerja sama", "orangtua": "orang tua"},
    **{"tandatangan": "tanda tangan", "kaca mata": "kacamata", "antar kota": "antarkota", "foto copy": "fotokopi", "jum at": "jumat"},
    # Usual and standard spelling.
    **{"nomer": "nomor", "telpon": "telepon", "telefon": "telepon", "ijin": "izin", "resiko": "risiko", "apotik": "apotek"},
    **{"praktek": "praktik", "nasehat": "nasihat", "jaman": "zaman", "antri": "antre", "karir": "karier", "fotocopy": "fotokopi"},
    **{"oke": "ok", "okey": "ok", "okay": "ok", "hp": "hape"},
    # An abbreviation's letters.
    **{"k t p": "ktp", "n i k": "nik", "k k": "kk", "e ktp": "ektp", "r t": "rt", "r w": "rw", "b p j s": "bpjs"},
    **{"ka te pe": "ktp", "ka ka": "kk", "e ka te pe": "ektp", "er te": "rt", "er we": "rw", "be pe je es": "bpjs"},
}
_PATTERN = re.compile("|".join(rf"\b{re.escape(v)}\b" for v in sorted(VARIANTS, key=len, reverse=True)))


def respelt(text: str) -> str:
    """`text`, which is lower case and letters only, with one spelling for each word."""
    return _PATTERN.sub(lambda found: VARIANTS[found[0]], text)


def as_digits(text: str) -> str:
    """Numerals as they are dictated: *12* becomes *satu dua*."""
    return re.sub(r"\d", lambda d: f" {DIGITS[int(d[0])]} ", text)


def as_numbers(text: str) -> str:
    """Numerals as numbers: *12* becomes *dua belas*, *50.000* *lima puluh ribu*. Long ones, and those that begin with 0, stay digits."""
    from num2words import num2words

    def spelt(found: re.Match[str]) -> str:
        numeral = found[0].replace(".", "")
        whole = len(numeral) <= LONGEST and (numeral == "0" or numeral[0] != "0")
        return f" {num2words(int(numeral), lang='id') if whole else as_digits(numeral)} "

    return re.sub(r"\d{1,3}(?:\.\d{3})+\b|\d+", spelt, text)
