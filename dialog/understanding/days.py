"""A day in a sentence: by its numbers, or told from today ("kemarin", "dua minggu yang lalu", "senin depan", "awal bulan")."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from dialog.templates import MONTHS
from dialog.understanding.numerals import numerals

VAGUE = 0.8
"""Confidence in a day that stands for a longer time, or whose direction or month was not said."""
AHEAD = 10
"""Years from now on that two digits may still mean: in 2026 "35" is 2035, "37" 1937."""
_MONTHS = {name.lower(): i + 1 for i, name in enumerate(MONTHS)}
_MONTHS |= {name[:3]: i for name, i in _MONTHS.items()}
_MONTHS |= {"agt": 8, "agus": 8, "sept": 9, "nopember": 11, "nop": 11, "pebruari": 2, "peb": 2}
_MONTHS |= {"january": 1, "february": 2, "june": 6, "july": 7, "august": 8, "october": 10, "december": 12}  # as recognisers spell them
_MONTH_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAYS = {name: i for i, name in enumerate("senin selasa rabu kamis jumat sabtu minggu".split())}
_WAY = {"lalu": -1, "kemarin": -1, "ini": 0, "depan": 1, "besok": 1, "nanti": 1, "lagi": 1}
_SPELLED = {
    r"(?<=hari|ulan|ahun|nggu)an\b": "", r"\b200(\d) (\d)\b": r"20\1\2",  # "dua mingguan"; "dua ribu dua lima" is 2025
    r"\b(?:kemaren|wingi|kamari)\b": "kemarin", r"\b(?:esok|sesuk|(?<!jam )besuk|mbenjing|isukan)\b": "besok",
    r"\bjum at\b|\bjumaat\b": "jumat", r"\bsenen\b": "senin",
    r"\bsaptu\b": "sabtu", r"\bahad\b": "hari minggu", r"\brebo\b": "rabu", r"\bse(hari|minggu|bulan|tahun)\b": r"1 \1",
    r"\b(?:sekarang|barusan|baru saja|tadi(?! malam)|ayeuna|saiki|sakniki|dinten (?:niki|ieu))\b": "hari ini",
    r"\bsemalam\b|\b(?:tadi malam|malam tadi)\b": "kemarin",
    r"\bbeberapa (?=hari|minggu|bulan|tahun)": "3 ", r"\b(?:lewat|silam|terakhir|belakangan)\b": "lalu",
    r"\bmendatang\b|\bke depan\b": "lagi", r"\bsetengah tahun": "6 bulan", r"\byg\b": "yang", r"\bmalam minggu\b": "hari sabtu",
    r"(?<=nggu|ulan|ahun) yang (?=lalu|depan)": " ",
    r"\b(kemarin|besok) (?:hari )?(senin|selasa|rabu|kamis|jumat|sabtu)\b": r"\2 \1",
    r"(?:^(?=\d \d$)|\btanggal )(?=[12]|3 [01]\b)(\d) (\d)\b(?! \d)": r"tanggal \1\2",  # "tanggal dua lima" is the 25th
    rf"\b((?:bulan|tahun) (?:lalu|kemarin|ini|depan)) (tanggal \d\d?(?: (?:{_MONTH_NAME}))?)\b": r"\2 \1",
}  # fmt: skip
_MONTH = f"(?P<month>{_MONTH_NAME}" + r"|bulan \d{1,2})\b"
_YEAR = r"(?: tahun)?(?: (?P<year>\d+(?: \d+)*|(?:lalu|kemarin|ini|depan))\b)?"
_FULL = re.compile(rf"\b(?P<day>\d\d?(?: \d)?) {_MONTH}{_YEAR}")
_MONTH_ONLY = re.compile(rf"\b(?:(?P<edge>awal|pertengahan|tengah|akhir) )?{_MONTH}{_YEAR}")
_NUMERIC = re.compile(r"\b\d+(?: \d+)+\b|\b\d{6}\b|\b\d{8}\b")
_DAY_OF = re.compile(
    r"\btanggal (?P<day>\d\d?(?: \d)?)\b(?: (?P<of>bulan )?(?P<which>lalu|kemarin|ini|depan|nanti|besok))?|^(?P<alone>\d\d?)$"
)
_A_PLACE = re.compile(r"\b(?:jalan|jl|gang|gg|nomor|no|rumah|blok|lapangan|universitas) $")
_NEAR = (
    (r"kemarin (?:lusa|dulu)|2 hari kemarin", -2), (r"besok lusa|lusa", 2), (r"besok", 1), (r"hari ini|malam ini|pagi ini|siang ini", 0),
)  # fmt: skip
_AGO = re.compile(r"\b(?P<count>\d+) (?P<unit>hari|minggu|bulan|tahun)\b(?: yang)?(?: (?P<way>lalu|kemarin|lagi|depan))?")
_WEEKDAY = re.compile(
    rf"\b(?:(?P<hari>hari) )?(?P<name>{'|'.join(_DAYS)})\b(?: yang)?(?: (?P<way>lalu|kemarin|ini|depan|besok|nanti|lagi))?"
)
_WEEK = re.compile(r"(?<!hari )\b(?:(?P<count>\d+) )?minggu (?P<way>lalu|kemarin|ini|depan|lagi)\b")
_NAMED = rf"(?:hari )?(?:{'|'.join([*_DAYS][:-1])}|(?<=hari )minggu)"
_PLAIN = re.compile(
    rf"(?<!tanggal )\b(?:{_NAMED} (?:(?:\d+ )?minggu )?(?:lalu|kemarin|depan|besok|lagi)"
    rf"|(?:\d+ )?minggu (?:lalu|kemarin|ini|depan|lagi)(?: {_NAMED})?"
    r"|\d+ (?:hari|bulan|tahun)(?: yang)? (?:lalu|lagi)|besok lusa|lusa|besok|kemarin lusa)\b"
)
"""What is told from today without a doubt, unlike "kemarin" and "hari ini", which are in many sentences."""
_YEAR_ONLY = re.compile(r"(?:\b(?P<edge>awal|pertengahan|tengah|akhir) )?\b(?:tahun )?(?P<year>(?:19|20)\d\d)$")
_PERIOD = re.compile(
    r"\b(?:(?P<edge>awal|pertengahan|tengah|akhir) )?(?P<unit>minggu|bulan|tahun)(?: (?P<way>lalu|kemarin|ini|depan|besok|lagi))?\b"
)


def day_in(text: str, today: date, towards: int) -> tuple[date, float] | None:
    """The day and the confidence in it, 0 to 1; of what leaves several open the nearest to `today`: with `towards` -1 none after it, with 1
    none before it.

    ValueError or OverflowError: there is no such day.
    """
    said = _spelled(text)
    return _written(said, today, towards) or _told(said, today, towards)


def dated(text: str) -> str:
    """The day with its month by name, in numerals: "13 agustus 2025"; empty: none is named."""
    said = _spelled(text)
    return next((day[0] for day in _FULL.finditer(said) if not _A_PLACE.search(said[: day.start()])), "")


def from_today(text: str) -> str:
    """The only day of a sentence that is told plainly from today: "besok", "3 hari yang lalu"; empty: none is, or several are."""
    days = _PLAIN.findall(_spelled(text))
    return days[0] if len(days) == 1 else ""


def _spelled(text: str) -> str:
    said = numerals(text)
    for spelled, plain in _SPELLED.items():
        said = re.sub(spelled, plain, said)
    return said


def _written(said: str, today: date, towards: int) -> tuple[date, float] | None:
    """A day by its numbers."""
    if full := _FULL.search(said):
        day, month = int(full["day"].replace(" ", "")), _month(full["month"])
        year = _year(full["year"], today, towards)
        return (date(year, month, day), 1.0) if year else (_nearest(_years(today, month, day), today, towards), 1.0)
    if numeric := _NUMERIC.search(said):
        parts = numeric[0].split()
        if len(parts[0]) == 4 and len(parts) == 3:
            parts.reverse()
        if len(parts) not in (2, 3):
            digits = "".join(parts)
            parts = [digits[:2], digits[2:4], digits[4:]]
        day, month = int(parts[0]), int(parts[1])
        if len(parts) == 2:
            return _nearest(_years(today, month, day), today, towards), VAGUE
        return date(_year(parts[2], today, towards), month, day), 1.0
    if alone := _DAY_OF.search(said):
        day, way = int((alone["day"] or alone["alone"]).replace(" ", "")), _WAY.get(alone["which"] or "", 0)
        months = [_ahead(today.replace(day=1), n) for n in ([way] if alone["of"] else range(0 if way > 0 else -12, 13))]
        days = [first.replace(day=day) for first in months if day <= _last(first)]
        towards = -1 if way < 0 else 0 if alone["of"] else towards
        return _nearest([d for d in days if d >= today or way <= 0], today, towards), 1.0 if alone["which"] else VAGUE
    return None


def _told(said: str, today: date, towards: int) -> tuple[date, float] | None:
    """A day by its distance from today, its name, or the part of a month or year that it begins."""
    if named := next((day for day in _WEEKDAY.finditer(said) if day["name"] != "minggu" or day["hari"]), None):
        if week := _WEEK.search(said):
            weeks = int(week["count"] or 1) * _WAY[week["way"]]
            return today + timedelta(_DAYS[named["name"]] - today.weekday() + 7 * weeks), 1.0
        apart = (_DAYS[named["name"]] - today.weekday()) % 7
        if way := _WAY.get(named["way"] or "", 0):
            return today + timedelta(apart - 7 if way < 0 else apart or 7), 1.0
        return _nearest([today + timedelta(apart), today + timedelta(apart - 7)], today, towards), VAGUE
    for words, days in _NEAR:
        if re.search(rf"\b(?:{words})\b", said):
            return today + timedelta(days), 1.0
    if ago := _AGO.search(said):
        way = _WAY.get(ago["way"] or ("lagi" if towards > 0 else "lalu"), -1)
        exact = ago["way"] or re.search(rf"\b(?:sudah|sejak|hampir) {ago['count']}\b", said)
        return _away(today, ago["unit"], way * int(ago["count"])), 1.0 if exact else VAGUE
    if month := _MONTH_ONLY.search(said):
        number, year = _month(month["month"]), _year(month["year"], today, towards)
        firsts = [date(year, number, 1)] if year else _years(today, number, 1)
        edges = [_edge(first, month["edge"]) for first in firsts]
        return edges[0] if year else _nearest(edges, today, towards), VAGUE
    if only := _YEAR_ONLY.search(said):
        return _of_year(int(only["year"]), only["edge"]), VAGUE
    period = _PERIOD.search(said)
    if period and (period["way"] or period["edge"]):
        there = _away(today, period["unit"], _WAY.get(period["way"] or "ini", 0))
        if period["unit"] == "minggu":
            return (there - timedelta(there.weekday()) if period["edge"] or there == today else there), VAGUE
        if period["unit"] == "tahun" and (period["edge"] or there == today):
            return _of_year(there.year, period["edge"]), VAGUE
        return _edge(there.replace(day=1), period["edge"]) if period["edge"] or there == today else there, VAGUE
    return (today - timedelta(1), 1.0) if "kemarin" in said.split() else None


def _month(said: str) -> int:
    return _MONTHS.get(said) or int(said.split()[-1])


def _year(said: str | None, today: date, towards: int) -> int:
    """0: not said. Digits may come one by one or in two halves: "19 90". Two digits mean the year nearest before `AHEAD` from now."""
    if not said:
        return 0
    if said in _WAY:
        return today.year + _WAY[said]
    digits = said.replace(" ", "")
    if len(digits) not in (2, 4):
        raise ValueError("a year of other than two or four digits")
    latest = today.year + (0 if towards < 0 else AHEAD)
    return int(digits) if len(digits) == 4 else latest - (latest - int(digits)) % 100


def _years(today: date, month: int, day: int) -> list[date]:
    """That day in the years around: as many as there are between two 29 Februaries (1896 to 1904 is as far as it goes)."""
    if not 1 <= month <= 12:
        raise ValueError("no such month")
    return [date(year, month, day) for year in range(today.year - 8, today.year + 9) if day <= monthrange(year, month)[1]]


def _nearest(days: list[date], today: date, towards: int) -> date:
    """Of two that are equally near the earlier one. ValueError: there is none."""
    return min((day for day in days if (day - today).days * towards >= 0), key=lambda day: abs((day - today).days))


def _away(today: date, unit: str, count: int) -> date:
    if unit in ("hari", "minggu"):
        return today + timedelta(count * (7 if unit == "minggu" else 1))
    first = _ahead(today.replace(day=1), count * (12 if unit == "tahun" else 1))
    return first.replace(day=min(today.day, _last(first)))


def _ahead(first: date, months: int) -> date:
    """The first of a month, so many months from `first`."""
    total = first.year * 12 + first.month - 1 + months
    return date(total // 12, total % 12 + 1, 1)


def _last(first: date) -> int:
    return monthrange(first.year, first.month)[1]


def _of_year(year: int, edge: str | None) -> date:
    return date(year, *{"awal": (1, 1), "akhir": (12, 31)}.get(edge or "awal", (7, 1)))


def _edge(first: date, edge: str | None) -> date:
    return first.replace(day=1 if edge in (None, "awal") else _last(first) if edge == "akhir" else 15)
