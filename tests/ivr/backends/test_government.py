"""The demonstration government, asked through the connector."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from dialog.slots.ticket import valid
from ivr.backends.connector import Connector, NotFound, Rejected
from ivr.backends.government import FILED, PEOPLE, REGISTERS, ROWS, DemonstrationGovernment

REPORT = {"apa": "jalan rusak", "lokasi": "Jalan Merdeka", "sejak": "kemarin"}


@pytest.fixture
async def government(tmp_path: Path) -> AsyncIterator[DemonstrationGovernment]:
    async with DemonstrationGovernment(tmp_path / "new" / "g.db") as government:
        yield government


@pytest.fixture
async def connector(government: DemonstrationGovernment) -> AsyncIterator[Connector]:
    async with Connector(government.url) as connector:
        yield connector


@pytest.mark.parametrize("person", PEOPLE)
async def test_everyone_has_a_status(connector: Connector, person: tuple[str, ...]) -> None:
    answer = await connector.call("kependudukan.status_ktp", {"nik": person[0]})
    assert answer == dict(zip(("nama", "status", "kantor", "perkiraan"), person[1:], strict=True))


@pytest.mark.parametrize("arguments", [{"nik": "0000000000000000"}, {}, {"nik": "' OR 1=1 --"}])
async def test_an_unknown_person_is_not_found(connector: Connector, arguments: dict[str, str]) -> None:
    with pytest.raises(NotFound):
        await connector.call("kependudukan.status_ktp", arguments)


async def test_reports_at_once_get_different_numbers_and_are_kept(connector: Connector, government: DemonstrationGovernment) -> None:
    answers = await asyncio.gather(*(connector.call("pengaduan.lapor", {**REPORT, "apa": f"lubang {n}"}) for n in range(12)))
    tickets = [answer["tiket"] for answer in answers]
    assert len(set(tickets)) == 12
    for number, ticket in enumerate(tickets):
        assert government.report(ticket) == (f"lubang {number}", "Jalan Merdeka", "kemarin")
    assert government.report("ADU-0") is None


@pytest.mark.parametrize("operation", list(REGISTERS))
async def test_every_register_answers_what_it_holds_and_nothing_else(connector: Connector, operation: str) -> None:
    register = REGISTERS[operation]
    for row in ROWS[register.table]:
        assert await connector.call(operation, {register.key: row[0]}) == dict(zip(register.fields, row[1:], strict=True))
    with pytest.raises(NotFound):
        await connector.call(operation, {register.key: "0"})


@pytest.mark.parametrize("operation", list(FILED))
async def test_applications_get_a_ticket_each_and_must_be_whole(connector: Connector, operation: str) -> None:
    letters, fields = FILED[operation]
    whole = dict.fromkeys(fields, "ada")
    tickets = [(await connector.call(operation, whole))["tiket"] for _ in range(2)]
    assert tickets[0] != tickets[1]
    assert all(ticket.startswith(f"{letters}-") for ticket in tickets)
    with pytest.raises(Rejected):
        await connector.call(operation, {**whole, fields[-1]: " "})


async def test_a_complaint_is_found_by_its_ticket(connector: Connector) -> None:
    ticket = (await connector.call("pengaduan.lapor", REPORT))["tiket"]
    assert valid(ticket)
    assert (await connector.call("pengaduan.status", {"tiket": ticket}))["status"] == "diterima"
    for row in ROWS["aduan"]:
        assert (await connector.call("pengaduan.status", {"tiket": row[0]}))["status"] == row[1]
    with pytest.raises(NotFound):
        await connector.call("pengaduan.status", {"tiket": "ADU-2611-99999"})


async def test_an_appointment_is_found_by_its_code(connector: Connector) -> None:
    asked = {"tanggal": "2026-12-01", "jam": "10:30", "keperluan": "ktp"}
    code = (await connector.call("janji.buat", asked))["kode"]
    assert await connector.call("janji.cek", {"kode": code}) == asked
    with pytest.raises(Rejected):
        await connector.call("janji.buat", {**asked, "jam": ""})


@pytest.mark.parametrize("missing", list(REPORT))
async def test_an_incomplete_report_is_refused(connector: Connector, missing: str) -> None:
    for report in ({**REPORT, missing: "  "}, {k: v for k, v in REPORT.items() if k != missing}):
        with pytest.raises(Rejected):
            await connector.call("pengaduan.lapor", report)


async def test_numbers_go_on_after_a_restart(tmp_path: Path) -> None:
    tickets = set()
    for _ in range(2):
        async with DemonstrationGovernment(tmp_path / "g.db") as government, Connector(government.url) as connector:
            tickets.add((await connector.call("pengaduan.lapor", REPORT))["tiket"])
    assert len(tickets) == 2


@pytest.mark.parametrize("body", [b"", b"{", b"[1]"])
@pytest.mark.parametrize("operation", ["kependudukan/status_ktp", "pengaduan/lapor"])
async def test_what_is_no_object_is_refused(government: DemonstrationGovernment, operation: str, body: bytes) -> None:
    async with aiohttp.ClientSession() as session, session.post(f"{government.url}/{operation}", data=body) as answer:
        assert answer.status == 422
