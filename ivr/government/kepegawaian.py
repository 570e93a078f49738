"""The personnel office (BKPSDM): civil servants, and the selection of new ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ivr.government.system import Answer, Register, System

SYSTEM = System(
    "kepegawaian",
    "Kepegawaian (ASN)",
    "Pegawai negeri sipil dan PPPK: cuti, pangkat, pensiun, gaji berkala; jadwal seleksi.",
    """
    CREATE TABLE pegawai (nip TEXT PRIMARY KEY, nik TEXT REFERENCES penduduk, cuti TEXT, pangkat TEXT, golongan TEXT, terbit TEXT,
        pensiun TEXT, tmt TEXT, gaji TEXT, berikutnya TEXT)
    """,
)
"""`cuti`: days left this year; `pangkat`, `pensiun`, `gaji`: how far each decision is. Empty: there is none to come (PPPK)."""
SELECTIONS = {
    "cpns": (
        ("pengumuman", (8, 1), (8, 19)),
        ("pendaftaran", (8, 20), (9, 10)),
        ("seleksi administrasi", (9, 11), (9, 29)),
        ("seleksi kompetensi dasar", (10, 16), (11, 14)),
        ("seleksi kompetensi bidang", (12, 9), (12, 20)),
    ),
    "pppk": (
        ("pengumuman", (9, 15), (9, 30)),
        ("pendaftaran", (10, 1), (10, 20)),
        ("seleksi administrasi", (10, 21), (11, 14)),
        ("seleksi kompetensi", (12, 2), (12, 19)),
    ),
}
"""Every year's phases: first and last (month, day)."""


@SYSTEM.operation("Mencocokkan NIP dengan NIK", "nip nik", "cocok")
def verifikasi(register: Register, asked: Mapping[str, str]) -> Answer | None:
    found = register.one("SELECT nip FROM pegawai WHERE nip = ? AND nik = ?", asked["nip"], asked["nik"])
    return {"cocok": "ya" if found else "tidak"}


@SYSTEM.operation("Nomor telepon yang terdaftar", "nip", "telepon")
def telepon(register: Register, asked: Mapping[str, str]) -> Answer | None:
    return register.one("SELECT telepon FROM pegawai JOIN penduduk USING (nik) WHERE nip = ?", asked["nip"])


@SYSTEM.operation("Sisa cuti tahunan", "nip", "sisa tahun")
def cuti(register: Register, asked: Mapping[str, str]) -> Answer | None:
    return register.one("SELECT cuti AS sisa, ? AS tahun FROM pegawai WHERE nip = ?", str(register.today.year), asked["nip"])


@SYSTEM.operation("Usul kenaikan pangkat", "nip", "status golongan terbit", status=("diperiksa", "disetujui", "terbit"))
def pangkat(register: Register, asked: Mapping[str, str]) -> Answer | None:
    return register.one("SELECT pangkat AS status, golongan, terbit FROM pegawai WHERE nip = ? AND pangkat != ''", asked["nip"])


@SYSTEM.operation("Pensiun", "nip", "status tmt", status=("belum", "diperiksa", "terbit"))
def pensiun(register: Register, asked: Mapping[str, str]) -> Answer | None:
    return register.one("SELECT pensiun AS status, tmt FROM pegawai WHERE nip = ? AND pensiun != ''", asked["nip"])


@SYSTEM.operation("Kenaikan gaji berkala", "nip", "status berikutnya", status=("belum", "diperiksa", "terbit"))
def gaji_berkala(register: Register, asked: Mapping[str, str]) -> Answer | None:
    return register.one("SELECT gaji AS status, berikutnya FROM pegawai WHERE nip = ?", asked["nip"])


@SYSTEM.operation("Tahap seleksi yang berlangsung atau berikutnya", "jenis", "tahap mulai selesai", jenis=("cpns", "pppk"))
def jadwal_seleksi(register: Register, asked: Mapping[str, str]) -> Answer | None:
    today = register.today
    phases = [
        (date(year, *last), date(year, *first), name)
        for year in (today.year, today.year + 1)
        for name, first, last in SELECTIONS[asked["jenis"]]
    ]
    end, begin, name = min(phase for phase in phases if phase[0] >= today)
    return {"tahap": name, "mulai": begin.isoformat(), "selesai": end.isoformat()}
