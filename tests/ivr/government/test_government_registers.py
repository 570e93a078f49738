"""Who and what stands in the registers: fictional, but built as the numbers of real ones are; and what the systems say of them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialog.schema import SlotSpec
from dialog.slots import kk, nik, nip, nop, phone, plate
from dialog.slots.result import Filled
from dialog.slots.ticket import valid
from ivr.government.catalogue import OPERATIONS
from ivr.government.pajak import fine
from ivr.government.places import similar
from ivr.government.seed import rows

from .conftest import TODAY, Citizen

pytestmark = pytest.mark.asyncio(loop_scope="module")
SEEDED = rows(TODAY)
PARSED = {
    ("penduduk", "nik"): nik.parse,
    ("keluarga", "kk"): kk.parse,
    ("pegawai", "nip"): nip.parse,
    ("pbb", "nop"): nop.parse,
    ("kendaraan", "plat"): plate.parse,
    ("penduduk", "telepon"): phone.parse,
}
LINKS = {
    ("penduduk", "kk"): ("keluarga", "kk"),
    ("dokumen", "nik"): ("penduduk", "nik"),
    ("izin", "nik"): ("penduduk", "nik"),
    ("izin", "nib"): ("usaha", "nib"),
    ("usaha", "nik"): ("penduduk", "nik"),
    ("pegawai", "nik"): ("penduduk", "nik"),
    ("pbb", "nik"): ("penduduk", "nik"),
    ("kendaraan", "nik"): ("penduduk", "nik"),
}


@pytest.mark.parametrize(("table", "column"), PARSED)
async def test_every_number_is_one_that_a_caller_can_say(table: str, column: str) -> None:
    slot = SlotSpec(column, column, column, "?", ())
    numbers = [row[column] for row in SEEDED[table] if row[column]]
    assert all(isinstance(PARSED[table, column](number, slot, TODAY), Filled) for number in numbers)
    assert len(set(numbers)) == len(numbers)


async def test_five_hundred_residents_are_born_when_their_nik_says() -> None:
    people = SEEDED["penduduk"]
    assert len(people) == 500
    for one in people:
        day, born = int(one["nik"][6:8]), date.fromisoformat(one["tanggal_lahir"])
        assert (day % 40, one["nik"][8:12]) == (born.day, f"{born:%m%y}")
        assert one["hubungan"] != "istri" or day > 40
    women = sum(int(one["nik"][6:8]) > 40 for one in people)
    assert 200 < women < 300
    for servant in SEEDED["pegawai"]:
        born_and_woman = next((one["tanggal_lahir"], int(one["nik"][6:8]) > 40) for one in people if one["nik"] == servant["nik"])
        assert born_and_woman == (date.fromisoformat(servant["nip"][:8]).isoformat(), servant["nip"][14] == "2")


@pytest.mark.parametrize(("table", "column"), LINKS)
async def test_everything_belongs_to_somebody(table: str, column: str) -> None:
    other, key = LINKS[table, column]
    assert {row[column] for row in SEEDED[table]} - {""} <= {row[key] for row in SEEDED[other]}


async def test_seeds_are_the_same_again_and_residents_on_any_day() -> None:
    assert rows(TODAY) == SEEDED
    later = rows(date(2027, 3, 1))
    assert [one["nik"] for one in later["penduduk"]] == [one["nik"] for one in SEEDED["penduduk"]]
    tickets = [row["tiket"] for table in ("dokumen", "izin", "aduan", "janji") for row in later[table] if row["tiket"] != "483920"]
    assert all(valid(ticket) for ticket in tickets)
    assert len(set(tickets)) == len(tickets)


async def test_every_resident_proves_who_he_is_and_no_other(citizen: Citizen) -> None:
    for one in (SEEDED["penduduk"][0], SEEDED["penduduk"][-1]):
        proof = {"nik": one["nik"], "tanggal_lahir": one["tanggal_lahir"]}
        assert await citizen.ask("kependudukan.verifikasi", **proof) == (200, {"cocok": "ya"})
        assert await citizen.ask("kependudukan.verifikasi", **{**proof, "tanggal_lahir": "1901-01-01"}) == (200, {"cocok": "tidak"})
        assert await citizen.ask("kependudukan.verifikasi", **{**proof, "nik": "' OR 1=1 --"}) == (200, {"cocok": "tidak"})
        assert await citizen.ask("kependudukan.telepon", nik=one["nik"]) == (200, {"telepon": one["telepon"]})
        for caller in (one["telepon"], f"+62{one['telepon'][1:]}", f"62{one['telepon'][1:]}"):
            assert await citizen.ask("kependudukan.nomor_terdaftar", nik=one["nik"], penelepon=caller) == (200, {"cocok": "ya"})
        assert await citizen.ask("kependudukan.nomor_terdaftar", nik=one["nik"], penelepon="0812") == (200, {"cocok": "tidak"})


@pytest.mark.parametrize(
    ("operation", "asked", "answer"),
    [
        ("kependudukan.status_ktp", {"nik": "3273014107892415"}, {"status": "siap", "kantor": "Kantor Kecamatan Coblong", "perkiraan": ""}),
        ("kependudukan.status_ktp", {"nik": "1271010101010004"},
            {"status": "proses", "kantor": "Dukcapil Kota Medan", "perkiraan": "2027-01-08"}),
        ("kependudukan.jadwal_keliling", {"kecamatan": "Kecamatan Tanjung Sari"},
            {"ada": "ya", "tempat": "Lapangan Kelurahan Bojong", "tanggal": "2026-11-26", "jam": "08:30"}),
        ("kependudukan.jadwal_keliling", {"kecamatan": "Mekarsari"},
            {"ada": "ya", "tempat": "Halaman Kantor Kelurahan Melati", "tanggal": "2026-11-24", "jam": "09:00"}),
        ("kependudukan.jadwal_keliling", {"kecamatan": "Antah Berantah"}, {"ada": "tidak", "tempat": "", "tanggal": "", "jam": ""}),
        ("perizinan.status", {"tiket": "IZN-2610-70221"},
            {"jenis": "PBG", "status": "kurang", "kurang": "gambar denah dan surat tanah", "perkiraan": ""}),
        ("pengaduan.status", {"tiket": "ADU-2610-00020"},
            {"status": "dikerjakan", "sejak": "2026-11-20", "instansi": "Dinas Pekerjaan Umum"}),
        ("pajak.pbb", {"nop": "327301000100200340"},
            {"tahun": "2026", "jumlah": "1250000", "denda": "37500", "status": "belum", "jatuh_tempo": "2026-08-31"}),
        ("pajak.kendaraan", {"plat": "B 5678 XYZ"}, {"jumlah": "0", "denda": "0", "status": "lunas", "jatuh_tempo": "2027-09-30"}),
        ("pajak.npwpd", {"npwpd": "2000001291001"}, {"jenis": "pajak restoran", "status": "aktif", "jatuh_tempo": "2026-12-15"}),
        ("kepegawaian.verifikasi", {"nip": "198507122010012003", "nik": "3273015207850003"}, {"cocok": "ya"}),
        ("kepegawaian.verifikasi", {"nip": "198507122010012003", "nik": "3273010503790004"}, {"cocok": "tidak"}),
        ("kepegawaian.telepon", {"nip": "197903052005011004"}, {"telepon": "081200004707"}),
        ("kepegawaian.cuti", {"nip": "198507122010012003"}, {"sisa": "7", "tahun": "2026"}),
        ("kepegawaian.pangkat", {"nip": "198507122010012003"}, {"status": "terbit", "golongan": "III/d", "terbit": "2026-10-01"}),
        ("kepegawaian.jadwal_seleksi", {"jenis": "cpns"},
            {"tahap": "seleksi kompetensi bidang", "mulai": "2026-12-09", "selesai": "2026-12-20"}),
        ("janji.cek", {"tiket": "483920"}, {"tanggal": "2026-12-07", "jam": "09:00", "keperluan": "KTP"}),
    ],
)  # fmt: skip
async def test_people_that_others_name_are_there(citizen: Citizen, operation: str, asked: dict[str, str], answer: dict[str, str]) -> None:
    assert await citizen.ask(operation, **asked) == (200, answer)


FINDS = [name for name, operation in OPERATIONS.items() if not operation.write and "cocok" not in operation.returns]


@pytest.mark.parametrize("operation", sorted({*FINDS} - {"kependudukan.jadwal_keliling", "pengaduan.serupa", "kepegawaian.jadwal_seleksi"}))
async def test_who_is_in_no_register_is_not_found(citizen: Citizen, operation: str) -> None:
    for nobody in ("0000000000000000", "' OR 1=1 --"):
        assert (await citizen.ask(operation, **dict.fromkeys(OPERATIONS[operation].takes, nobody)))[0] == 404
    assert (await citizen.ask(operation))[0] == 422


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Jalan Merdeka depan pasar", "jl. merdeka", True),
        ("Jalan Ahmad Yani nomor 12", "jalan ahmad yani no 200, dekat sekolah", True),
        ("Jalan Diponegoro", "jalan diponogoro", True),
        ("Jalan Ahmad Yani", "Jalan Ahmad Dahlan", False),
        ("Jalan Merdeka, Kelurahan Melati", "Jalan Merdeka, Kelurahan Kenanga", False),
        ("Jalan Kartini", "Jalan Veteran", False),
        ("Jalan nomor 3", "Jalan nomor 3", False),
    ],
)
async def test_the_same_place_named_differently(one: str, other: str, same: bool) -> None:
    assert similar(one, other) is similar(other, one) is same


@settings(deadline=None)
@given(amount=st.integers(0, 10**9), due=st.dates(date(2000, 1, 1), date(2030, 1, 1)), late=st.integers(0, 2000))
async def test_interest_grows_by_the_month_to_a_bound(amount: int, due: date, late: int) -> None:
    today = date.fromordinal(due.toordinal() + late)
    assert fine(amount, due, due) == 0
    assert 0 <= fine(amount, due, today) <= fine(amount, due, date.fromordinal(today.toordinal() + 1)) <= amount * 24 // 100
