"""Whether a person can be had: what the dialog is told, and what the PBX has accepted by then."""

from __future__ import annotations

from typing import Any

import pytest

from dialog.effects import Lookup
from ivr.finding import PERSON, People
from ivr.standing import Availability, Finding


class Queues:
    def __init__(self, finding: Finding) -> None:
        self._found = Availability(finding, 21, 600)

    def find(self, queue: str) -> Availability:
        return self._found


class Board:
    """Remembers what it has accepted."""

    def __init__(self) -> None:
        self.accepted: list[tuple[str, str]] = []

    async def accept(self, call_id: str, queue: str, reason: str, **how: bool) -> None:
        self.accepted.append((queue, reason))


@pytest.mark.parametrize(
    ("finding", "reason", "wait", "told", "accepted"),
    [
        (Finding.FREE, "requested", "", "free", True),
        (Finding.BUSY, "requested", "", "busy", False),
        (Finding.BUSY, "requested", "ya", "busy", True),
        (Finding.FULL, "requested", "ya", "full", False),
        (Finding.FULL, "distress", "ya", "busy", True),
        (Finding.FULL, "emergency", "ya", "busy", True),
        (Finding.NOBODY, "distress", "ya", "nobody", False),
    ],
)
async def test_who_is_let_in(finding: Finding, reason: str, wait: str, told: str, accepted: bool) -> None:
    """A full queue has room for who is in danger."""
    taken = Board()
    board: Any = taken
    arguments = {"queue": "pajak", "reason": reason, "wait": wait}
    answer = await People(Queues(finding), board).find("a", Lookup(1, PERSON, arguments))
    assert answer["keadaan"] == told
    assert taken.accepted == ([("pajak", reason)] if accepted else [])
