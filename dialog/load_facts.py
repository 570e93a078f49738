"""Dated facts, shared sentences and places: what services build on."""

from __future__ import annotations

from datetime import date

from dialog.gazetteer import Gazetteer, Place
from dialog.load_sentences import check_name, marked
from dialog.marks import encoded
from dialog.schema import DatedFact
from dialog.templates import is_variable
from dialog.yaml_map import YamlMap


def load_facts(top: YamlMap) -> dict[str, tuple[YamlMap, DatedFact]]:
    """By name, each with where it stands."""
    return {name: (at, _fact(at, name, top.text("owner") if "owner" in top.keys else "")) for name, at in top.children("facts").items()}


def _fact(where: YamlMap, name: str, owner: str) -> DatedFact:
    check_name(where, name)
    value = where.text("value")
    if is_variable(value):
        where.problem("value", "can have no {{ }}", "write it as it is spoken")
    if encoded(value) != (value, ()):
        where.problem("value", "tanda untuk suara tidak dapat dipakai di sini", "tulis tandanya di kalimat yang memakai fakta ini")
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
        shared[name] = marked(where, name, where.text(name))
        if is_variable(shared[name]) or not shared[name]:
            where.problem(name, "must be a sentence without {{ }}")
    return shared


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
