"""Names of letters, as Indonesians spell over the telephone."""

from __future__ import annotations

import re

from dialog.understanding.numbers import NUMBER_WORDS, TIMES_WORDS, digits_in

_NAMES = (
    "a be ce de e ef ge ha i je ka el em en o pe ki er es te u ve we eks ye zet",
    "a bi ci di e ep gi ha i ji kha el em en o pi kyu ar es ti u fe we ek ya set",
    "alfa bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec romeo sierra tango uniform "
    "victor whiskey xray yankee zulu",
    "ambon bandung cirebon demak ende flores garut halong irian jepara kendal lombok medan namlea opak pati quibek rembang solo timor "
    "umbai viktor wilis xkendal yongki zainal",
)
LETTERS = {name: letter for names in reversed(_NAMES) for name, letter in zip(names.split(), "ABCDEFGHIJKLMNOPQRSTUVWXYZ", strict=True)}
"""Indonesian names, how they are misheard, NATO's alphabet, and that of the Indonesian police; *lima* is a digit first of all."""
LETTERS |= {"se": "C", "cha": "C", "qi": "Q", "vi": "V", "alpha": "A", "beta": "B", "juliett": "J", "wiski": "W"}
LETTERS |= {letter.lower(): letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}

_SIGN = re.compile(r"[0-9]+|[^\W\d_]+|,")
_BETWEEN = frozenset(
    "ya nya pak bu itu ini mas mbak dan iya eh hm oke nah no mau ada dia aku strip spasi huruf angka lalu terus kemudian".split()
)
"""Words between letters and digits that part nothing."""
_LONGEST = 5
MOST_SERIES = 3
"""Letters at the end of a number plate."""


def signs_in(text: str) -> list[str]:
    """Rows of capital letters and digits in `text` that no other word parts: "de satu dua a be", "D 12 AB" -> ["D12AB"].

    Short words that name no letter are letters themselves; so are capitals.
    """
    rows, digits = [""], list[str]()
    for word in [*_SIGN.findall(text), ""]:
        small = word.lower()
        if word.isdigit() or small in NUMBER_WORDS or small in TIMES_WORDS or word == ",":
            digits.append(small)
            continue
        if digits:
            rows[-1] += digits_in(" ".join(digits).replace(" ,", ","))
            digits = []
        if small in _BETWEEN and not (word.isupper() and len(word) <= MOST_SERIES):  # EH may end a plate
            continue
        if word.isascii() and (word.isupper() and len(word) <= _LONGEST or len(word) <= 3 and small not in LETTERS):
            rows[-1] += word.upper()
        elif small in LETTERS:
            rows[-1] += LETTERS[small]
        elif rows[-1]:
            rows.append("")
    return [row for row in rows if row]
