"""The revenue office (Bapenda): property tax, vehicles, local taxpayers, requests for relief."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ivr.government.system import Answer, Register, System

SYSTEM = System(
    "pajak",
    "Pajak Daerah",
    "PBB, pajak kendaraan, wajib pajak daerah, permohonan keringanan.",
    """
    CREATE TABLE pbb (nop TEXT PRIMARY KEY, nik TEXT REFERENCES penduduk, alamat TEXT, tahun TEXT, jumlah TEXT, jatuh_tempo TEXT);
    CREATE TABLE kendaraan (plat TEXT PRIMARY KEY, nik TEXT REFERENCES penduduk, jenis TEXT, jumlah TEXT, jatuh_tempo TEXT);
    CREATE TABLE npwpd (npwpd TEXT PRIMARY KEY, nib TEXT REFERENCES usaha, nama TEXT, jenis TEXT, status TEXT, jatuh_tempo TEXT);
    CREATE TABLE keringanan (tiket TEXT PRIMARY KEY, nop TEXT, alasan TEXT, telepon TEXT)
    """,
)
"""`jumlah`: what is still to be paid, in rupiah; 0: paid. The property tax of the seed's year falls due on 31 August."""
PAID = ("lunas", "belum")
MONTHLY, LONGEST = 1, 24
"""Interest in percent for each month begun, and for how many months at most. Source: UU 1/2022; PP 35/2023."""


@SYSTEM.operation("Tagihan PBB", "nop", "tahun jumlah denda status jatuh_tempo", status=PAID)
def pbb(register: Register, asked: Mapping[str, str]) -> Answer | None:
    return _owed(register, register.one("SELECT tahun, jumlah, jatuh_tempo FROM pbb WHERE nop = ?", asked["nop"]))


@SYSTEM.operation("Pajak kendaraan", "plat", "jumlah denda status jatuh_tempo", status=PAID)
def kendaraan(register: Register, asked: Mapping[str, str]) -> Answer | None:
    return _owed(register, register.one("SELECT jumlah, jatuh_tempo FROM kendaraan WHERE plat = ?", asked["plat"]))


@SYSTEM.operation("Status NPWPD", "npwpd", "jenis status jatuh_tempo", status=("aktif", "nonaktif"))
def npwpd(register: Register, asked: Mapping[str, str]) -> Answer | None:
    return register.one("SELECT jenis, status, jatuh_tempo FROM npwpd WHERE npwpd = ?", asked["npwpd"])


@SYSTEM.operation("Permohonan keringanan PBB", "nop alasan", "tiket", optional="telepon", prefix="KRG")
def keringanan(register: Register, asked: Mapping[str, str]) -> Answer | None:
    register.add("keringanan", asked)
    return {"tiket": asked["tiket"]}


def fine(amount: int, due: date, today: date) -> int:
    """Rupiah of interest on `amount` that was due on `due`; a month begun counts whole."""
    if today <= due:
        return 0
    months = (today.year - due.year) * 12 + today.month - due.month + (today.day > due.day)
    return amount * min(months, LONGEST) * MONTHLY // 100


def _owed(register: Register, row: Answer | None) -> Answer | None:
    if row is None:
        return None
    amount = int(row["jumlah"])
    interest = fine(amount, date.fromisoformat(row["jatuh_tempo"]), register.today)
    return {**row, "denda": str(interest), "status": "belum" if amount else "lunas"}
