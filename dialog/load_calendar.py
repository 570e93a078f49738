"""`kalender.yaml`: when the office is open, in general and for queues that differ."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise

import yaml

from dialog.calendar import MIDNIGHT, ZONES, Calendar, Calendars, Spans
from dialog.language import WEEK
from dialog.yaml_map import YamlMap, as_date

CLOSED = "tutup"
_TIMES = re.compile(r"(\d{1,2})[:.](\d\d)\s*[-–]\s*(\d{1,2})[:.](\d\d)")
_DATES = re.compile(r"(\d{4}-\d\d-\d\d)\s*(?:sampai|s/d|-)\s*(\d{4}-\d\d-\d\d)")
_MONTH_DAYS = range(28, 30)
"""From the first to the last day of a month of the moon."""


def load_calendars(top: YamlMap) -> Calendars:
    default = _calendar(top, Calendar())
    return Calendars(default, {name: _calendar(at, default) for name, at in top.children("antrean").items()})


def _calendar(at: YamlMap, base: Calendar) -> Calendar:
    """`base` with what is said here."""
    always, ramadan = at.flag("selalu", base.always), at.child("ramadan")
    week = {**base.week, **_week(at.child("jam"))}
    if not always and not any(week.values()):
        at.problem("jam" if "jam" in at else "", "no day has times", "write for example jam: {senin: 08:00-16:00}, or selalu: ya")
    closed = {day: texts[0] if texts else "" for day, (_, texts) in _days(at, "tutup").items()}
    opened = {day: _spans(where, name, texts) for day, ((where, name), texts) in _days(at, "buka").items()}
    for day in sorted(closed.keys() & opened.keys()):
        at.problem("buka", f"{day} is in tutup as well", "take one of the two away")
    return Calendar(
        zone=ZONES[at.one_of("zona", base.zone_name).upper()],
        always=always,
        week=week,
        fasting={**base.fasting, **_week(ramadan.child("jam"))},
        national=at.flag("libur_nasional", base.national),
        collective={**base.collective, **{day: texts[0] if texts else "" for day, (_, texts) in _days(at, "cuti_bersama").items()}},
        closed={**{day: why for day, why in base.closed.items() if day not in opened}, **closed},
        opened={**{day: spans for day, spans in base.opened.items() if day not in closed}, **opened},
        fasts=_fasts(ramadan) or base.fasts,
    )


def _week(at: YamlMap) -> dict[int, Spans]:
    return {i: _spans(at, day, at.texts(day)) for i, day in enumerate(WEEK) if day in at}


def _days(at: YamlMap, name: str) -> Mapping[date, tuple[tuple[YamlMap, str], tuple[str, ...]]]:
    """Days in a list, or with texts: where to report about each, and its texts."""
    node = at.values.get(name)
    if node is None or isinstance(node, yaml.ScalarNode) and not node.value:
        return {}
    listed, found = isinstance(node, yaml.SequenceNode), dict[date, tuple[tuple[YamlMap, str], tuple[str, ...]]]()
    group = at if listed else at.child(name)
    for i, (text, texts) in enumerate(at.name_lists(name).items()):
        where = (at, name) if listed else (group, text)
        day = as_date(*where, text, i if listed else -1)
        if day is not None:
            found[day] = where, texts
    return found


def _spans(at: YamlMap, name: str, texts: tuple[str, ...]) -> Spans:
    """Times of one day, `name` at `at`; one or several in each text, and none for "tutup"."""
    parts, spans = [part.strip() for text in texts for part in text.split(",")], list[tuple[int, int]]()
    if parts == [CLOSED]:
        return ()
    for text in parts or [""]:
        found = _TIMES.fullmatch(text)
        clock = [int(n) for n in found.groups()] if found else [0, 0, 0, 0]
        start, end = clock[0] * 60 + clock[1], clock[2] * 60 + clock[3]
        if max(clock[1], clock[3]) > 59 or not 0 <= start < end <= MIDNIGHT:
            at.problem(name, f"{text!r} are no times", "write for example 08:00-16:00, within one day, or tutup")
            continue
        spans.append((start, end))
    if any(later[0] < earlier[1] for earlier, later in pairwise(sorted(spans))):
        at.problem(name, "times overlap")
    return tuple(sorted(spans))


def _fasts(at: YamlMap) -> tuple[tuple[date, date], ...]:
    """First and last days of Ramadan."""
    found = list[tuple[date, date]]()
    for i, text in enumerate(at.texts("tanggal")):
        parts = _DATES.fullmatch(text)
        first, last = (as_date(at, "tanggal", part, i) for part in parts.groups()) if parts else (None, None)
        if parts is None or (first and last and (last - first) // timedelta(days=1) not in _MONTH_DAYS):
            at.problem("tanggal", f"{text!r} is no month of 29 or 30 days", "write for example 2026-02-19 sampai 2026-03-20", item=i)
        elif first and last:
            found.append((first, last))
    return tuple(sorted(found))
