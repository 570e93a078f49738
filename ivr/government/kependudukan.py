"""Dukcapil: residents, identity cards, document applications, the mobile service."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from ivr.government.places import same_district
from ivr.government.system import Answer, Register, System

SYSTEM = System(
    "kependudukan",
    "Administrasi Kependudukan",
    "Data penduduk, status KTP elektronik dan dokumen, pelayanan keliling.",
    """
    CREATE TABLE keluarga (kk TEXT PRIMARY KEY, alamat TEXT, kelurahan TEXT, kecamatan TEXT);
    CREATE TABLE penduduk (nik TEXT PRIMARY KEY, kk TEXT REFERENCES keluarga, nama TEXT, tanggal_lahir TEXT, hubungan TEXT, telepon TEXT,
        status TEXT, kantor TEXT, perkiraan TEXT);
    CREATE TABLE dokumen (tiket TEXT PRIMARY KEY, nik TEXT REFERENCES penduduk, jenis TEXT, status TEXT, kantor TEXT, perkiraan TEXT);
    CREATE TABLE keliling (kecamatan TEXT, tempat TEXT, hari TEXT, jam TEXT)
    """,
)
"""`penduduk.status`, `kantor` and `perkiraan` are those of the identity card; `keliling.hari` is a weekday, 0: Monday."""
OFFICE = "Kantor Dukcapil Kota Sukamaju"


@SYSTEM.operation("Mencocokkan NIK dengan tanggal lahir", "nik tanggal_lahir", "cocok")
def verifikasi(register: Register, asked: Mapping[str, str]) -> Answer | None:
    found = register.one("SELECT nik FROM penduduk WHERE nik = ? AND tanggal_lahir = ?", asked["nik"], asked["tanggal_lahir"])
    return {"cocok": "ya" if found else "tidak"}


@SYSTEM.operation("Mencocokkan nomor penelepon dengan yang terdaftar", "nik penelepon", "cocok")
def nomor_terdaftar(register: Register, asked: Mapping[str, str]) -> Answer | None:
    found = register.one("SELECT nik FROM penduduk WHERE nik = ? AND telepon = ?", asked["nik"], national(asked["penelepon"]))
    return {"cocok": "ya" if found else "tidak"}


@SYSTEM.operation("Nomor telepon yang terdaftar", "nik", "telepon")
def telepon(register: Register, asked: Mapping[str, str]) -> Answer | None:
    return register.one("SELECT telepon FROM penduduk WHERE nik = ? AND telepon != ''", asked["nik"])


@SYSTEM.operation("Status KTP elektronik", "nik", "status kantor perkiraan", status=("siap", "proses", "ditolak", "belum_rekam"))
def status_ktp(register: Register, asked: Mapping[str, str]) -> Answer | None:
    return register.one("SELECT status, kantor, perkiraan FROM penduduk WHERE nik = ?", asked["nik"])


@SYSTEM.operation("Status permohonan dokumen", "tiket", "jenis status kantor perkiraan", status=("diterima", "proses", "siap", "ditolak"))
def status_dokumen(register: Register, asked: Mapping[str, str]) -> Answer | None:
    return register.one("SELECT jenis, status, kantor, perkiraan FROM dokumen WHERE tiket = ?", asked["tiket"])


@SYSTEM.operation("Pelayanan keliling berikutnya di satu kecamatan", "kecamatan", "ada tempat tanggal jam")
def jadwal_keliling(register: Register, asked: Mapping[str, str]) -> Answer | None:
    """Every week on the same day; what is today counts as next."""
    rounds = register.all("SELECT kecamatan, tempat, hari, jam FROM keliling")
    days = [(next_day(register.today, int(row["hari"])), row) for row in rounds if same_district(row["kecamatan"], asked["kecamatan"])]
    if not days:
        return {"ada": "tidak", "tempat": "", "tanggal": "", "jam": ""}
    day, row = min(days, key=lambda found: found[0])
    return {"ada": "ya", "tempat": row["tempat"], "tanggal": day.isoformat(), "jam": row["jam"]}


@SYSTEM.operation("Permohonan pindah", "kk alamat", "tiket", optional="jenis", prefix="PND")
def pindah(register: Register, asked: Mapping[str, str]) -> Answer | None:
    return _apply(register, asked["tiket"], "surat pindah")


@SYSTEM.operation("Keluhan tentang dokumen", "dokumen apa", "tiket", optional="telepon", prefix="KLD")
def keluhan(register: Register, asked: Mapping[str, str]) -> Answer | None:
    return _apply(register, asked["tiket"], f"keluhan {asked['dokumen']}")


def _apply(register: Register, ticket: str, kind: str) -> Answer:
    """What is filed is an application like others: its status can be asked at once."""
    register.add("dokumen", {"tiket": ticket, "jenis": kind, "status": "diterima", "kantor": OFFICE, "perkiraan": ""})
    return {"tiket": ticket}


def national(number: str) -> str:
    """A telephone number's digits as they are registered: +62 and 62 become 0."""
    digits = "".join(sign for sign in number if sign.isdigit())
    return f"0{digits[2:]}" if digits.startswith("62") else digits


def next_day(today: date, weekday: int) -> date:
    """The next such weekday (0: Monday), today included."""
    return today + timedelta(days=(weekday - today.weekday()) % 7)
