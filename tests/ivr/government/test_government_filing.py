"""What is filed with the demonstration government is filed once, whole, and found at once under the number it came with."""

from __future__ import annotations

import asyncio
from pathlib import Path

import aiohttp
import pytest

from dialog.slots.ticket import number, valid
from ivr.government.catalogue import OPERATIONS
from ivr.government.server import DemonstrationGovernment
from ivr.government.system import MAX_TEXT

from .conftest import TODAY, Citizen

pytestmark = pytest.mark.asyncio(loop_scope="module")
REPORT = {"kategori": "jalan_rusak", "apa": "jalan rusak", "lokasi": "Jalan Asia Afrika", "sejak": "kemarin"}
NUMBERED = [name for name, operation in OPERATIONS.items() if operation.prefix]


@pytest.mark.parametrize("operation", NUMBERED)
async def test_our_number_is_kept_and_nothing_is_filed_twice(citizen: Citizen, operation: str) -> None:
    declared = OPERATIONS[operation]
    whole = {name: (what.choices or ("ada",))[0] for name, what in declared.takes.items()}
    ours, before = number(declared.prefix, TODAY, 1), len(citizen.government.filed(operation))
    answers = [await citizen.ask(operation, f"k {operation}", **whole, nomor=ours) for _ in range(2)]
    assert answers == [(200, {"tiket": ours})] * 2
    assert [(one.ticket, one.fields) for one in citizen.government.filed(operation)[before:]] == [(ours, whole)]
    assert (await citizen.ask(operation, f"k {operation}", **whole, nomor=number(declared.prefix, TODAY, 2)))[0] == 409
    assert (await citizen.ask(operation, "another key", **whole, nomor=ours))[0] == 409
    needed = next(name for name in declared.takes if name not in declared.optional)
    for bad in ("  ", "x" * (MAX_TEXT + 1)):
        assert (await citizen.ask(operation, **{**whole, needed: bad}))[0] == 422
    assert len(citizen.government.filed(operation)) == before + 1


async def test_the_same_key_at_once_files_one(citizen: Citizen) -> None:
    ours = number("PGD", TODAY, 3)
    answers = await asyncio.gather(*(citizen.ask("pengaduan.lapor", "at once", **REPORT, nomor=ours) for _ in range(8)))
    assert answers == [(200, {"tiket": ours})] * 8
    assert len(citizen.government.filed(ticket=ours)) == 1


async def test_what_comes_without_a_number_gets_one_of_its_own(citizen: Citizen) -> None:
    answers = await asyncio.gather(*(citizen.ask("pengaduan.lapor", **{**REPORT, "apa": f"lubang {n}"}) for n in range(8)))
    tickets = [answer["tiket"] for _, answer in answers]
    assert len(set(tickets)) == 8
    assert all(valid(ticket) for ticket in tickets)


async def test_a_complaint_is_found_supported_and_added_to_until_it_is_finished(citizen: Citizen) -> None:
    ours, place = number("PGD", TODAY, 4), "Jalan Lingkar Selatan depan terminal"
    same = {"kategori": "lampu", "lokasi": "jl lingkar selatan"}
    assert (await citizen.ask("pengaduan.serupa", **same))[1]["ada"] == "tidak"
    await citizen.ask("pengaduan.lapor", "found", **{**REPORT, "kategori": "lampu", "lokasi": place}, nomor=ours)
    assert await citizen.ask("pengaduan.status", tiket=ours) == (
        200,
        {"status": "diterima", "sejak": TODAY.isoformat(), "instansi": "Dinas Perhubungan"},
    )
    assert (await citizen.ask("pengaduan.serupa", **{**same, "kategori": "sampah"}))[1]["ada"] == "tidak"
    for _ in range(2):
        assert (await citizen.ask("pengaduan.dukung", "one supporter", tiket=ours))[0] == 200
    found = (await citizen.ask("pengaduan.serupa", **{**same, "kategori": "Lampu"}))[1]
    assert found == {"ada": "ya", "tiket": ours, "sejak": TODAY.isoformat(), "dukungan": "2"}
    assert (await citizen.ask("pengaduan.tambah", tiket=ours, keterangan="makin gelap"))[0] == 200
    assert (await citizen.ask("pengaduan.dukung", tiket="ADU-2510-00014"))[0] == 422, "it is finished"
    finished = (await citizen.ask("pengaduan.serupa", kategori="lampu", lokasi="Jalan Pahlawan"))[1]
    assert finished["ada"] == "tidak"


