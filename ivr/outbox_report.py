"""What `ivr outbox` shows, in Indonesian, for operators. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from ivr.backends.errors import IN_WORDS
from ivr.records.models import DROPPED, REFUSED, SENT, WAITING, OutboxRow

STATES = {WAITING: "menunggu", REFUSED: "ditolak", SENT: "terkirim", DROPPED: "dibatalkan"}
SHORT = 12
"""So much of the key stands for what has no number."""


def lines(counts: Mapping[str, int], rows: Iterable[OutboxRow], now: datetime) -> list[str]:
    """How many there are, then one line each, the oldest first: numbers and kinds, never what was said."""
    found = ["Kotak keluar: " + ", ".join(f"{counts.get(state, 0)} {word}" for state, word in STATES.items())]
    for row in rows:
        age = age_of(datetime.fromisoformat(row.created_at), now)
        found.append(f"{name_of(row):16} {row.operation:24} {STATES[row.state]:9} {age}, {_tries(row)}")
    return found


def details(row: OutboxRow) -> list[str]:
    """All of one entry, with what was said; of a confidential one only which data there are."""
    said = [f"  {name}: {'(rahasia)' if row.confidential else _shown(value)}" for name, value in row.arguments.items()]
    return [f"{name_of(row)}: {row.operation}, {STATES[row.state]}, {_tries(row)}", f"Dicatat {row.created_at}. Isinya:", *said]


def name_of(row: OutboxRow) -> str:
    """How an operator names it."""
    return row.number or row.key[:SHORT]


def _tries(row: OutboxRow) -> str:
    return f"{row.attempts} kali dicoba" + (f"; terakhir: {IN_WORDS.get(row.error, row.error)}" if row.error else "")


def _shown(value: str) -> str:
    """Nothing that a terminal would obey."""
    return "".join(filter(str.isprintable, value)) or "(kosong)"


def as_dict(row: OutboxRow) -> dict[str, object]:
    kept = ("number", "operation", "state", "created_at", "attempts", "error")
    return {name: getattr(row, name) for name in kept}


def age_of(since: datetime, now: datetime) -> str:
    """In the largest unit that is full."""
    minutes = max(0, int((now - since).total_seconds())) // 60
    for unit, size in (("hari", 24 * 60), ("jam", 60)):
        if minutes >= size:
            return f"{minutes // size} {unit}"
    return f"{minutes} menit"
