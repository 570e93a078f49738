"""What the government announces each year: days off that all share (*cuti bersama*), and when Ramadan begins."""

from __future__ import annotations

from datetime import date, timedelta

from dialog.calendar import Calendar
from dialog.holidays import ramadan
from dialog.load import Loaded
from dialog.yaml_map import YamlMap

FROM_MONTH = 11
"""From then on days off of the next year are missed."""
AHEAD_DAYS = 14
"""So long before Ramadan its official date is missed."""


def check(loaded: Loaded, today: date) -> None:
    assert loaded.flows is not None
    calendars = loaded.flows.calendars
    if calendars is None or loaded.calendar is None or all(one.always for one in (calendars.default, *calendars.by_name.values())):
        return
    there = {day.year for day in calendars.default.collective}
    for year in (today.year, *([today.year + 1] if today.month >= FROM_MONTH else [])):
        if year not in there:
            how = f"take over the dates for {year} from the joint decree of the three ministers"
            loaded.calendar.warn("cuti_bersama", f"has no day in {year}", how)
    _check_ramadan(loaded.calendar, calendars.default, today)


def _check_ramadan(where: YamlMap, calendar: Calendar, today: date) -> None:
    """Where it has hours of its own."""
    near = next((month for n in range(AHEAD_DAYS + 1) if (month := ramadan(today + timedelta(days=n))) is not None), None)
    if calendar.fasting and near is not None and not any(first <= near[1] and near[0] <= last for first, last in calendar.fasts):
        how = "write the first and last day of fasting that the ministry has announced into tanggal"
        where.warn("ramadan", f"its dates are only reckoned: {near[0]} to {near[1]}", how)
