"""Appointments at the offices."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.government.system import Answer, Register, System

SYSTEM = System(
    "janji",
    "Janji Temu",
    "Janji kunjungan ke kantor pelayanan.",
    "CREATE TABLE janji (tiket TEXT PRIMARY KEY, keperluan TEXT, tanggal TEXT, jam TEXT, orang TEXT, nama TEXT, telepon TEXT)",
)


@SYSTEM.operation("Membuat janji", "keperluan tanggal jam", "tiket", optional="orang nama telepon", prefix="JNJ")
def buat(register: Register, asked: Mapping[str, str]) -> Answer | None:
    register.add("janji", asked)
    return {"tiket": asked["tiket"]}


@SYSTEM.operation("Melihat janji", "tiket", "tanggal jam keperluan")
def cek(register: Register, asked: Mapping[str, str]) -> Answer | None:
    return register.one("SELECT tanggal, jam, keperluan FROM janji WHERE tiket = ?", asked["tiket"])
