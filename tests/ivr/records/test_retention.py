"""What is old is forgotten, what is young or waits for somebody stays; counted first, and done daily."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from databases import everything_in
from sqlalchemy import update
from typer.testing import CliRunner

from ivr import retention
from ivr.cli import app
from ivr.records import calls, desk, handovers, outgoing, ratings, sessions, tickets
from ivr.records.models import CallbackRow, JournalRow
from ivr.records.store import Records
from ivr.retention import forget, forget_daily, old

TODAY = datetime.now().astimezone()
LAPOR, PHONE = "pengaduan.lapor", "081234567890"
BEGAN = {"type": "CallStarted", "caller": PHONE, "unfinished": {"intent": "lapor", "values": {}, "ticket": ""}}
ASKED = {"type": "Lookup", "operation": "sms.kirim", "arguments": {"ke": PHONE, "isi": "syarat"}}


class Times:
    """Sets the clock of the records."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.moment = TODAY
        for module in (calls, desk, handovers, outgoing, ratings, sessions, tickets):
            monkeypatch.setattr(module, "now", lambda: self.moment.isoformat(timespec="milliseconds"))

    def days_ago(self, days: int) -> None:
        self.moment = TODAY - timedelta(days=days)


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch) -> Times:
    return Times(monkeypatch)


async def fill(records: Records, times: Times) -> dict[str, str]:
    """A call with everything in it 400, 40 and 4 days ago, and what was refused then; tickets by name."""
    filed: dict[str, str] = {}
    for days in (400, 40, 4):
        times.days_ago(days)
        call_id = f"{days} days"
        await records.begin_call(call_id, PHONE)
        await records.append([JournalRow(call_id=call_id, number=n, at_ms=0, payload=entry) for n, entry in enumerate((BEGAN, ASKED))])
        await records.rate(call_id, "kepuasan", "puas", 5)
        ways = [await records.begin_handover(call_id, "petugas", "requested", {"number": PHONE}) for _ in range(2)]
        await records.end_handover(ways[0], "joined")
        await records.dispose(ways[0], call_id, "ani", "selesai")
        await records.keep_note(call_id, "ani", PHONE)
        await records.label(call_id, "syarat_ktp", "", "ani")
        await records.audit("ani", "listen", call_id)
        await records.open_session(call_id, "ani", "csrf", times.moment.timestamp())
        for name in ("sent", "refused"):
            filed[f"{name} {days}"] = await records.file(call_id, len(filed), LAPOR, {"apa": name}, "PGD")
        await records.sent(filed[f"sent {days}"])
        await records.failed(filed[f"refused {days}"], "rejected", None)
    return filed


