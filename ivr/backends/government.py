"""The demonstration government: an HTTP server with its own database and clearly fictional people.

It speaks what a real system's adapter would speak (see connector.py), so that taking it away takes away nothing else.
"""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import date
from pathlib import Path
from types import TracebackType

from aiohttp import web

SCHEMA = """
CREATE TABLE IF NOT EXISTS penduduk (nik TEXT PRIMARY KEY, nama TEXT, status TEXT, kantor TEXT, perkiraan TEXT);
CREATE TABLE IF NOT EXISTS laporan (tiket TEXT PRIMARY KEY, apa TEXT, lokasi TEXT, sejak TEXT, dibuat TEXT);
"""
PEOPLE = (
    ("3273014107892415", "Sari Contoh", "siap", "Kantor Kecamatan Coblong", ""),
    ("3171051203850002", "Budi Rekaan", "proses", "Dukcapil Jakarta Pusat", "2026-12-15"),
    ("3578026512750003", "Wati Misal", "siap", "Kantor Kecamatan Gubeng", ""),
    ("1271010101010004", "Togar Umpama", "proses", "Dukcapil Kota Medan", "2027-01-08"),
    ("7371094408990005", "Andi Khayal", "ditolak", "Dukcapil Kota Makassar", ""),
)
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
        app.add_routes([web.post("/kependudukan/status_ktp", self._status), web.post("/pengaduan/lapor", self._report)])
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _status(self, request: web.Request) -> web.Response:
        nik = str((await _asked(request)).get("nik", ""))
        row = await asyncio.to_thread(self._one, "SELECT nama, status, kantor, perkiraan FROM penduduk WHERE nik = ?", (nik,))
        if row is None:
            return web.json_response({"pesan": "tidak ditemukan"}, status=404)
        return web.json_response(dict(zip(("nama", "status", "kantor", "perkiraan"), row, strict=True)))

    async def _report(self, request: web.Request) -> web.Response:
        body = await _asked(request)
        fields = tuple(str(body.get(name, ""))[:MAX_TEXT].strip() for name in ("apa", "lokasi", "sejak"))
        if not all(fields):
            return web.json_response({"pesan": "laporan tidak lengkap"}, status=422)
        return web.json_response({"tiket": await asyncio.to_thread(self._file, fields)})

    def _file(self, fields: tuple[str, ...]) -> str:
        """Numbers go up by one: two reports at once must not get the same, so the count and the insert are one transaction."""
        with sqlite3.connect(self._database, timeout=10) as connection:
            connection.execute("BEGIN IMMEDIATE")
            (count,) = connection.execute("SELECT COUNT(*) FROM laporan").fetchone()
            ticket = f"ADU-{date.today():%y}{count + 1:04d}"
            connection.execute("INSERT INTO laporan VALUES (?, ?, ?, ?, ?)", (ticket, *fields, date.today().isoformat()))
        connection.close()
        return ticket

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
            connection.executemany("INSERT OR REPLACE INTO penduduk VALUES (?, ?, ?, ?, ?)", PEOPLE)
        connection.close()


async def _asked(request: web.Request) -> dict[str, object]:
    """The request's JSON object; anything else is refused with status 422."""
    try:
        body = await request.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise web.HTTPUnprocessableEntity(text="bukan objek JSON")
    return body
