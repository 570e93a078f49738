"""A time or a place that is told whole: after it nothing more need follow, which of other stories nobody can tell."""

from __future__ import annotations

import re
from collections.abc import Set

from dialog.understanding.normalize import normalize

_SINCE = re.compile(
    r"(?:(?:sejak|dari|sudah|kira|kurang|lebih|sekitar|mulai|hampir|baru|hari|yang|ada|itu|pak|bu) )*"
    r"(?:(?:\w+ )?(?:hari|minggu|bulan|tahun)(?: (?:yang )?lalu| ini| kemarin)?|kemarin(?: \w+)?|tadi(?: \w+)|semalam|seminggu|sebulan"
    r"|setahun|lama|dulu|senin|selasa|rabu|kamis|jumat|sabtu)(?: pak| bu| ini)?"
)
_RW = re.compile(r"\brw \w+$")
_STREET_AND_MARK = re.compile(
    r"\b(?:jalan|gang|jl|desa|kampung|perumahan|komplek) (\w+) (?:.*\b)?(?:dekat|depan|sebelah|samping|belakang|seberang) \w+"
)


def is_time(text: str) -> bool:
    """Nothing but a time: "sejak minggu lalu", "sudah dua bulan"."""
    return _SINCE.fullmatch(normalize(text)) is not None


def is_place(text: str, ordinary: Set[str]) -> bool:
    """An address that ends with its RW, or a street of a name (a word not `ordinary`: not "jalan rusak") and what is near it."""
    plain = normalize(text)
    street = _STREET_AND_MARK.search(plain)
    return _RW.search(plain) is not None or (street is not None and street[1] not in ordinary)
