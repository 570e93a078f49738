"""What the journal keeps of a call from the moment it is confidential: what happened when, and nothing of what was said. Pure."""

from __future__ import annotations

from collections.abc import Mapping

KEPT = ("type", "turn", "request", "reason", "outcome")


def without_content(entry: Mapping[str, object]) -> dict[str, object]:
    """Enough to count turns, failures and outcomes by. No words, keys, values, operations or briefings."""
    return {name: entry[name] for name in KEPT if name in entry} | {"confidential": True}
