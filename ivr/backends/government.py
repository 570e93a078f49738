"""The demonstration government: an HTTP server with its own database and clearly fictional people.

It speaks what a real system's adapter would speak (see connector.py), so that taking it away takes away nothing else.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from types import TracebackType

from aiohttp import web

from dialog.slots.ticket import number

SCHEMA = """
CREATE TABLE IF NOT EXISTS penduduk (nik TEXT PRIMARY KEY, nama TEXT, status TEXT, kantor TEXT, perkiraan TEXT);
CREATE TABLE IF NOT EXISTS laporan (tiket TEXT PRIMARY KEY, apa TEXT, lokasi TEXT, sejak TEXT, dibuat TEXT);
CREATE TABLE IF NOT EXISTS keluarga (kk TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS pegawai (nip TEXT PRIMARY KEY, nama TEXT, status TEXT, terbit TEXT);
CREATE TABLE IF NOT EXISTS pbb (nop TEXT PRIMARY KEY, jumlah TEXT, status TEXT);
CREATE TABLE IF NOT EXISTS npwp (npwp TEXT PRIMARY KEY, nama TEXT, status TEXT);
CREATE TABLE IF NOT EXISTS kendaraan (plat TEXT PRIMARY KEY, jumlah TEXT, jatuh_tempo TEXT);
CREATE TABLE IF NOT EXISTS aduan (tiket TEXT PRIMARY KEY, status TEXT, sejak TEXT);
CREATE TABLE IF NOT EXISTS janji (kode TEXT PRIMARY KEY, tanggal TEXT, jam TEXT, keperluan TEXT);
CREATE TABLE IF NOT EXISTS berkas (tiket TEXT PRIMARY KEY, operasi TEXT, isi TEXT, dibuat TEXT);
"""
PEOPLE = (
    ("3273014107892415", "Sari Contoh", "siap", "Kantor Kecamatan Coblong", ""),
    ("3171051203850002", "Budi Rekaan", "proses", "Dukcapil Jakarta Pusat", "2026-12-15"),
    ("3578026512750003", "Wati Misal", "siap", "Kantor Kecamatan Gubeng", ""),
    ("1271010101010004", "Togar Umpama", "proses", "Dukcapil Kota Medan", "2027-01-08"),
    ("7371094408990005", "Andi Khayal", "ditolak", "Dukcapil Kota Makassar", ""),
)
ROWS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "penduduk": PEOPLE,
    "keluarga": (("3273011203100001",), ("3171052507150002",)),
    "pegawai": (
        ("198507122010012003", "Ratna Contoh", "terbit", "2026-10-01"),
        ("197903052005011004", "Joko Rekaan", "proses", ""),
    ),
    "pbb": (("327301000100200340", "1250000", "belum"), ("327301000100200350", "0", "lunas")),
    "npwp": (("013121660091000", "Warung Misal", "aktif"), ("3273014107892415", "Sari Contoh", "nonaktif")),
    "kendaraan": (("D 1234 ABC", "425000", "2027-01-05"), ("B 5678 XYZ", "0", "2027-09-30")),
    "aduan": (("ADU-2510-00014", "selesai", "2025-12-10"), ("ADU-2610-00020", "dikerjakan", "2026-11-20")),
    "janji": (("483920", "2026-12-07", "09:00", "KTP"),),
}
"""What stands in the registers from the beginning; everybody and everything in them is made up."""


@dataclass(frozen=True, slots=True)
class Register:
    """Looked up by `key`; `fields` are the columns of the answer."""

    table: str
    key: str
    fields: tuple[str, ...]


REGISTERS: Mapping[str, Register] = {
    "kependudukan.status_ktp": Register("penduduk", "nik", ("nama", "status", "kantor", "perkiraan")),
    "kepegawaian.pangkat": Register("pegawai", "nip", ("nama", "status", "terbit")),
    "pajak.pbb": Register("pbb", "nop", ("jumlah", "status")),
    "pajak.npwp": Register("npwp", "npwp", ("nama", "status")),
    "pajak.kendaraan": Register("kendaraan", "plat", ("jumlah", "jatuh_tempo")),
    "janji.cek": Register("janji", "kode", ("tanggal", "jam", "keperluan")),
}
FILED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "kependudukan.pindah": ("PND", ("kk", "alamat")),
    "pajak.keringanan": ("KRG", ("nop", "penghasilan", "satu_rumah")),
    "pengaduan.rahasia": ("RHS", ("apa", "instansi")),
}
"""Applications: the letters of their ticket, and what must be in them."""
OPERATIONS = frozenset({*REGISTERS, *FILED, "pengaduan.lapor", "pengaduan.status", "janji.buat"})
MAX_TEXT = 500


class DemonstrationGovernment:
    """`async with DemonstrationGovernment(database) as government:` listens on loopback at `government.url`."""

    def __init__(self, database: Path, host: str = "127.0.0.1", port: int = 0) -> None:
        self._database, self._host, self._port = database, host, port
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        assert self._runner is not None, "not started"
        return f"http://{self._host}:{self._runner.addresses[0][1]}"

    async def __aenter__(self) -> DemonstrationGovernment:
        await asyncio.to_thread(self._seed)
        app = web.Application(client_max_size=64 * 1024)
        handlers: dict[str, Callable[[web.Request], Awaitable[web.Response]]] = {
            **{name: partial(self._found, register) for name, register in REGISTERS.items()},
            **{name: partial(self._applied, name, *what) for name, what in FILED.items()},
            "pengaduan.lapor": self._report,
            "pengaduan.status": self._complaint,
            "janji.buat": self._appoint,
        }
        app.add_routes([web.post(f"/{name.replace('.', '/')}", handler) for name, handler in handlers.items()])
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _found(self, register: Register, request: web.Request) -> web.Response:
        value = str((await _asked(request)).get(register.key, ""))
        row = await asyncio.to_thread(self._row, register, value)
        return web.json_response(row) if row is not None else _missing()

    async def _complaint(self, request: web.Request) -> web.Response:
        ticket = str((await _asked(request)).get("tiket", ""))
        row = await asyncio.to_thread(self._row, Register("aduan", "tiket", ("status", "sejak")), ticket)
        made = await asyncio.to_thread(self._row, Register("laporan", "tiket", ("dibuat",)), ticket) if row is None else None
        if made is not None:
            row = {"status": "diterima", "sejak": made["dibuat"]}
        return web.json_response(row) if row is not None else _missing()

    async def _applied(self, operation: str, letters: str, fields: tuple[str, ...], request: web.Request) -> web.Response:
        body = await _asked(request)
        given = {name: str(body.get(name, ""))[:MAX_TEXT].strip() for name in fields}
        if not all(given.values()):
            return _incomplete()
        return web.json_response({"tiket": await asyncio.to_thread(self._apply, letters, operation, given)})

    async def _appoint(self, request: web.Request) -> web.Response:
        body = await _asked(request)
        fields = tuple(str(body.get(name, ""))[:MAX_TEXT].strip() for name in ("tanggal", "jam", "keperluan"))
        if not all(fields):
            return _incomplete()
        return web.json_response({"kode": await asyncio.to_thread(self._keep_appointment, fields)})

    async def _report(self, request: web.Request) -> web.Response:
        body = await _asked(request)
        fields = tuple(str(body.get(name, ""))[:MAX_TEXT].strip() for name in ("apa", "lokasi", "sejak"))
        if not all(fields):
            return _incomplete()
        return web.json_response({"tiket": await asyncio.to_thread(self._file, fields)})

    def _file(self, fields: tuple[str, ...]) -> str:
        """Numbers go up by one: two reports at once must not get the same, so the count and the insert are one transaction."""
        with sqlite3.connect(self._database, timeout=10) as connection:
            connection.execute("BEGIN IMMEDIATE")
            ticket = _next(connection, "laporan", "ADU")
            connection.execute("INSERT INTO laporan VALUES (?, ?, ?, ?, ?)", (ticket, *fields, date.today().isoformat()))
        connection.close()
        return ticket

    def _apply(self, letters: str, operation: str, given: Mapping[str, str]) -> str:
        with sqlite3.connect(self._database, timeout=10) as connection:
            connection.execute("BEGIN IMMEDIATE")
            ticket = _next(connection, "berkas", letters)
            row = (ticket, operation, json.dumps(given), date.today().isoformat())
            connection.execute("INSERT INTO berkas VALUES (?, ?, ?, ?)", row)
        connection.close()
        return ticket

    def _keep_appointment(self, fields: tuple[str, ...]) -> str:
        with sqlite3.connect(self._database, timeout=10) as connection:
            connection.execute("BEGIN IMMEDIATE")
            (count,) = connection.execute("SELECT COUNT(*) FROM janji").fetchone()
            code = f"{500_000 + count:06d}"
            connection.execute("INSERT INTO janji VALUES (?, ?, ?, ?)", (code, *fields))
        connection.close()
        return code

    def _row(self, register: Register, value: str) -> dict[str, str] | None:
        """Names of tables and columns are ours, only `value` is the caller's."""
        query = f"SELECT {', '.join(register.fields)} FROM {register.table} WHERE {register.key} = ?"
        row = self._one(query, (value,))
        return dict(zip(register.fields, row, strict=True)) if row is not None else None

    def _one(self, query: str, values: tuple[str, ...]) -> tuple[str, ...] | None:
        connection = sqlite3.connect(self._database, timeout=10)
        try:
            row: tuple[str, ...] | None = connection.execute(query, values).fetchone()
            return row
        finally:
            connection.close()

    def report(self, ticket: str) -> tuple[str, ...] | None:
        """What was filed under `ticket`: (apa, lokasi, sejak)."""
        return self._one("SELECT apa, lokasi, sejak FROM laporan WHERE tiket = ?", (ticket,))

    def _seed(self) -> None:
        self._database.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._database, timeout=10)
        with connection:
            connection.executescript(SCHEMA)
            for table, rows in ROWS.items():
                connection.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
        connection.close()


def _next(connection: sqlite3.Connection, table: str, letters: str) -> str:
    """The next ticket number of this month, inside a transaction."""
    today = date.today()
    query = f"SELECT COUNT(*) FROM {table} WHERE tiket LIKE ?"
    (count,) = connection.execute(query, (f"{letters}-{today:%y%m}-%",)).fetchone()
    return number(letters, today, count + 1)


def _missing() -> web.Response:
    return web.json_response({"pesan": "tidak ditemukan"}, status=404)


def _incomplete() -> web.Response:
    return web.json_response({"pesan": "tidak lengkap"}, status=422)


async def _asked(request: web.Request) -> dict[str, object]:
    """The request's JSON object; anything else is refused with status 422."""
    try:
        body = await request.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise web.HTTPUnprocessableEntity(text="bukan objek JSON")
    return body
