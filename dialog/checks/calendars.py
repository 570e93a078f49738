"""Days off that all share (*cuti bersama*), which the government announces each year: those of this year, and in time of the next."""

from __future__ import annotations

from datetime import date

from dialog.load import Loaded

FROM_MONTH = 11
"""From then on those of the next year are missed."""


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