async def test_what_is_old_and_closed_goes_and_the_rest_stays(records: Records, times: Times, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ivr.records.retention.AT_ONCE", 1)
    filed = await fill(records, times)
    kept, promised = [await records.add_callback("400 days", contact, "KTP") for contact in ("0812", "0813")]
    async with records._changes.begin() as session:
        await session.execute(update(CallbackRow).where(CallbackRow.ticket == kept).values(done_at="2020-01-01T10:00:00.000+07:00"))
    for ticket in (kept, promised):
        await records.callback_attempt(ticket, "ani")
    counted = await old(records, 365, TODAY)
    agents = {"handovers": 1, "notes": 1, "labels": 1, "dispositions": 1, "callback_attempts": 1, "sessions": 1, "audit": 1}
    assert counted == {"calls": 1, "journal": 2, "outbox": 1, "tickets": 1, "ratings": 1, "callbacks": 1, "callers": 2, **agents}
    await forget(records, 365, TODAY)
    assert not any((await old(records, 365, TODAY)).values())
    assert [call.call_id for call in await records.calls_between()] == ["40 days", "4 days"]
    assert [len(await records.journal(f"{days} days")) for days in (400, 40, 4)] == [0, 2, 2]
    assert [row.call_id for row in await records.ratings()] == ["40 days", "4 days"]
    assert await records.outbox_counts() == {"sent": 2, "refused": 3}
    assert [row.number for row in await records.tickets_of("400 days")] == [filed["refused 400"]], "a person must still see to it"
    assert [row.ticket for row in await records.open_callbacks()] == [promised]
    assert [len(await records.attempts(ticket)) for ticket in (kept, promised)] == [0, 1]
    assert [len(await records.notes(f"{days} days")) for days in (400, 40, 4)] == [0, 1, 1]
    assert [len(await records.handovers_of(f"{days} days")) for days in (400, 40, 4)] == [1, 2, 2], "one is under way"
    assert [row.about for row in await records.audit_rows(9)] == ["4 days", "40 days"]


async def test_after_a_month_nobody_knows_where_a_call_came_from(records: Records, times: Times) -> None:
    await fill(records, times)
    kept, promised = [await records.add_callback(call, PHONE, "KTP", message="tolong", kind="message") for call in ("40 days", "4 days")]
    done_at = (TODAY - timedelta(days=40)).isoformat(timespec="milliseconds")
    async with records._changes.begin() as session:
        await session.execute(update(CallbackRow).where(CallbackRow.ticket == kept).values(done_at=done_at, state="done"))
    await forget(records, 365, TODAY)
    assert [call.caller for call in await records.calls_between()] == ["", PHONE]
    began, asked = [row.payload for row in await records.journal("40 days")]
    assert began == {**BEGAN, "caller": ""}, "the rest can be gone through again"
    assert asked == {**ASKED, "arguments": {"ke": "", "isi": "syarat"}}
    assert [row.payload for row in await records.journal("4 days")] == [BEGAN, ASKED]
    stories = [[row.story for row in await records.handovers_of(f"{days} days")] for days in (40, 4)]
    rows = [await records.callback(ticket) for ticket in (kept, promised)]
    assert [(row.contact, row.message, row.subject) for row in rows if row] == [("", "", "KTP"), (PHONE, "tolong", "KTP")]
    assert stories == [[{}, {"number": PHONE}], [{"number": PHONE}] * 2], "one of them is still under way"


async def test_the_service_does_it_daily_also_after_a_failure_and_never_for_zero_days(
    records: Records, times: Times, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await fill(records, times)
    await forget_daily(records, 0)
    assert len(await records.calls_between()) == 3
    monkeypatch.setattr(retention, "DAY_S", 0.0)
    monkeypatch.setattr(retention, "AGAIN_S", 0.0)
    real, failures = records.forget, iter([OSError(PHONE)])

    async def failing(before: str) -> None:
        for error in failures:
            raise error
        await real(before)

    monkeypatch.setattr(records, "forget", failing)
    with caplog.at_level(logging.ERROR):
        working = asyncio.create_task(forget_daily(records, 365))
        async with asyncio.timeout(20):
            while any((await old(records, 365, TODAY)).values()):
                await asyncio.sleep(0.01)
    working.cancel()
    await asyncio.wait([working])
    assert "OSError" in caplog.text and PHONE not in caplog.text


def test_the_command_counts_and_forgets_only_when_it_is_told_to(database: str, tmp_path: Path, times: Times) -> None:
    async def prepare() -> None:
        async with Records(database) as records:
            await fill(records, times)

    asyncio.run(prepare())
    (tmp_path / "settings.yaml").write_text(f"records: {database}\n", encoding="utf-8")
    ivr = ["records", "forget", "--older", "365", "--settings", str(tmp_path / "settings.yaml")]
    for _ in range(2):
        shown = CliRunner().invoke(app, ivr).stdout
        assert "1 panggilan, 2 catatan panggilan, 1 kiriman" in shown and "dari 2 panggilan" in shown and "Belum dihapus" in shown
    assert "Sudah dihapus" in CliRunner().invoke(app, [*ivr, "--yes"]).stdout
    assert "0 panggilan, 0 catatan" in CliRunner().invoke(app, ivr).stdout


async def test_a_person_is_forgotten_who_asks_for_it(records: Records, times: Times, database: str) -> None:
    await fill(records, times)
    await records.begin_call("other", "0813")
    await records.add_callback("4 days", PHONE, "KTP", kind="message", message="tolong")
    await records.add_callback("other", "0813", "KTP")
    counted = {"calls": 3, "journal": 6, "handovers": 6, "notes": 3, "callbacks": 1, "outbox": 3}
    assert await records.of_number(PHONE) == counted
    await records.forget_number(PHONE)
    assert not any((await records.of_number(PHONE)).values())
    everything = await everything_in(database)
    assert PHONE not in everything and "tolong" not in everything
    assert "0813" in everything
    assert len(await records.calls_between()) == 4


def test_the_command_forgets_a_number_only_when_it_is_told_to(tmp_path: Path, times: Times) -> None:
    async def prepare() -> None:
        async with Records(str(tmp_path / "records.db")) as records:
            await fill(records, times)

    asyncio.run(prepare())
    (tmp_path / "settings.yaml").write_text(f"records: {tmp_path / 'records.db'}\n", encoding="utf-8")
    ivr = ["records", "forget", "+62 812-3456-7890", "--settings", str(tmp_path / "settings.yaml")]
    shown = CliRunner().invoke(app, ivr).stdout
    assert "3 panggilan, 6 catatan panggilan" in shown and "3 kiriman" in shown and "Belum dihapus" in shown
    assert "Sudah dihapus" in CliRunner().invoke(app, [*ivr, "--yes"]).stdout
    assert "0 panggilan, 0 catatan" in CliRunner().invoke(app, ivr).stdout
    for wrong in (["siti"], [], [PHONE, "--older", "3"]):
        assert CliRunner().invoke(app, ["records", "forget", *wrong]).exit_code == 2
