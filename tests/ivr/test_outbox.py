"""The outbox at work against the demonstration government and its faults: what is stored after each; nothing lost, nothing doubled."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError
from typer.testing import CliRunner

from ivr import outbox as module
from ivr import outbox_schedule
from ivr.backends.connectors import Connectors
from ivr.backends.errors import BackendTimeout, BackendUnavailable, NotFound, Rejected
from ivr.backends.load import load_backends
from ivr.cli import app
from ivr.government.server import DemonstrationGovernment
from ivr.outbox import EACH, Outbox, Send
from ivr.outbox_report import age_of
from ivr.outbox_schedule import DOUBTS, FIRST_S, LONGEST_S, pause_s
from ivr.records.models import REFUSED, WAITING, OutboxRow
from ivr.records.store import Records
from ivr.settings import ROOT

LAPOR = "pengaduan.lapor"
REPORT = {"kategori": "lampu", "apa": "lampu jalan mati", "lokasi": "Jalan Kartini", "sejak": "kemarin", "anonim": "ya"}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox_schedule, "FIRST_S", 0.02)
    monkeypatch.setattr(module, "LOOK_S", 0.01)


@pytest.fixture
async def records(database: str) -> AsyncIterator[Records]:
    async with Records(database) as opened:
        yield opened


@asynccontextmanager
async def at_work(records: Records, send: Send) -> AsyncIterator[Outbox]:
    outbox = Outbox(records, send)
    task = asyncio.create_task(outbox.run())
    try:
        yield outbox
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def reached(government: DemonstrationGovernment, timeout_ms: int = 5000) -> AsyncIterator[Connectors]:
    """The shipped connector, with a deadline for this test."""
    pengaduan = load_backends(ROOT / "configs" / "backends")["pengaduan"]
    hasty = {name: replace(operation, timeout_ms=timeout_ms) for name, operation in pengaduan.operations.items()}
    async with Connectors({"pengaduan": replace(pengaduan, operations=hasty)}, {"demonstration": government.url}) as connectors:
        yield connectors


async def failed(records: Records, key: str, times: int = 1) -> OutboxRow:
    """The row once it was tried so often."""
    async with asyncio.timeout(20):
        while True:
            for row in await records.unsent():
                if row.key == key and row.attempts >= times:
                    return row
            await asyncio.sleep(0.01)


async def emptied(records: Records) -> None:
    async with asyncio.timeout(20):
        while await records.unsent():
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("fault", "failure", "done"),
    [
        ("slow", "timeout", None),  # whether the system did it after all is known to nobody here
        ("error", "unavailable", False),
        ("down", "unavailable", False),
        ("lost_reply", "unavailable", True),
    ],
)
async def test_what_each_fault_leaves_and_what_is_filed_once_it_is_over(
    records: Records, tmp_path: Path, fault: str, failure: str, done: bool | None
) -> None:
    async with DemonstrationGovernment(tmp_path / "g.db") as government:
        government.fault("pengaduan", fault, ms=500)
        async with reached(government, 200) as connectors, at_work(records, connectors.call):
            number = await records.file("a", 1, LAPOR, REPORT, "PGD")
            row = await failed(records, number, 2)
            assert (row.state, row.error, row.arguments) == (WAITING, failure, {**REPORT, "nomor": number})
            if done is not None:
                assert len(government.filed(LAPOR)) == done
        government.fault("pengaduan", "none")
        async with reached(government) as connectors, at_work(records, connectors.call):
            await emptied(records)
        assert [filed.ticket for filed in government.filed(LAPOR)] == [number]
        assert await records.outbox_counts() == {"sent": 1}


@pytest.mark.parametrize("fault", ["malformed", "schema"])
async def test_whatever_an_answer_looks_like_its_status_says_that_it_was_filed(records: Records, tmp_path: Path, fault: str) -> None:
    async with DemonstrationGovernment(tmp_path / "g.db") as government, reached(government) as connectors:
        government.fault("pengaduan", fault)
        async with at_work(records, connectors.call):
            number = await records.file("a", 1, LAPOR, REPORT, "PGD")
            await emptied(records)
        assert [filed.ticket for filed in government.filed(LAPOR)] == [number]


async def test_a_system_that_is_gone_and_comes_back_gets_everything_once(records: Records, tmp_path: Path) -> None:
    government = DemonstrationGovernment(tmp_path / "g.db")
    async with government:
        pass  # it has an address now
    async with reached(government) as connectors, at_work(records, connectors.call):
        numbers = [await records.file(f"call {n}", 1, LAPOR, REPORT, "PGD") for n in range(3)]
        for number in numbers:
            assert (await failed(records, number)).error == "unavailable"
    async with government, reached(government) as connectors, at_work(records, connectors.call):
        await emptied(records)
        assert sorted(filed.ticket for filed in government.filed(LAPOR)) == sorted(numbers)


async def test_what_the_system_refuses_is_kept_for_a_person_and_sent_when_they_say_so(records: Records, tmp_path: Path) -> None:
    async with DemonstrationGovernment(tmp_path / "g.db") as government, reached(government) as connectors:
        async with at_work(records, connectors.call):
            number = await records.file("a", 1, LAPOR, {**REPORT, "apa": ""}, "PGD")
            row = await failed(records, number)
            assert (row.state, row.error, row.arguments["lokasi"]) == (REFUSED, "rejected", "Jalan Kartini")
            assert await records.send_refused_again(0.0) == 1
            assert (await failed(records, number, 2)).state == REFUSED
        assert government.filed(LAPOR) == []


class Systems:
    """Takes what is sent; `errors` are raised first, one a try. A system in `stuck` never answers."""

    def __init__(self, *errors: Exception, stuck: str = "") -> None:
        self.errors, self.stuck = list(errors), stuck
        self.got: list[tuple[str, dict[str, str], str]] = []
        self.asked: list[str] = []

    async def __call__(self, operation: str, arguments: Mapping[str, str], key: str) -> None:
        self.asked.append(operation)
        if operation.split(".")[0] == self.stuck:
            await asyncio.Event().wait()
        if self.errors:
            raise self.errors.pop(0)
        self.got.append((operation, dict(arguments), key))


async def test_every_try_has_the_same_key_and_content(records: Records) -> None:
    systems = Systems(BackendTimeout("x"), BackendUnavailable("x"), KeyError("x"))
    async with at_work(records, systems) as outbox:
        number = await records.file("a", 1, LAPOR, REPORT, "PGD")
        await records.file("a", 2, "sms.kirim", {"ke": "0812"})
        outbox.nudge()
        await emptied(records)
    assert len(systems.asked) == 5
    assert (LAPOR, {**REPORT, "nomor": number}, number) in systems.got
    assert len({key for _, _, key in systems.got}) == 2


async def test_a_system_that_never_answers_keeps_no_other_waiting_and_holds_few_requests(records: Records) -> None:
    systems = Systems(stuck="pajak")
    async with at_work(records, systems):
        for n in range(EACH + 3):
            await records.file(f"call {n}", 1, "pajak.keringanan", {}, "KRG")
        number = await records.file("a", 99, LAPOR, REPORT, "PGD")
        async with asyncio.timeout(20):
            while number in [row.key for row in await records.unsent()]:
                await asyncio.sleep(0.01)
    assert systems.asked.count("pajak.keringanan") == EACH


async def test_what_was_under_way_when_the_service_ended_is_sent_by_the_next(records: Records) -> None:
    stuck = Systems(stuck="pengaduan")
    number = await records.file("a", 1, LAPOR, REPORT, "PGD")
    async with at_work(records, stuck):
        async with asyncio.timeout(20):
            while not stuck.asked:
                await asyncio.sleep(0.01)
    systems = Systems()
    async with at_work(records, systems):
        await emptied(records)
    assert [key for _, _, key in systems.got] == [number]


async def test_two_workers_of_one_outbox_send_by_the_same_key(records: Records, database: str) -> None:
    systems = Systems()
    numbers = {await records.file(f"call {n}", 1, LAPOR, REPORT, "PGD") for n in range(10)}
    async with Records(database) as others, at_work(records, systems), at_work(others, systems):
        await emptied(records)
    assert {key for _, _, key in systems.got} == numbers


async def test_what_is_refused_is_not_tried_again(records: Records) -> None:
    systems = Systems(Rejected("x"))
    async with at_work(records, systems):
        row = await failed(records, await records.file("a", 1, LAPOR, REPORT, "PGD"))
        await records.file("a", 2, "sms.kirim", {})
        async with asyncio.timeout(20):
            while len(await records.unsent()) > 1:
                await asyncio.sleep(0.01)
    assert row.state == REFUSED
    assert systems.asked == [LAPOR, "sms.kirim"]


async def test_what_is_sent_while_the_outbox_is_read_is_not_sent_again(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    sent, read = list[str](), records.due

    async def send(operation: str, arguments: Mapping[str, str], key: str) -> None:
        sent.append(operation)
        outbox.nudge()  # it is looked into while this is under way
        await asyncio.sleep(0.02)

    async def late(now: float, each: int) -> list[OutboxRow]:
        rows = list(await read(now, each))
        await asyncio.sleep(0.05)
        return rows

    monkeypatch.setattr(records, "due", late)
    await records.file("a", 1, "sms.kirim", {})
    async with at_work(records, send) as outbox:
        async with asyncio.timeout(20):
            while await records.unsent():
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.2)
    assert sent == ["sms.kirim"]


async def test_logs_tell_what_failed_and_nothing_of_what_was_said(records: Records, caplog: pytest.LogCaptureFixture) -> None:
    secret = {"apa": "lubang", "nama": "Sari Contoh", "telepon": "081234567890"}
    async with at_work(records, Systems(Rejected("x"), ValueError("Sari Contoh"))):
        with caplog.at_level(logging.DEBUG, "ivr"):
            number = await records.file("a", 1, LAPOR, secret, "PGD")
            await failed(records, number)
            hidden = await records.file("b", 1, LAPOR, secret, "WBS", confidential=True)
            async with asyncio.timeout(20):
                while len(await records.unsent()) > 1:
                    await asyncio.sleep(0.01)
    assert f"{LAPOR} {number}: rejected" in caplog.text
    assert "ValueError" in caplog.text
    assert not any(value in caplog.text for value in (hidden, *secret.values()))


class Flaky(Records):
    """A database that refuses the next `refusals` of each kind of question."""

    refusals = 2

    async def due(self, at: float, each: int) -> list[OutboxRow]:
        self._refuse()
        return await super().due(at, each)

    async def sent(self, key: str) -> None:
        self._refuse()
        await super().sent(key)

    def _refuse(self) -> None:
        if self.refusals:
            self.refusals -= 1
            raise OperationalError("SELECT", {}, sqlite3.OperationalError("database is locked"))


async def test_a_database_that_fails_for_a_while_ends_nothing(tmp_path: Path) -> None:
    systems = Systems()
    async with Flaky(str(tmp_path / "r.db")) as records, at_work(records, systems):
        number = await records.file("a", 1, LAPOR, REPORT, "PGD")
        await emptied(records)
        records.refusals = 1
        again = await records.file("b", 1, LAPOR, REPORT, "PGD")
        await emptied(records)
    assert {key for _, _, key in systems.got} == {number, again}


@given(st.sampled_from(["timeout", "unavailable", "KeyError"]), st.integers(0, 10_000), st.floats(0, 1))
def test_pauses_double_to_a_bound_and_never_end(failure: str, tries: int, draw: float) -> None:
    pause, full = pause_s(failure, tries, draw), pause_s(failure, tries, 0.0)
    assert pause is not None
    assert full is not None
    assert full / 2 <= pause <= full
    assert full == min(LONGEST_S, outbox_schedule.FIRST_S * 2.0 ** min(tries, 30))


def test_the_first_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox_schedule, "FIRST_S", FIRST_S)
    assert [pause_s("timeout", tries, 0.0) for tries in range(10)] == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300]


def test_a_refusal_is_taken_at_its_word_and_not_found_after_a_while() -> None:
    assert pause_s("rejected", 0, 0.5) is None
    assert pause_s("not_found", DOUBTS - 1, 0.5) is not None
    assert pause_s("not_found", DOUBTS, 0.5) is None
    assert NotFound.reason == "not_found"


def test_ages_are_told_in_the_largest_unit() -> None:
    now = datetime.now().astimezone()
    spans = {"0 menit": 59, "59 menit": 3599, "1 jam": 3600, "23 jam": 86399, "2 hari": 3 * 86400 - 1}
    assert [age_of(now - timedelta(seconds=seconds), now) for seconds in spans.values()] == list(spans)
    assert age_of(now + timedelta(hours=1), now) == "0 menit"


async def prepare(database: str) -> list[str]:
    async with Records(database) as records:
        numbers = [await records.file(call_id, 1, LAPOR, {**REPORT, "apa": f"lampu\x1b[2J {call_id}"}, "PGD") for call_id in "abc"]
        numbers.append(await records.file("d", 1, "pengaduan.rahasia", {"apa": "suap"}, "WBS", confidential=True))
        await records.file("a", 9, "sms.kirim", {"ke": "0812", "isi": "rahasia"})
        await records.sent(numbers[0])
        await records.failed(numbers[1], "rejected", None)
        await records.failed(numbers[2], "timeout", 1e12)
        await records.failed(numbers[3], "rejected", None)
        return numbers


@pytest.fixture
def ivr(database: str, tmp_path: Path) -> Callable[..., Result]:
    """`ivr outbox ...`."""
    (tmp_path / "settings.yaml").write_text(f"records: {database}\n", encoding="utf-8")

    def run(*arguments: str, answer: str = "") -> Result:
        return CliRunner().invoke(app, ["outbox", *arguments, "--settings", str(tmp_path / "settings.yaml")], input=answer)

    return run


def test_the_command_shows_numbers_and_kinds_and_no_content(database: str, ivr: Callable[..., Result]) -> None:
    numbers = asyncio.run(prepare(database))
    shown = ivr().stdout.splitlines()
    assert shown[0] == "Kotak keluar: 2 menunggu, 2 ditolak, 1 terkirim, 0 dibatalkan"
    assert [line.split()[0] for line in shown[1:4]] == numbers[1:]
    assert "ditolak   0 menit, 1 kali dicoba; terakhir: ditolak sistem tujuan" in shown[1]
    assert "tidak menjawab pada waktunya" in shown[2]
    assert not any(said in str(shown) for said in ("lampu", "0812", "suap"))
    assert '"error": "rejected"' in ivr("--json").stdout
    assert "2 yang ditolak dikirim ulang" in ivr("--again", "semua").stdout
    assert "4 menunggu, 0 ditolak" in ivr().stdout


def test_a_person_looks_at_one_entry_and_sends_it_again_or_drops_it(database: str, ivr: Callable[..., Result]) -> None:
    _, refused, waiting, secret = asyncio.run(prepare(database))
    assert "  apa: lampu[2J b" in ivr("show", refused.lower()).stdout.splitlines()
    assert "  apa: (rahasia)" in ivr("show", secret).stdout.splitlines()
    unnumbered = ivr().stdout.splitlines()[-1].split()[0]
    assert "  ke: 0812" in ivr("show", unnumbered).stdout.splitlines()
    assert ivr("--drop", secret, answer="n\n").exit_code == ivr("--drop", waiting, "--yes").exit_code == ivr("show", "PGD-1").exit_code == 1
    assert f"{secret} dibatalkan" in ivr("--drop", secret, answer="y\n").stdout
    assert ivr("--again", secret).exit_code == 1
    assert f"{refused} dikirim ulang" in ivr("--again", refused).stdout
    assert "tidak ditolak" in ivr("--again", waiting).stdout
    assert ivr().stdout.startswith("Kotak keluar: 3 menunggu, 0 ditolak, 1 terkirim, 1 dibatalkan")
