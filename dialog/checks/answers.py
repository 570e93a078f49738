"""Lookups that nobody answers."""

from __future__ import annotations

import difflib
from collections.abc import Collection

from dialog.load import Loaded


def check(loaded: Loaded, operations: Collection[str]) -> None:
    assert loaded.flows is not None
    for name, where in loaded.intents.items():
        lookup = loaded.flows.intents[name].lookup
        if lookup and lookup not in operations:
            close = difflib.get_close_matches(lookup, list(operations), 1)
            how = f"did you mean {close[0]}?" if close else f"known are {', '.join(sorted(operations)) or 'none'}"
            where.problem("lookup", f"no connector has {lookup}", how)
