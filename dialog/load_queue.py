"""Which agents: the queues of services, of wishes, of languages."""

from __future__ import annotations

import re

from dialog.schema import Language
from dialog.understanding.normalize import normalize
from dialog.yaml_map import YamlMap

_NAME = re.compile(r"[a-z][a-z0-9_]{0,20}", re.ASCII)
FEWEST_WORDS = 2
"""Of a phrase for a language: its name alone is in too many sentences."""


def load_queue(where: YamlMap, *others: YamlMap) -> str:
    """The name under `queue`, of the first that has one; empty where none has."""
    for at in (where, *others):
        if "queue" in at:
            name = at.text("queue")
            if not _NAME.fullmatch(name):
                at.problem("queue", f"{name!r} cannot be the name of a queue", "use one of antrean.yaml: small letters, digits and _")
            return name
    return ""


def load_languages(top: YamlMap) -> dict[str, Language]:
    """By name; what callers say is kept normalised."""
    return {name: _language(where, name) for name, where in top.children("languages").items()}


def _language(where: YamlMap, name: str) -> Language:
    phrases = tuple(map(normalize, where.texts("phrases")))
    for i, phrase in enumerate(phrases):
        if len(phrase.split()) < FEWEST_WORDS:
            where.problem("phrases", f"{phrase!r} is in many sentences", "write at least two words, for example: bahasa jawa saja", item=i)
    if "queue" not in where:
        where.text("queue")
    return Language(name, load_queue(where), phrases)
