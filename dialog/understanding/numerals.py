"""Number words as numerals, one number after the other, and all other words as they are."""

from __future__ import annotations

from dialog.understanding.normalize import normalize
from dialog.understanding.numbers import UNITS, number_at, unglued


def numerals(text: str) -> str:
    """Normalised `text` with numerals for number words: "tiga belas nol delapan" -> "13 08", "seminggu" stays.

    A zero joins the single digit after it. Digits said one by one stay apart: "dua nol dua lima" -> "2 02 5".
    """
    plain = normalize(text).encode("ascii", "ignore").decode()  # no digits of other scripts, which int() may not read
    words, out, i = [part for word in plain.split() for part in unglued(word)], list[str](), 0
    while i < len(words):
        number, end = number_at(words, i)
        if words[i].isdigit() and words[i][0] == "0" or end == i:
            said, end = (str(UNITS[words[i]]) if words[i] in UNITS else words[i]), i + 1
        else:
            said = words[i] if end == i + 1 and words[i].isdigit() else str(number)
        if out and out[-1] == "0" and len(said) == 1 and said.isdigit():
            out[-1] += said
        else:
            out.append(said)
        i = end
    return " ".join(out)
