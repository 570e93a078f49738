"""A call again, from its journal: the same events through the same pure step."""

from __future__ import annotations

from collections.abc import Iterable

from dialog.effects import Effect
from dialog.journal_codec import decode, is_event
from dialog.manager import start, step
from dialog.schema import Flows
from dialog.state import State


def replay(flows: Flows, entries: Iterable[dict[str, object]]) -> tuple[State, list[Effect]]:
    """The final state and every effect. Entries that are not events (effects, notes) are skipped."""
    state, effects = start(), list[Effect]()
    for entry in entries:
        if is_event(entry):
            state, new = step(flows, state, decode(entry))  # type: ignore[arg-type]
            effects += new
    return state, effects
