"""What a scenario expects, after a step and at the end."""

from __future__ import annotations

import re

from dialog.scenario.keys import ACTIONS
from dialog.scenario.schema import Action, Expected, StepExpected
from dialog.yaml_map import YamlMap


def end_expected(at: YamlMap) -> Expected:
    """`expect` of the scenario `at`."""
    here = at.child("expect")
    slots = here.child("slots")
    return Expected(
        here.one_of("outcome", ""),
        here.text("intent"),
        {name: slots.text(name) for name in slots.values},
        here.texts("heard"),
        _prompts(here, "never"),
    )


def step_expected(here: YamlMap) -> StepExpected:
    slots = here.child("slots")
    return StepExpected(
        _prompts(here, "prompt"),
        _prompts(here, "not_prompt"),
        {name: slots.text(name) for name in slots.values},
        here.text("intent"),
        here.text("asks"),
        _action(here) if "action" in here else None,
        here.flag("slow") if "slow" in here else None,
    )


def _prompts(here: YamlMap, name: str) -> tuple[str, ...]:
    found = here.texts(name)
    for i, text in enumerate(found):
        try:
            re.compile(text.strip("/")) if is_pattern(text) else None
        except re.error as error:
            here.problem(name, f"not a regular expression: {error}", item=i)
    return found


def is_pattern(text: str) -> bool:
    """Whether a prompt is written as `/a regular expression/`."""
    return len(text) > 2 and text.startswith("/") and text.endswith("/")


def _action(here: YamlMap) -> Action:
    if here.is_text("action"):
        kind = here.text("action")
        if kind not in ACTIONS:
            here.problem("action", f"{kind!r} is not one of {', '.join(ACTIONS)}")
        return Action(kind)
    at = here.child("action")
    kinds = [name for name in ACTIONS if name in at]
    if len(kinds) != 1:
        at.problem("", "an action is one thing", "write `lookup`, `transfer`, `end` or `rated`")
        return Action("none")
    kind, arguments = kinds[0], at.child("with")
    details = {name: arguments.text(name) for name in arguments.values} | ({"number": at.text("number")} if "number" in at else {})
    return Action(kind, at.text(kind) if kind in ("lookup", "rated") else at.one_of(kind, ""), details)
