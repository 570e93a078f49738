"""Tickets that agents file: the same questions and checks as Sapa's, our number once."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from desk_house import CALL, ESCAPED, EVIL, FILES, NUMBER, OTHER, DeskHouse, desks, story

from dialog.effects import Fact
from dialog.schema import Flows, SlotSpec
from dialog.templates import condition
from ivr.console.filing import Filing, blank, filings, read
from telephony.handoff import Stage

TODAY = date(2026, 11, 30)
GIVEN = {"panggilan": CALL, "keperluan": "lapor", "apa": "lampu jalan mati", "lokasi": "Jalan Kartini", "sejak": "tiga hari"}


@pytest.fixture
async def house(tmp_path: Path, flows: Flows) -> AsyncIterator[DeskHouse]:
    async with desks(tmp_path, flows) as house:
        await house.records.begin_call(CALL, NUMBER, "v1")
        house.calls.shows("agen1", story(Stage.JOINED))
        yield house


def named(flows: Flows) -> Filing:
    """Whose second question decides whether the third is asked, and how."""
    slots = (
        SlotSpec("apa", "text", "isi laporan", "Apa?"),
        SlotSpec("anonim", "choice", "pencatatan nama", "Nama?", choices={"tanpa_nama": ("anonim",), "pakai_nama": ("dengan nama",)}),
        SlotSpec("telepon", "phone", "nomor telepon", "Nomor?", when=condition("anonim == 'pakai_nama'", frozenset({"anonim"}))),
        SlotSpec("tiket", "ticket", "nomor tiket", "Tiket?", prefixes=("PGD",)),
    )
    return Filing(replace(flows.intents["lapor"], slots=slots), FILES["pengaduan.lapor"])


def test_the_form_holds_what_the_caller_has_told(flows: Flows) -> None:
    facts = (Fact("isi laporan", "lampu mati", True), Fact("pencatatan nama", "dengan nama", True), Fact("lain", "x", True))
    fields = {field.name: field for field in blank(named(flows), facts, "PGD-2611-00473", TODAY)}
    assert {name: field.value for name, field in fields.items()} == {
        "apa": "lampu mati",
        "anonim": "pakai_nama",
        "telepon": "",
        "tiket": "PGD-2611-00473",
    }
    assert [name for name, field in fields.items() if not field.required] == ["telepon"]
    assert fields["anonim"].choices == (("tanpa_nama", "tanpa nama"), ("pakai_nama", "pakai nama"))


def test_what_is_written_is_read_as_sapa_reads_it(flows: Flows) -> None:
    written = {"apa": "lampu mati", "anonim": "pakai_nama", "telepon": "+62 812-3456-7890", "tiket": "pgd 2611 00473"}
    arguments, fields = read(named(flows), flows, written, TODAY)
    assert not any(field.error for field in fields)
    assert arguments["telepon"] == "081234567890" and arguments["tiket"] == "PGD-2611-00473"


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ({"anonim": "pakai_nama", "telepon": "12"}, {"apa", "telepon", "tiket"}),
        ({"anonim": "pakai_nama"}, {"apa", "telepon", "tiket"}),
        ({"anonim": "tanpa_nama", "telepon": "12"}, {"apa", "tiket"}),
        ({"apa": "x" * 900, "anonim": "ya"}, {"anonim", "tiket"}),
    ],
)
def test_what_is_missing_or_wrong_is_marked_and_what_is_not_due_is_not_sent(flows: Flows, written: dict[str, str], wrong: set[str]) -> None:
    arguments, fields = read(named(flows), flows, written, TODAY)
    assert {field.name for field in fields if field.error} == wrong
    assert arguments["telepon"] == ""


def test_nothing_confidential_and_nothing_that_only_asks_can_be_filed(flows: Flows) -> None:
    assert set(filings(flows, FILES)) == {"lapor"}
    secret = replace(flows, intents={"lapor": replace(flows.intents["lapor"], confidential=True)})
    assert filings(secret, FILES) == {} and filings(flows, {"pengaduan.lapor": replace(FILES["pengaduan.lapor"], write=False)}) == {}


async def test_a_ticket_is_filed_once_however_often_it_is_sent(house: DeskHouse) -> None:
    agent = await house.visitor("agen1")
    status, form = await agent.get(f"/meja/formulir?panggilan={CALL}&keperluan=lapor", script=True)
    serial = re.search(r'name="formulir" value="(\d+)"', form)
    assert status == 200 and "lampu jalan mati" in form and serial
    for _ in range(2):
        status, text = await agent.post("/meja/tiket", script=True, formulir=serial[1], **GIVEN)
        assert status == 200 and "PGD-" in text
    (ticket,) = await house.records.tickets_of(CALL)
    (sent,) = await house.records.unsent()
    assert ticket.number in text and sent.operation == "pengaduan.lapor"
    assert sent.arguments == {"apa": "lampu jalan mati", "lokasi": "Jalan Kartini", "sejak": "tiga hari", "nomor": ticket.number}
    status, work = await agent.get("/meja/bagian/kerja", script=True)
    assert ticket.number in work


async def test_a_wrong_form_comes_back_with_what_was_written(house: DeskHouse) -> None:
    agent = await house.visitor("agen1")
    fields = GIVEN | {"apa": EVIL, "sejak": "", "formulir": str((1 << 62) + 1)}
    status, form = await agent.post("/meja/tiket", script=True, **fields)
    assert status == 422 and "Harus diisi." in form and 'aria-invalid="true"' in form and str((1 << 62) + 1) in form
    assert ESCAPED in form and "<script>" not in form
    assert await house.records.tickets_of(CALL) == []


async def test_forms_of_nobody_file_nothing(house: DeskHouse) -> None:
    agent = await house.visitor("agen1")
    for wrong in ({"formulir": "1"}, {"formulir": "9" * 40}, {"formulir": ""}, {"keperluan": "status_ktp"}, {"panggilan": OTHER}):
        status, _ = await agent.post("/meja/tiket", script=True, **(GIVEN | {"formulir": str(1 << 62)} | wrong))
        assert status == 422 and await house.records.unsent() == [], wrong
