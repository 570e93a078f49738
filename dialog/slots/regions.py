"""Codes of provinces and of the regencies (from 01) and cities (from 71) in them, as they begin a NIK or a KK number.

Source: Kepmendagri 300.2.2-2138/2025, and the codes that places had before they went to a new province. A number keeps the code of
the place where it was first given, so the codes that moved (from Kalimantan Timur to Kalimantan Utara, from Papua to five others) stay
possible: codes are given in turn, and up to the last one ever given all are taken as right.
"""

from __future__ import annotations

_LAST = {
    "11": (18, 75), "12": (25, 78), "13": (12, 77), "14": (10, 72), "15": (9, 72), "16": (13, 74), "17": (9, 71), "18": (13, 72),
    "19": (6, 71), "21": (5, 72), "31": (1, 75), "32": (18, 79), "33": (29, 76), "34": (4, 71), "35": (29, 79), "36": (4, 74),
    "51": (8, 71), "52": (8, 72), "53": (21, 71), "61": (12, 72), "62": (13, 71), "63": (11, 72), "64": (11, 74), "65": (4, 71),
    "71": (11, 74), "72": (12, 71), "73": (26, 73), "74": (15, 72), "75": (5, 71), "76": (6, 70), "81": (9, 72), "82": (8, 72),
    "91": (28, 71), "92": (12, 71), "93": (4, 70), "94": (8, 70), "95": (8, 70), "96": (5, 71),
}  # fmt: skip
"""The last regency and the last city of each province; 70: it has no city."""
PROVINCES = frozenset(_LAST)


def is_place(digits: str) -> bool:
    """Whether `digits`, a province, regency and district (2 each) or their beginning, can be right."""
    if len(digits) < 2:
        return True
    regency, city = _LAST.get(digits[:2], (0, 0))
    code = int(digits[2:4]) if len(digits) >= 4 else 1 if city else 0
    return (1 <= code <= regency or 71 <= code <= city) and digits[4:6] != "00"
