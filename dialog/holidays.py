"""Indonesia's national holidays and Ramadan, by reckoning. Dates of the moon are forecasts until the ministry has seen it. No I/O."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

import holidays
from hijridate import Gregorian, Hijri

RAMADAN, SYAWAL = 9, 10
EARLIEST, LATEST = 1925, 2076
"""Years of the reckoning."""
_FORECAST = re.compile(r"\s*\((?:perkiraan|diperkirakan)\)")
_FEAST = re.compile(r"(?:Hari kedua dari )?Hari (?:Raya|Suci) ")


def national(day: date) -> str:
    """What that day is called (Natal, Nyepi, Hari Buruh Internasional), two names by "dan"; empty for any other."""
    return _year(day.year).get(day, "")


def ramadan(day: date) -> tuple[date, date] | None:
    """First and last day of the Ramadan that the day lies in; None for any other day."""
    if not EARLIEST <= day.year <= LATEST:
        return None
    hijri = Gregorian(day.year, day.month, day.day).to_hijri()
    return _month(hijri.year) if hijri.month == RAMADAN else None


@lru_cache(maxsize=16)
def _year(year: int) -> Mapping[date, str]:
    return {day: _short(name) for day, name in holidays.country_holidays("ID", years=year, language="id").items()}


def _short(name: str) -> str:
    return " dan ".join(_FEAST.sub("", _FORECAST.sub("", one)).strip() for one in name.split(";"))


@lru_cache(maxsize=16)
def _month(year: int) -> tuple[date, date]:
    first, after = (Hijri(year, month, 1).to_gregorian() for month in (RAMADAN, SYAWAL))
    return date(first.year, first.month, first.day), date(after.year, after.month, after.day) - timedelta(days=1)
