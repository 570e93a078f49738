"""Facts and answers whose last day is over (an error: they are not spoken), or near (a warning)."""

from __future__ import annotations

from datetime import date, timedelta

from dialog.load import Loaded
from dialog.yaml_map import YamlMap

AHEAD = timedelta(days=30)


def check(loaded: Loaded, today: date) -> None:
    assert loaded.flows is not None
    for name, where in loaded.intents.items():
        _check(where, loaded.flows.intents[name].valid_from, loaded.flows.intents[name].valid_until, today, "the answer")
    for name, where in loaded.facts.items():
        fact = loaded.flows.facts[name]
        _check(where, fact.valid_from, fact.valid_until, today, "the fact")
        if not fact.source:
            where.warn("source", "is missing: nobody can look the fact up", "name the rule or the letter that it rests on")


def _check(where: YamlMap, first: date | None, last: date | None, today: date, what: str) -> None:
    how = "look up what holds now and give it a new valid_until"
    if last is not None and last < today:
        where.problem("valid_until", f"{what} expired on {last}: it is not spoken any more", how)
    elif last is not None and last <= today + AHEAD:
        where.warn("valid_until", f"{what} expires in {(last - today).days} days", how)
    if first is not None and first > today:
        where.warn("valid_from", f"{what} holds only from {first}: until then it is not spoken", "keep what holds now beside it")
