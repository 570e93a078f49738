"""Prompts that take longer than a caller can keep in mind."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dialog.load import Loaded
from dialog.marks import encoded, plain
from dialog.yaml_map import YamlMap

LONGEST_S = 12.0
CHARACTERS_A_SECOND = 13.1
"""Ten prompts of ours in the shipped voice (Kokoro, speed 1), 679 characters in 51.8 s; from 12.7 to 13.9 by sentence."""
_VARIABLE = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)
_KNOWN = re.compile(r"\{\{\s*((?:bersama|fakta)\.\w+)\s*\}\}")
_FILLED = "x" * 12
"""A variable part is about so long."""
_SPOKEN = ("say", "ask", "answer", "summary", "not_found", "example", "keypad", "reask")


def seconds(text: str) -> float:
    """How long the voice takes for it, about."""
    return len(_VARIABLE.sub(_FILLED, plain(encoded(text)[0]))) / CHARACTERS_A_SECOND


def check(loaded: Loaded) -> None:
    assert loaded.top is not None
    spoken = loaded.flows.spoken if loaded.flows is not None else {}
    shared = {f"{kind}.{name}": text for kind, texts in spoken.items() for name, text in texts.items()}
    prompts = loaded.top.child("prompts")
    for name in prompts.values:
        _check(prompts, name, shared)
    for where in (*loaded.intents.values(), *loaded.top.children("alarms").values()):
        for inner in (where, *_inside(where)):
            for name in _SPOKEN:
                if name in inner and not (name == "answer" and not inner.is_text(name)):
                    _check(inner, name, shared)
        for further in (where.child("follow_up"),) if "follow_up" in where else ():
            for aspect in further.values:
                _check(further, aspect, shared)


def _inside(where: YamlMap) -> list[YamlMap]:
    slots = where.children("slots").values() if "slots" in where else ()
    return [*slots, *(where.items("answer") if "answer" in where else ())]


def _check(where: YamlMap, name: str, shared: Mapping[str, str]) -> None:
    for i, source in enumerate(where.texts_of(name)):
        text = _KNOWN.sub(lambda found: shared.get(found[1], found[0]), source)
        if (long := seconds(text)) > LONGEST_S:
            where.warn(name, f"takes about {long:.0f} s to say, more than {LONGEST_S:.0f}", "shorten it, or ask in two steps", item=i)
