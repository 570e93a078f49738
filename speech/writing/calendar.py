"""Days and times of day: `17-08-2026`, `1-5 Agustus`, `Sen-Jum`, `pukul 08.00-15.30 WIB`."""

from __future__ import annotations

import re
from calendar import monthrange
from re import Match

from speech.lexicon import DAYS, MONTHS, MONTHS_SHORT, ZONES
from speech.writing.numbers import dictated, number
from speech.writing.rule import CLEAR, FREE, TO, Rule, any_of, rule

_CENTURY = 100
_THIS_CENTURY_TO = 50
"""`26` is 2026, `78` is 1978."""
_MONTH = any_of(MONTHS)
_ANY_MONTH = any_of((*MONTHS, *MONTHS_SHORT))
_SHORT_MONTH = any_of(key.capitalize() for key in MONTHS_SHORT)
_DAY = any_of(set(DAYS.values()) | {"Ahad"})
_SHORT_DAY = any_of(key.capitalize() for key in DAYS)
_HOUR = r"(?:[01]?\d|2[0-4])"
_CLOCK = rf"0*(?P<hour>{_HOUR})[.:](?P<minute>[0-5]\d)(?:[.:](?P<second>[0-5]\d))?"
_ZONE = rf"(?:\s*(?P<zone>{any_of(ZONES)})\b)?"
_SOME_TIME = rf"0*{_HOUR}[.:][0-5]\d"
_NUMERIC = r"(?P<day>\d{1,2})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4}|\d\d)"


def day(day_: int, month: int, year: int | None = None) -> str:
    """`17 Agustus 2026` in words. The day is taken as it is."""
    return f"{number(str(day_))} {MONTHS[month - 1]}" + (f" {number(str(year))}" if year is not None else "")


def _numeric(found: Match[str]) -> str:
    day_, month, year = int(found["day"]), int(found["month"]), int(found["year"])
    if len(found["year"]) < 4:
        year += _CENTURY * (20 if year <= _THIS_CENTURY_TO else 19)
    if not (1 <= month <= 12 and 1 <= day_ <= monthrange(max(year, 1), month)[1]):
        return dictated(found.group())
    said = day(day_, month, year)
    return f"{said} pukul {_said_time(found)}" if found.groupdict().get("hour") else said


def _named(found: Match[str]) -> str:
    year = f" {number(found['year'])}" if found["year"] else ""
    return f"{number(found['day'])} {_month(found['month'])}{year}"


def _month(name: str) -> str:
    month = MONTHS_SHORT.get(name.lower())
    return MONTHS[month - 1] if month else name.capitalize()


def _from_to(found: Match[str]) -> str:
    return " sampai ".join(_NUMERIC_RULE[0].sub(_numeric, date) for date in (found["from"], found["to"]))


def _no_year(found: Match[str]) -> str:
    day_, month = int(found["day"]), int(found["month"])
    return day(day_, month) if 1 <= month <= 12 and 1 <= day_ <= monthrange(2000, month)[1] else found.group()


def _month_year(found: Match[str]) -> str:
    return f"{MONTHS[int(found['month']) - 1]} {number(found['year'])}"


def _said_time(found: Match[str]) -> str:
    groups = found.groupdict()
    zone = groups.get("zone")
    return _clock(groups["hour"], groups["minute"], groups.get("second")) + (f" {ZONES[zone.upper()]}" if zone else "")


def _clock(hour: str, minute: str, second: str | None = None) -> str:
    """Up to the last part that is not zero."""
    said = number(hour) + (f" lewat {number(minute)} menit" if int(minute) else "")
    return f"{said} {number(second)} detik" if second and int(second) else said


def _hours(found: Match[str]) -> str:
    """Opening hours: 08.00-15.30."""
    start, end = (_clock(*re.split("[.:]", found[name])) for name in ("from", "to"))
    zone = found["zone"]
    return f"{start} sampai {end}" + (f" {ZONES[zone.upper()]}" if zone else "")