async def test_nothing_is_added_to_what_is_not_there_and_its_key_stays_free(citizen: Citizen) -> None:
    ours = number("PGD", TODAY, 5)
    added = {"tiket": ours, "keterangan": "makin besar"}
    assert (await citizen.ask("pengaduan.tambah", "early", **added))[0] == 404
    await citizen.ask("pengaduan.lapor", **REPORT, nomor=ours)
    assert (await citizen.ask("pengaduan.tambah", "early", **added))[0] == 200


async def test_of_a_confidential_report_only_its_arrival_is_told(citizen: Citizen) -> None:
    ours = number("WBS", TODAY, 6)
    await citizen.ask("pengaduan.rahasia", apa="pungutan liar", instansi="Dinas Contoh", nomor=ours)
    assert (await citizen.ask("pengaduan.status", tiket=ours))[1]["status"] == "diterima"
    assert (await citizen.ask("pengaduan.serupa", kategori="pungutan liar", lokasi="Dinas Contoh"))[1]["ada"] == "tidak"


async def test_applications_and_appointments_are_found_at_once(citizen: Citizen) -> None:
    move, meet = number("PND", TODAY, 7), number("JNJ", TODAY, 7)
    await citizen.ask("kependudukan.pindah", kk="3273011203100001", alamat="Jalan Veteran 1", nomor=move)
    assert (await citizen.ask("kependudukan.status_dokumen", tiket=move))[1]["status"] == "diterima"
    when = {"tanggal": "2026-12-01", "jam": "10:30", "keperluan": "ktp"}
    await citizen.ask("janji.buat", **when, nomor=meet)
    assert await citizen.ask("janji.cek", tiket=meet) == (200, when)


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b"\xff", b"[" * 60_000, b'{"nik": "\\ud800"}'])
@pytest.mark.parametrize("operation", ["kependudukan/status_ktp", "pengaduan/lapor"])
async def test_what_is_no_object_is_refused(citizen: Citizen, operation: str, body: bytes) -> None:
    async with citizen.session.post(f"{citizen.government.url}/{operation}", data=body) as answer:
        assert answer.status == 422


@pytest.mark.parametrize(("key", "nomor"), [("k", "\udcff"), ("k", "a\n"), ("x" * 201, "")])
async def test_no_key_and_no_number_is_anything_but_a_short_text(citizen: Citizen, key: str, nomor: str) -> None:
    before = len(citizen.government.filed())
    assert (await citizen.ask("pengaduan.lapor", key, **REPORT, nomor=nomor))[0] == 422
    assert len(citizen.government.filed()) == before


async def test_the_file_is_for_one_user_alone(tmp_path: Path) -> None:
    (tmp_path / "old.db").touch(0o644)
    for name in ("new.db", "old.db", "old.db"):
        async with DemonstrationGovernment(tmp_path / name):
            assert (tmp_path / name).stat().st_mode & 0o777 == 0o600


async def test_what_was_filed_outlives_a_restart_and_an_old_file_is_begun_anew(tmp_path: Path) -> None:
    government, ours = DemonstrationGovernment(tmp_path / "g.db"), number("PGD", TODAY, 8)
    async with aiohttp.ClientSession() as session:
        citizen = Citizen(government, session)
        async with government:
            url = government.url
            first = await citizen.ask("pengaduan.lapor", "k", **REPORT, nomor=ours)
        with pytest.raises(aiohttp.ClientConnectionError):
            await citizen.ask("pengaduan.lapor", "k", **REPORT, nomor=ours)
        async with government:
            assert government.url == url
            assert await citizen.ask("pengaduan.lapor", "k", **REPORT, nomor=ours) == first
            assert len(government.filed()) == 1
    (tmp_path / "g.db").unlink()
    (tmp_path / "g.db").touch()
    async with government:
        assert government.filed() == []
