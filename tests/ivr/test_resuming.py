"""What a caller who was cut off was about, after a dropped line and after a killed service."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from dialog.effects import Listen
from dialog.events import AgentUnavailable, CallStarted, Event, Heard, HungUp, Hypothesis, LookupDone, LookupFailed, Unfinished
from dialog.journal_codec import encode
from dialog.manager import start, step
from dialog.schema import Flows
from ivr import resuming
from ivr.journal import Payload
from ivr.records.models import CallRow, JournalRow
from ivr.records.store import Records, now
from ivr.resuming import unfinished, unfinished_of

CALLER, TICKET = "081234567890", "PGD-2611-00018"
STARTED = CallStarted("2026-11-24T10:00:00+07:00", CALLER)
REPORT = ("mau lapor lampu jalan mati", "lampu jalan mati", "jalan Merdeka dekat pasar", "sejak kemarin", "ya betul")
VALUES = {"apa": "lampu jalan mati", "lokasi": "jalan Merdeka dekat pasar", "sejak": "sejak kemarin"}
FILED = LookupDone(1, {"tiket": TICKET})
YOUR_TURN, CUT_IN = {"type": "note.your_turn"}, {"type": "note.barge_in"}


@pytest.fixture(scope="module")
def flows(flows: Flows) -> Flows:
    return replace(flows, version="satu")


def journal(flows: Flows, *said: str | Event, first: CallStarted = STARTED) -> list[Payload]:
    """Of a call in which all questions were heard to their end."""
    state, entries = start(), list[Payload]([{"type": "note.config", "version": flows.version}])
    for one in (first, *said):
        event = Heard(state.turn, (Hypothesis(one, 0.99),)) if isinstance(one, str) else one
        state, effects = step(flows, state, event)
        entries += [encode(event), *map(encode, effects)]
        if any(isinstance(effect, Listen) for effect in effects):
            entries.append(YOUR_TURN)
    return entries


@pytest.mark.parametrize("end", [(), (HungUp(),)], ids=["killed", "dropped"])
@pytest.mark.parametrize(
    ("answers", "known"), [(1, ()), (2, ("apa",)), (3, ("apa", "lokasi")), (4, ("apa", "lokasi", "sejak")), (5, ("apa", "lokasi", "sejak"))]
)
def test_a_wish_under_way_is_gone_on_with(flows: Flows, end: tuple[Event, ...], answers: int, known: Iterable[str]) -> None:
    """After the fifth the system is being asked; nothing came of it."""
    assert unfinished(flows, journal(flows, *REPORT[:answers], *end)) == Unfinished("lapor", {name: VALUES[name] for name in known})


@pytest.mark.parametrize(
    "said",
    [
        (),
        ("petugas",),
        (*REPORT[:3], "petugas", AgentUnavailable()),
        ("ktp saya hilang",),
        ("ktp saya hilang", "tidak terima kasih"),
        (*REPORT, FILED),
        (*REPORT, FILED, "tidak terima kasih"),
    ],
)
def test_there_is_nothing_to_go_on_with(flows: Flows, said: tuple[str | Event, ...]) -> None:
    assert unfinished(flows, journal(flows, *said, HungUp()), [TICKET] if FILED in said else []) is None


def test_a_system_that_failed_can_be_asked_again(flows: Flows) -> None:
    assert unfinished(flows, journal(flows, *REPORT, LookupFailed(1, "timeout"), HungUp())) == Unfinished("lapor", VALUES)


def test_who_called_is_not_kept_a_second_time(flows: Flows, shipped: Flows) -> None:
    number = "tiga dua tujuh tiga nol satu empat satu nol tujuh delapan sembilan dua empat satu lima"
    assert unfinished(flows, journal(flows, "cek status ktp saya", number)) == Unfinished("status_ktp", {})
    shipped = replace(shipped, version="satu")
    entries = journal(shipped, "mau cek kartu tanda penduduk sudah jadi belum", number, "ya", "tujuh belas Agustus 1990")
    assert "1990-08-17" in str(entries), "proved"
    left = unfinished(shipped, entries)
    assert left is not None and not left.values


def test_a_second_wish_counts_and_a_confidential_call_and_another_configuration_do_not(flows: Flows) -> None:
    entries = journal(flows, "ktp saya hilang", *REPORT[:2], HungUp())
    assert unfinished(flows, entries) == Unfinished("lapor", {"apa": VALUES["apa"]})
    assert unfinished(replace(flows, version="dua"), entries) is None
    assert unfinished(flows, [*entries, {"type": "Heard", "turn": 3, "confidential": True}]) is None


def test_a_ticket_is_told_again_until_everything_with_it_was_heard(flows: Flows) -> None:
    """The service is killed after each entry in turn: from the moment the ticket is stored it is told, until the caller has heard it."""
    entries = journal(flows, *REPORT, FILED)
    stored = 1 + next(at for at, entry in enumerate(entries) if entry["type"] == "Lookup")
    for length in range(len(entries)):
        left = unfinished(flows, entries[:length], [TICKET] if length >= stored else [])
        assert length < stored or left == Unfinished("lapor", {}, TICKET), f"killed after {entries[length - 1]['type']}"
        assert left == unfinished(flows, [*entries[:length], {"type": "HungUp"}], [TICKET] if length >= stored else [])
    assert entries[-1] == YOUR_TURN
    assert unfinished(flows, entries, [TICKET]) is None
    assert unfinished(flows, [*entries[:-1], CUT_IN, YOUR_TURN], [TICKET]) == Unfinished("lapor", {}, TICKET), "cut off by the caller"


def test_who_is_cut_off_again_loses_nothing(flows: Flows) -> None:
    for before in (Unfinished("lapor", {"apa": VALUES["apa"]}), Unfinished("lapor", {}, TICKET)):
        again = journal(flows, first=replace(STARTED, unfinished=before))
        greeting = again[: again.index(YOUR_TURN)]
        assert unfinished(flows, greeting) == before
        assert unfinished(flows, again) == (None if before.ticket else before)
    assert unfinished(flows, journal(flows, "ya", first=replace(STARTED, unfinished=Unfinished("lapor", {"apa": VALUES["apa"]})))) == (
        Unfinished("lapor", {"apa": VALUES["apa"]})
    )


async def keep(records: Records, entries: list[Payload], outcome: str = "", call_id: str = "a", caller: str = CALLER) -> None:
    await records.begin_call(call_id, caller)
    await records.append([JournalRow(call_id=call_id, number=n, at_ms=20 * n, payload=entry) for n, entry in enumerate(entries)])
    if outcome:
        await records.end_call(call_id, outcome, "", "")


def later(minutes: float) -> str:
    return (datetime.fromisoformat(now()) + timedelta(minutes=minutes)).isoformat(timespec="milliseconds")


async def test_the_call_is_found_by_its_number_within_ten_minutes(flows: Flows, tmp_path: Path) -> None:
    async def found(caller: str = CALLER, at: str = "", running: str = "") -> Unfinished | None:
        return await unfinished_of(records, flows, caller, at or now(), {running}.__contains__)

    async with Records(str(tmp_path / "r.db")) as records:
        await keep(records, journal(flows, *REPORT[:2]))
        expected = Unfinished("lapor", {"apa": VALUES["apa"]})
        assert await found() == expected, "the service was killed: there is no end"
        await records.end_call("a", "abandoned", "lapor", "")
        assert await found(at=later(9.9)) == expected
        assert await found(at=later(10.1)) is None
        assert await found("") is None
        assert await found("081200000000") is None
        assert await found(running="a") is None, "the same number has a second line"
        filed = await records.file("a", 1, "pengaduan.lapor", {}, "PGD")
        assert await found() == Unfinished("lapor", {}, filed)
        await keep(records, journal(flows, "ktp saya hilang", "tidak terima kasih"), "answered", "b")
        assert await found() is None, "only the last call counts"


class Stuck(Records):
    async def last_call(self, caller: str, since: str) -> CallRow | None:
        await asyncio.sleep(3600)
        raise AssertionError


class Gone(Records):
    async def last_call(self, caller: str, since: str) -> CallRow | None:
        raise OSError("gone")


@pytest.mark.parametrize("records", [Stuck("unused"), Gone("unused")])
async def test_records_that_do_not_answer_keep_no_caller_waiting(flows: Flows, records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resuming, "LOOK_UP_S", 0.05)
    async with asyncio.timeout(5):
        assert await unfinished_of(records, flows, CALLER, now(), lambda call_id: False) is None