def _days(found: Match[str]) -> str:
    """Days of the week, written short or not."""
    start, end = (DAYS.get(found[name].lower(), found[name]) for name in ("from", "to"))
    return f"{start} sampai {end}"


_DATE = _NUMERIC.replace("(?P<day>", "(?:").replace("(?P<mark>", "(?:").replace("(?P<month>", "(?:").replace("(?P<year>", "(?:")
_DATE = _DATE.replace("(?P=mark)", "[-/.]")
_NUMERIC_RULE = rule(rf"{FREE}{_NUMERIC}{CLEAR}", _numeric)

RULES: tuple[Rule, ...] = (
    rule(rf"{FREE}(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)[T ]{_CLOCK}(?:Z|[+-]\d\d:?\d\d)?{CLEAR}", _numeric),
    rule(rf"{FREE}(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d){CLEAR}", _numeric),
    rule(rf"{FREE}(?P<from>{_DATE}){TO}(?P<to>{_DATE}){CLEAR}", _from_to),
    _NUMERIC_RULE,
    rule(rf"{FREE}(\d\d?)\s*[–-]\s*(\d\d?)(?= (?:{_ANY_MONTH})\b)", lambda f: f"{number(f[1])} sampai {f[2]}", re.I),
    rule(rf"(?<=\d)\s*[–-]\s*(?=\d\d? (?:{_ANY_MONTH})\b)|(?<=[a-z])\s*[–-]\s*(?=\d\d? (?:{_MONTH})\b)", lambda found: " sampai "),
    rule(rf"(?<![\w/.,])(?P<day>[0-3]?\d)[ -](?P<month>{_ANY_MONTH})\b\.?(?:[ -](?P<year>\d{{4}})\b(?![.,]\d))?", _named, re.I),
    rule(r"(?<=tanggal )(?P<day>\d{1,2})[/-](?P<month>\d{1,2})(?![\d/-]|[.,]\d)", _no_year, re.I),
    rule(rf"\b(?P<from>{_SHORT_DAY}|{_DAY})\.?{TO}(?P<to>{_SHORT_DAY}|{_DAY})\b\.?(?=\W|$)", _days),
    rule(rf"\b(?:{_SHORT_DAY})(?=, ?(?:\d|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|se))", lambda f: DAYS[f[0].lower()]),
    rule(rf"\b({_MONTH}|{_SHORT_MONTH}){TO}({_MONTH}|{_SHORT_MONTH})\b", lambda f: f"{_month(f[1])} sampai {_month(f[2])}"),
    rule(rf"(?<=bulan )(?P<month>0?[1-9]|1[0-2])[/-](?P<year>(?:19|20)\d\d){CLEAR}", _month_year, re.I),
    rule(rf"(?<=masa pajak )(?P<month>0?[1-9]|1[0-2])[/-](?P<year>(?:19|20)\d\d){CLEAR}", _month_year, re.I),
    rule(rf"{FREE}(?P<from>{_SOME_TIME}){TO}(?P<to>{_SOME_TIME})(?!\d|[.,]\d){_ZONE}", _hours),
    rule(rf"(?<=pukul ){_CLOCK}(?!\d){_ZONE}", _said_time, re.I),
    rule(rf"(?<=jam ){_CLOCK}(?!\d){_ZONE}", _said_time, re.I),
    rule(rf"{FREE}{_CLOCK}\s*(?P<zone>{any_of(ZONES)})\b", _said_time),
    rule(rf"{FREE}(?P<hour>{_HOUR}):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?{CLEAR}", _said_time),
    rule(rf"{FREE}((?:19|20)\d\d)\s*[-–/]\s*((?:19|20)\d\d){CLEAR}", lambda f: f"{number(f[1])} sampai {number(f[2])}"),
    rule(r"\b(\d{1,2}0|\d{3}0)-an\b", lambda found: f"{number(found[1])}an"),
)
