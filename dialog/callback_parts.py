"""Parts of the day in a sentence about when to call back, prayers included; and what such a sentence refuses. Pure."""

from __future__ import annotations

import re
from datetime import time

PARTS = {"pagi": time(9), "siang": time(13), "sore": time(15), "malam": time(19)}
"""The hour that a part of the day stands for."""
_SPELLED = {
    "pagi": "isuk enjing enjang", "siang": "awan beurang", "sore": "petang sonten burit", "malam": "malem wengi dalu peuting",
    "zuhur": "dzuhur dhuhur duhur dzuhr zuhr lohor luhur", "asar": "ashar azar", "magrib": "maghrib", "isya": "isha",
    "subuh": "shubuh fajar", "jumatan": "jumatnan",
}  # fmt: skip
_NAME = {word: name for name, words in _SPELLED.items() for word in (name, *words.split())}
_PRAYERS = {
    "subuh": (time(4), time(5, 30)), "zuhur": (time(11), time(13)), "jumatan": (time(11), time(13)), "asar": (time(14), time(16)),
    "magrib": (time(17), time(18, 30)), "isya": (time(18, 30), time(19, 30)),
}  # fmt: skip
"""Well before the prayer, and after it (the same where neither is said): on all of Java, all year round."""
_PART = re.compile(rf"\b(?:(?P<before>sebelum) )?(?:salat |sholat |shalat |solat )?(?P<part>{'|'.join(_NAME)})\b")
MIDNIGHT = re.compile(r"\btengah malam\b")
_UNITS = "satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas"
_ABOUT = re.compile(rf"\b({_UNITS}|belas|puluh)an\b")
""" "Jam sepuluhan"."""
_NUMBER = rf"(?:\d{{1,2}}(?:[.: ]\d\d)?|(?:setengah )?(?:{_UNITS})(?: (?:belas|puluh))?)"
_DAY = "(?:senin|selasa|rabu|kamis|jumat|sabtu|minggu|besok|lusa|hari ini|sekarang|segera)"
_REFUSED = re.compile(
    r"\b(?:bukan|jangan|kecuali|selain|tidak)(?: (?:bisa|boleh|ingin|usah|di|waktu|yang|kalau|terlalu|hari|jam|pukul|tanggal))*"
    rf" (?:(?:{_NUMBER})(?: (?:{'|'.join(_NAME)})\b)?|{_DAY}\b|(?P<part>{'|'.join(_NAME)})(?: (?P=part))*\b)"
    r"|\b(?:bukan|jangan) (?:jam|hari|waktu|pukul) \w+"
)


def wished(plain: str) -> str:
    """Without what is refused: "bukan jam dua, jam tiga"; "jangan pagi, siang saja"; "kapan saja kecuali jumat". A no that is an answer
    of its own refuses nothing: "tidak, senin saja"."""
    plain = _ABOUT.sub(r"\1", plain)
    rest = " ".join(_REFUSED.sub(" ", plain).split())
    first, _, others = plain.partition(" ")
    answers = first == "tidak" or (first in ("bukan", "jangan") and others.endswith(" saja"))
    return others if answers and len(rest.split()) <= 1 else rest


def part_in(plain: str) -> time | None:
    """The hour meant by a part of the day: a prayer is more exact than *sore*, and of several the last one is meant."""
    found = list(_PART.finditer(plain))
    prayers = [one for one in found if _NAME[one["part"]] in _PRAYERS]
    if prayers:
        return _PRAYERS[_NAME[prayers[-1]["part"]]][0 if prayers[-1]["before"] else 1]
    return PARTS[_NAME[found[-1]["part"]]] if found else None


def on_friday(plain: str) -> bool:
    """ "Habis jumatan"."""
    return any(_NAME[one["part"]] == "jumatan" for one in _PART.finditer(plain))
