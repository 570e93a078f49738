"""The three demonstration calls, as `make run` shows them, and what must be true of each afterwards."""

from __future__ import annotations

import pytest
from places import CALLS, running

from dialog.journal_codec import encode
from dialog.replay import replay
from dialog.scenario.load import load_scenarios
from ivr.caller.run import run_script
from ivr.settings import Settings

pytestmark = [pytest.mark.calls, pytest.mark.timeout(420)]


async def test_an_answer_a_ticket_and_a_warm_transfer(settings: Settings) -> None:
    scripts = load_scenarios(sorted(CALLS.glob("*.yaml")))
    async with running(settings) as (service, place):
        status, complaint, transfer = [await run_script(script, place) for script in scripts]
        assert [r.failures for r in (status, complaint, transfer)] == [(), (), ()]

        assert status.outcome == "answered"
        assert status.median_gap_ms is not None

        assert complaint.outcome == "ticket"
        assert service.government is not None
        (filed,) = service.government.filed(ticket=complaint.ticket)
        assert {name: filed.fields[name] for name in ("apa", "lokasi", "sejak")}.items() <= complaint.slots.items()
        assert any(complaint.ticket in turn.text for turn in complaint.turns if turn.who == "hotline")

        # That the agent heard a briefing before the join, and each the other after it, is in `failures`: measured on the recordings.
        assert transfer.outcome == "transferred"
        asked = [turn.text for turn in transfer.turns if turn.who == "hotline"]
        assert len(set(asked)) == len(asked), "asked again in the same words"

        for call in await service.records.latest_calls(3):
            rows = [row.payload for row in await service.records.journal(call.call_id)]
            _, effects = replay(service.flows, rows)
            journalled = [row for row in rows if row["type"] in {type(e).__name__ for e in effects}]
            assert [encode(effect) for effect in effects] == journalled
