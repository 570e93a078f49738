"""Words that mean two things: examples that another intent wins, that are commands, that raise an alarm, or that stand twice."""

from __future__ import annotations

from dialog.commands import command_in
from dialog.load import Loaded
from dialog.schema import Alarm, Flows
from dialog.understanding.normalize import normalize


def check(loaded: Loaded) -> None:
    assert loaded.flows is not None
    flows, owners = loaded.flows, dict[str, str]()
    for name, where in loaded.intents.items():
        won = 0
        for i, example in enumerate(flows.intents[name].examples):
            owner = owners.setdefault(normalize(example), name)
            won += (best := _best(flows, example)) == name
            if command := command_in(flows, example, strict=False):
                where.problem("examples", f"{example!r} is the command {command}", "take it away, or from commands", item=i)
            elif alarm := _alarm(flows, example):
                where.problem("examples", f"{example!r} raises the alarm {alarm.name}", "add a word to its unless", item=i)
            elif owner != name:
                where.problem("examples", f"{example!r} is an example of {owner} too", "leave it with one of them", item=i)
            elif best != name:
                how = "say more clearly what is wanted, or give this intent more examples like it"
                where.warn("examples", f"{example!r} is understood as {best or 'nothing'}", how, item=i)
        if flows.intents[name].examples and not won:
            where.problem("examples", "nothing is understood as this intent", "give it examples in words that no other intent has")
    _check_alarms(loaded, flows)


def _check_alarms(loaded: Loaded, flows: Flows) -> None:
    assert loaded.top is not None
    if "alarms" not in loaded.top:
        loaded.top.warn("alarms", "is missing: callers in need are not led out", "add alarms for 112, 119 and 110")
    wheres = loaded.top.children("alarms")
    for alarm in flows.alarms:
        for i, phrase in enumerate(alarm.phrases):
            words = f" {phrase} "
            if any(f" {word} " in words for word in alarm.unless):
                wheres[alarm.name].warn("phrases", f"{phrase!r} holds a word of unless, so it never counts", "change one", item=i)
            if command := command_in(flows, phrase, strict=True):
                wheres[alarm.name].warn("phrases", f"{phrase!r} is the command {command} too", "the alarm comes first", item=i)


def _best(flows: Flows, text: str) -> str:
    guesses = flows.understander.understand(text)
    return guesses[0].intent if guesses else ""


def _alarm(flows: Flows, text: str) -> Alarm | None:
    words = f" {normalize(text)} "
    raised = (a for a in flows.alarms if any(f" {p} " in words for p in a.phrases) and not any(f" {u} " in words for u in a.unless))
    return next(raised, None)
