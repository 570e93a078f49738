"""A time of day: "jam sembilan pagi", "setengah delapan malam" (19.30: half *to* eight), "tujuh lewat seperempat", "14.30", keyed HHMM."""

from __future__ import annotations

import re
from datetime import date

from dialog.effects import Pauses
from dialog.schema import SlotSpec
from dialog.slots.kind import Kind
from dialog.slots.result import DOUBTFUL, Filled, Parsed, Rejected
from dialog.understanding.numerals import numerals

EITHER = 0.8
"""Confidence in an hour from 1 to 12 without a part of the day: the one from 7.00 to 18.59 is taken, when offices are open."""
OFFICE_OPENS = 7 * 60
_DAY = 24 * 60
_NAMED = {
    r"\b(?:tengah hari|lohor|zuhur)\b": "12 siang", r"\btengah malam\b": "0", r"\basar\b": "15", r"\bmagrib\b": "18", r"\bisya\b": "19",
}  # fmt: skip
"""Times told by their names alone; beside an hour such a name is a part of the day."""
_PART_OF = {
    word: part
    for part, words in {
        "pagi": "pagi subuh dini isuk esuk enjing enjang",
        "siang": "siang zuhur lohor awan beurang",
        "sore": "sore petang asar sonten burit",
        "malam": "malam malem magrib isya wengi dalu peuting",
    }.items()
    for word in words.split()
}
"""Parts of the day by the prayers as well, and in Javanese and Sundanese."""
_ANY_PART = "|".join(_PART_OF)
_PART = re.compile(rf"\b({_ANY_PART})\b")
_QUARTERS = {"seperempat": 15, "setengah": 30}
_TIME = re.compile(
    r"(?P<half>setengah )?(?P<hour>\d{1,2})"
    rf"(?:(?: (?:{_ANY_PART}))? (?:(?:lewat|lebih) (?P<past>\d\d?|seperempat|setengah)|kurang (?P<to>\d\d?|seperempat))"
    r"| (?P<minute>\d\d?))?\b"
)
_NO_HOUR = re.compile(r"\b(?:tanggal|nomor|rt|rw) \d")
_KEYED = re.compile(r"\d{3,4}|\d \d \d(?: \d)?")


def parse(text: str, slot: SlotSpec, today: date) -> Parsed:
    """Filled with `14:30`."""
    whole = numerals(text)
    if not re.search(r"\d", whole):
        for name, clock in _NAMED.items():
            whole = re.sub(name, clock, whole)
    marked = re.search(r"\b(?:jam|pukul)\b(.*)", whole)
    if not marked and _NO_HOUR.search(whole):
        return Rejected("no hour")
    said = marked[1].strip() if marked else whole
    if _KEYED.fullmatch(said):
        said = re.sub(r"(..)$", r" \1", said.replace(" ", ""))
    found = _TIME.match(said) if marked else _TIME.search(said)
    if not found:
        return Rejected("no hour")
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if hour > 24 or minute > 59:
        return Rejected("no such time")
    part = _PART.search(said) or _PART.search(whole)
    minutes = _hour(hour, _PART_OF[part[1]] if part else "") * 60 + minute - 30 * bool(found["half"])
    minutes += _count(found["past"]) - _count(found["to"])
    sure = part is not None or hour > 12 or found["hour"][0] == "0"
    minutes = minutes % _DAY if sure else (minutes - OFFICE_OPENS) % (_DAY // 2) + OFFICE_OPENS
    late = hour > 20 and found[0] == whole  # "dua puluh satu" may be 20.01
    return Filled(f"{minutes // 60:02}:{minutes % 60:02}", confidence=DOUBTFUL if late else 1.0 if sure else EITHER)


def _hour(hour: int, part: str) -> int:
    """On the clock of 24 hours."""
    match part:
        case "pagi":
            return hour % 12 if hour <= 12 else hour
        case "siang":
            return hour + 12 if hour < 9 else hour
        case "sore":
            return hour + 12 if hour < 12 else hour
        case "malam" if hour in (12, 24):
            return 0
        case "malam":  # two at night is after midnight
            return hour + 12 if 5 <= hour < 12 else hour
        case _:
            return hour


def _count(said: str | None) -> int:
    return _QUARTERS.get(said or "0") or int(said or 0)


def find(text: str, slot: SlotSpec, today: date) -> Filled | None:
    """Only after "jam" or "pukul", and when it is plain which half of the day."""
    parsed = parse(text, slot, today) if re.search(r"\b(?:jam|pukul)\b", text.lower()) else None
    return parsed if isinstance(parsed, Filled) and parsed.confidence == 1 else None


def read(value: str) -> str:
    return f"pukul {value.replace(':', '.')}"


KIND = Kind(
    "time",
    parse,
    find,
    read,
    keys=(3, 4),
    pauses=Pauses(200, 900, 2000),
    keypad="Silakan ketik jamnya dengan empat angka, misalnya nol sembilan tiga nol untuk setengah sepuluh pagi.",
    example="Misalnya: jam sembilan pagi, atau setengah dua siang.",
    zero_first=True,
)
