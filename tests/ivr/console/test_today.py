"""The day's figures, kept up as hand-overs come and end: always what all of the day's hand-overs would give."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from ivr.console import today
from ivr.console.figures import figures
from ivr.console.today import Today
from ivr.queue_settings import Floor, load_floor
from ivr.records.models import HandoverRow
from ivr.records.store import Records
from ivr.settings import ROOT

FLOOR = load_floor(ROOT / "configs" / "antrean.yaml")
NOON = datetime(2026, 11, 28, 12).astimezone()


@dataclass
class Parts:
    """What `Today` asks of the console's parts."""

    records: Records
    moment: datetime = NOON

    def floor(self) -> Floor:
        return FLOOR

    def now(self) -> datetime:
        return self.moment


@pytest.fixture
async def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Parts]:
    monkeypatch.setattr(today, "AT_ONCE", 3)
    async with Records(str(tmp_path / "records.db")) as records:
        yield Parts(records)


async def anew(parts: Parts) -> dict[str, object]:
    """From all hand-overs of the day."""
    rows = await parts.records.handovers_between(parts.now().date().isoformat())
    queues = {name: [row for row in rows if row.queue == name] for name in FLOOR.queues}
    return {name: figures(those, FLOOR.queues[name].service_level_s, parts.now()) for name, those in queues.items()}


async def test_it_is_always_what_the_whole_day_gives(parts: Parts) -> None:
    given: Any = parts
    kept, chance = Today(given), Random(7)
    for turn in range(25):
        parts.moment += timedelta(seconds=chance.randint(1, 30))
        at = parts.moment.isoformat(timespec="milliseconds")
        async with parts.records._changes.begin() as session:
            for row in await session.scalars(select(HandoverRow).where(HandoverRow.outcome == "")):
                match chance.randint(0, 3):
                    case 0:
                        row.outcome, row.ended_at = "joined" if row.joined_at else chance.choice(["abandoned", "gave_up"]), at
                    case 1 if not row.joined_at:
                        row.joined_at = at
            for _ in range(chance.randint(0, 5)):
                queue = chance.choice(["petugas", "pajak", "lama"])
                moments = {"requested_at": at, "entered_at": at}
                session.add(HandoverRow(call_id=f"{turn}", queue=queue, reason="requested", stage="holding", **moments))
        by_queue, entered = await kept.look()
        assert by_queue == await anew(parts)
        assert set(entered) == {row.call_id for row in await parts.records.open_handovers()}


async def test_a_new_day_begins_at_nothing(parts: Parts) -> None:
    given: Any = parts
    kept = Today(given)
    await parts.records.begin_handover("a", "petugas", "requested", {})
    async with parts.records._changes.begin() as session:
        for row in await session.scalars(select(HandoverRow)):
            row.requested_at = row.entered_at = NOON.isoformat(timespec="milliseconds")
    assert (await kept.look())[0]["petugas"].waiting == 1
    parts.moment += timedelta(days=1)
    by_queue, _ = await kept.look()
    assert by_queue["petugas"].entered == 0
