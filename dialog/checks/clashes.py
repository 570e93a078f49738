"""Words that mean two things: examples that another intent wins, that are commands, or that raise an alarm."""

from __future__ import annotations

from dialog.alarms import alarm_in
from dialog.checks.nearest import rivals
from dialog.commands import command_in
from dialog.events import Hypothesis
from dialog.load import Loaded
from dialog.schema import Flows
from dialog.understanding.numbers import digits_in

LONG_NUMBER = 4
"""Digits."""


def check(loaded: Loaded) -> None:
    assert loaded.flows is not None
    flows = loaded.flows
    near = rivals({name: intent.examples for name, intent in flows.intents.items()})
    for name, where in loaded.intents.items():
        examples = flows.intents[name].examples
        for i, example in enumerate(examples):
            if command := command_in(flows, example, strict=False):
                where.problem("examples", f"{example!r} is the command {command}", "take it away, or from commands", item=i)
            elif alarm := alarm_in(flows, (Hypothesis(example, 1.0),)):
                where.problem("examples", f"{example!r} raises the alarm {alarm.name}", "add a word to its unless", item=i)
            elif len(digits_in(example)) >= LONG_NUMBER:
                told = f"{example!r} holds a long number: any number alone would then look like this intent"
                where.warn("examples", told, "leave the number out", item=i)
            elif rival := near.get((name, i)):
                told = f"{example!r} is nearer to {rival.example!r} of {rival.intent} than to any other example here"
                where.warn("examples", told, "say more clearly what is wanted, or leave it with one of them", item=i)
        if examples and all((name, i) in near for i in range(len(examples))):
            where.problem("examples", "every one is nearer to another intent: nobody reaches this one", "use words of its own")
        elif examples and not any(_best(flows, example) == name for example in examples):
            where.problem("examples", "nothing is understood as this intent", "use words that no other intent has")
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
