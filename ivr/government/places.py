"""Whether two ways of naming a place mean the same one."""

from __future__ import annotations

import re

from rapidfuzz.fuzz import ratio, token_set_ratio

SIMILAR = 80
"""Of 100: "Jalan Merdeka depan pasar" and "jl merdeka" are above, "Jalan Ahmad Yani" and "Jalan Ahmad Dahlan" below."""
_SILENT = frozenset(
    "jalan jl jln gang gg nomor no rt rw blok kelurahan kel desa kecamatan kec kota kabupaten kab sukamaju di ke dari dekat depan belakang "
    "samping sebelah seberang sekitar arah ujung pas persis yang itu dan sini sana daerah kawasan".split()
)


def words(place: str) -> str:
    """What tells `place` from others: without the words that stand in most addresses, and without numbers."""
    return " ".join(word for word in re.findall(r"[^\W\d_]+", place.lower()) if word not in _SILENT)


def similar(one: str, other: str) -> bool:
    """Whether they may be the same place: the same words, some more on one side, or heard a little differently."""
    first, second = words(one), words(other)
    return bool(first and second) and token_set_ratio(first, second) >= SIMILAR


def same_district(one: str, other: str) -> bool:
    return ratio(words(one), words(other)) >= SIMILAR and bool(words(one))
