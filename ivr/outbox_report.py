"""`ivr outbox`: what has not reached its government system yet. Indonesian, for operators; numbers and kinds, never what was said."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from datetime import datetime

from rich.console import Console

from ivr.backends.errors import IN_WORDS
from ivr.records.models import REFUSED, SENT, WAITING, OutboxRow
from ivr.records.store import Records
from ivr.settings import Settings

STATES = {WAITING: "menunggu", REFUSED: "ditolak", SENT: "terkirim"}


async def report(settings: Settings, out: Console, *, again: bool, as_json: bool) -> None:
    """With `again`, what was refused is sent again first. Raises RecordsError."""
    async with Records(settings.records) as records:
        freed = await records.send_refused_again(time.time()) if again else 0
        counts, rows = await records.outbox_counts(), await records.unsent()
    if as_json:
        for row in rows:
            print(json.dumps(as_dict(row)))  # noqa: T201
        return
    if again:
        out.print(f"{freed} yang ditolak dikirim ulang saat layanan berjalan.", markup=False)
    for line in lines(counts, rows, datetime.now().astimezone()):
        out.print(line, markup=False)


def lines(counts: Mapping[str, int], rows: Iterable[OutboxRow], now: datetime) -> list[str]:
    """How many there are, then one line each, the oldest first."""
    found = ["Kotak keluar: " + ", ".join(f"{counts.get(state, 0)} {word}" for state, word in STATES.items())]
    for row in rows:
        failure = f"; terakhir: {IN_WORDS.get(row.error, row.error)}" if row.error else ""
        age = age_of(datetime.fromisoformat(row.created_at), now)
        what = f"{row.number or '(tanpa nomor)':16} {row.operation:24} {STATES[row.state]:9}"
        found.append(f"{what} {age}, {row.attempts} kali dicoba{failure}")
    return found


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
