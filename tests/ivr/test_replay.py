"""`ivr replay` on a real database: what was journalled, through another configuration."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from conversation import NIK, SPOKEN_NIK

from dialog.effects import Effect
from dialog.events import CallStarted, Event, Heard, HungUp, Hypothesis
from dialog.journal_codec import encode
from dialog.load import load
from dialog.manager import start, step
from dialog.schema import Flows
from ivr.records.models import JournalRow
from ivr.records.store import Records
from ivr.replay import Replayed, Sum, replay_calls
from ivr.replay_report import describe, describe_sum
from ivr.settings import ROOT


@pytest.fixture(scope="module")
def flows() -> Flows:
    return replace(load(ROOT / "tests" / "data" / "hotline"), version="lama")


@pytest.fixture
async def records(tmp_path: Path) -> AsyncIterator[Records]:
    async with Records(str(tmp_path / "records.db")) as opened:
        yield opened


async def keep(records: Records, call_id: str, flows: Flows, says: Iterable[str], **more: object) -> None:
    """A call in which the caller says this and hangs up."""
    state, entries = start(), list[Event | Effect]()
    started = CallStarted("2026-11-24T10:00:00+07:00", "0812")
    for event in (started, *says, HungUp()):
        happened = Heard(state.turn, (Hypothesis(event, 0.95),)) if isinstance(event, str) else event
        state, effects = step(flows, state, happened)
        entries += (happened, *effects)
    rows = [{"type": "note.config", "version": flows.version}, *({**encode(entry), **more} for entry in entries)]
    outcome = state.outcome.value if state.outcome else "abandoned"
    await records.begin_call(call_id)
    rows.append({"type": "note.ended", "outcome": outcome})
    await records.append([JournalRow(call_id=call_id, number=n, at_ms=n, payload=row) for n, row in enumerate(rows)])
    await records.end_call(call_id, outcome, state.intent or "", "")


async def gone_through(records: Records, flows: Flows, own: Flows | None, **which: str) -> list[Replayed]:
    return [call async for call in replay_calls(records, flows, lambda name: own if name == "lama" else None, **which)]


async def test_the_same_configuration_changes_nothing(records: Records, flows: Flows) -> None:
    await keep(records, "a", flows, ["cek status ktp"])
    await keep(records, "b", flows, ["blablabla", "petugas"])
    calls = await gone_through(records, flows, flows)
    assert [(call.call_id, call.changed, call.skipped, call.version) for call in calls] == [("a", (), "", "lama"), ("b", (), "", "lama")]
    assert [line for call in calls for line in describe(call)] == []


async def test_what_would_have_changed_is_told_call_by_call_and_in_sum(records: Records, flows: Flows) -> None:
    await keep(records, "a", flows, ["blablabla"])
    await keep(records, "b", flows, ["cek status ktp"])
    words = {**flows.commands, "petugas": (*flows.commands["petugas"], "blablabla")}
    total, lines = Sum(), list[str]()
    for call in await gone_through(records, replace(flows, commands=words), flows):
        total.add(call)
        lines += describe(call)
    assert (total.calls, total.same, total.changed["outcome"], total.changed["transfers"]) == (2, 1, 1, 1)
    told = "\n".join([*lines, *describe_sum(total)])
    assert "disambungkan ke petugas: tidak → requested" in told
    assert "2 dari 2 panggilan diputar ulang; 1 tetap sama, 1 berubah" in told
    json.dumps([call.as_json() for call in await gone_through(records, flows, flows)] + [total.as_json()])


async def test_values_of_slots_are_not_shown(records: Records, flows: Flows) -> None:
    await keep(records, "a", flows, ["cek status ktp", SPOKEN_NIK, "ya"])
    kept = flows.intents["status_ktp"]
    without = replace(flows, intents={**flows.intents, "status_ktp": replace(kept, slots=())})
    (call,) = await gone_through(records, without, flows)
    assert "slots" in call.changed
    assert NIK not in json.dumps(call.as_json()["changed"])
    assert "  isian nik: tidak lagi terisi" in describe(call)


async def test_what_a_dropped_version_knew_is_left_out(records: Records, flows: Flows) -> None:
    await keep(records, "a", flows, ["cek status ktp"])
    (call,) = await gone_through(records, flows, None)
    assert call.before is not None
    assert (call.before.slots, call.before.intent, call.changed) == (None, "status_ktp", ())


async def test_calls_that_cannot_be_gone_through_are_counted(records: Records, flows: Flows) -> None:
    await keep(records, "a", flows, ["saya mau melapor"], confidential=True)
    await keep(records, "b", flows, ["cek status ktp"])
    await records.append([JournalRow(call_id="b", number=99, at_ms=99, payload={"type": "Teleported"})])
    await records.begin_call("c")
    total = Sum()
    for call in await gone_through(records, flows, flows):
        total.add(call)
        assert describe(call)
    assert total.skipped == {"rahasia: isinya tidak dicatat": 1, "catatannya tidak dapat dibaca": 1, "tanpa catatan": 1}
    assert next(iter(describe_sum(total))).startswith("0 dari 3")


async def test_calls_are_chosen_by_day_and_by_id(records: Records, flows: Flows, monkeypatch: pytest.MonkeyPatch) -> None:
    for day, call_id in (("20", "a1"), ("21", "a2"), ("22", "b3")):
        monkeypatch.setattr("ivr.records.calls.now", lambda day=day: f"2026-11-{day}T23:59:00.000+07:00")
        await keep(records, call_id, flows, [])

    async def chosen(**which: str) -> list[str]:
        return [call.call_id for call in await gone_through(records, flows, flows, **which)]

    assert await chosen(since="2026-11-21") == ["a2", "b3"]
    assert await chosen(until="2026-11-21") == ["a1", "a2"]
    assert await chosen(since="2026-11-21", until="2026-11-21") == ["a2"]
    assert await chosen(call="a") == ["a1", "a2"]
