"""The one-stop licence office (DPMPTSP): businesses and their applications."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.government.system import Answer, Register, System

SYSTEM = System(
    "perizinan",
    "Perizinan",
    "Pelaku usaha dan permohonan izin.",
    """
    CREATE TABLE usaha (nib TEXT PRIMARY KEY, nik TEXT REFERENCES penduduk, nama TEXT, bidang TEXT);
    CREATE TABLE izin (tiket TEXT PRIMARY KEY, nik TEXT REFERENCES penduduk, nib TEXT, jenis TEXT, status TEXT, kurang TEXT, perkiraan TEXT)
    """,
)
"""`nib`: 13 digits; empty where a person applies, not a business."""


@SYSTEM.operation(
    "Status permohonan izin", "tiket", "jenis status kurang perkiraan", status=("diterima", "kurang", "survei", "terbit", "ditolak")
)
def status(register: Register, asked: Mapping[str, str]) -> Answer | None:
    return register.one("SELECT jenis, status, kurang, perkiraan FROM izin WHERE tiket = ?", asked["tiket"])
