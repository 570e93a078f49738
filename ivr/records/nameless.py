"""Journal entries without whom a call came from. Pure."""

from __future__ import annotations

from collections.abc import Mapping

NUMBERS = frozenset({"ke", "penelepon", "telepon", "contact"})
"""Arguments in which the caller's own number travels."""


def without_number(entry: Mapping[str, object]) -> dict[str, object]:
    """No telephone number that they came from or gave."""
    bare = dict(entry)
    if bare.get("caller"):
        bare["caller"] = ""
    arguments = bare.get("arguments")
    if isinstance(arguments, Mapping):
        bare["arguments"] = {name: "" if name in NUMBERS else value for name, value in arguments.items()}
    return bare


def without_caller(entry: Mapping[str, object]) -> dict[str, object]:
    """Nor what they were about in the call before."""
    bare = without_number(entry)
    return bare | {"unfinished": None} if bare.get("unfinished") else bare
