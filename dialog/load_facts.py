"""Dated facts, shared sentences, opening hours and places: what services build on."""

from __future__ import annotations

import re
from datetime import date, time
from itertools import pairwise

from dialog.gazetteer import Gazetteer, Place
from dialog.hours import Hours
from dialog.language import WEEK
from dialog.load_sentences import check_name
from dialog.schema import DatedFact
from dialog.templates import is_variable
from dialog.yaml_map import YamlMap, as_date

_TIMES = re.compile(r"(\d{1,2})[:.](\d\d)\s*-\s*(\d{1,2})[:.](\d\d)")


def load_facts(top: YamlMap) -> dict[str, tuple[YamlMap, DatedFact]]:
    """By name, each with where it stands."""
    return {name: (at, _fact(at, name, top.text("owner") if "owner" in top.keys else "")) for name, at in top.children("facts").items()}


def _fact(where: YamlMap, name: str, owner: str) -> DatedFact:
    check_name(where, name)
    value = where.text("value")
    if is_variable(value):
        where.problem("value", "can have no {{ }}", "write it as it is spoken")
    valid_from, valid_until = dates(where)
    return DatedFact(name, value, where.text("source"), where.text("owner", owner), valid_from, valid_until)


def dates(where: YamlMap) -> tuple[date | None, date | None]:
    """First and last day of a thing that holds for a time."""
    first, last = where.date("valid_from"), where.date("valid_until")
    if first and last and first > last:
        where.problem("valid_until", "is before valid_from", "change one of the two dates")
    return first, last


def load_shared(top: YamlMap) -> dict[str, str]:
    """Shared sentences by name."""
    where, shared = top.child("bersama"), dict[str, str]()
    for name in where.values:
        check_name(where, name)
        shared[name] = where.text(name)
        if is_variable(shared[name]) or not shared[name]:
            where.problem(name, "must be a sentence without {{ }}")
    return shared


def load_hours(top: YamlMap) -> Hours | None:
    if "hours" not in top:
        return None
    where = top.child("hours")
    where.one_of("zona", "")
    week = {i: times for i, day in enumerate(WEEK) if day in where and (times := _times(where, day))}
    days = (as_date(where, "libur", text, i) for i, text in enumerate(where.texts("libur")))
    if not week:
        where.problem("", "no day has times", "write for example senin: 08:00-16:00")
    return Hours(week, frozenset(day for day in days if day))


def _times(where: YamlMap, day: str) -> tuple[tuple[time, time], ...]:
    spans = []
    for text in (part.strip() for item in where.texts(day) for part in item.split(",")):
        found = _TIMES.fullmatch(text)
        hours = [int(n) for n in found.groups()] if found else [24, 0, 0, 0]
        if hours[0] > 23 or hours[2] > 23 or hours[1] > 59 or hours[3] > 59 or hours[:2] >= hours[2:]:
            where.problem(day, f"{text!r} are no times", "write for example 08:00-16:00, within one day")
            continue
        spans.append((time(hours[0], hours[1]), time(hours[2], hours[3])))
    if any(later[0] < earlier[1] for earlier, later in pairwise(sorted(spans))):
        where.problem(day, "times overlap")
    return tuple(sorted(spans))


def load_gazetteer(top: YamlMap, name: str) -> Gazetteer:
    """Every place of one file; a street lies in the smallest unit it stands under."""
    places = list[Place]()
    for city, at in top.children("kota").items():
        places.append(Place(city, "kota", also=at.texts("also")))
        places += _places(at, "jalan", "jalan", city)
        for district, inside in at.children("kecamatan").items():
            places.append(Place(district, "kecamatan", city, inside.texts("also")))
            places += _places(inside, "kelurahan", "kelurahan", district)
            places += _places(inside, "jalan", "jalan", district)
    if not places and "kota" in top:
        top.problem("kota", "holds no place")
    return Gazetteer(name, tuple(places))


def _places(where: YamlMap, name: str, kind: str, within: str) -> list[Place]:
    return [Place(place, kind, within, also) for place, also in where.name_lists(name).items()]
