"""Lookups: every failure is an event, never an exception."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from dialog.effects import Lookup
from dialog.events import LookupDone, LookupFailed
from ivr.backends.connector import Connector
from ivr.backends.government import DemonstrationGovernment
from ivr.lookups import Lookups
from ivr.records.store import Records


async def test_government_and_call_backs(tmp_path: Path) -> None:
    async with (
        DemonstrationGovernment(tmp_path / "g.db") as government,
        Connector(government.url) as connector,
        Records(str(tmp_path / "r.db")) as records,
    ):
        lookups = Lookups(connector, records)
        done = await lookups.run("c", Lookup(3, "kependudukan.status_ktp", {"nik": "3273014107892415"}))
        assert isinstance(done, LookupDone)
        assert (done.request, done.data["nama"]) == (3, "Sari Contoh")
        unknown = Lookup(4, "kependudukan.status_ktp", {"nik": "1"})
        assert await lookups.run("c", unknown) == LookupFailed(4, "not_found")
        assert await lookups.run("c", Lookup(5, "pengaduan.lapor", {})) == LookupFailed(5, "rejected")
        promised = await lookups.run("c", Lookup(6, "sapa.callback", {"contact": "0812", "subject": "KTP"}))
        assert isinstance(promised, LookupDone)
        assert [(r.ticket, r.contact, r.subject) for r in await records.callbacks()] == [(promised.data["ticket"], "0812", "KTP")]


async def test_a_system_that_is_gone_and_records_that_are_broken(tmp_path: Path) -> None:
    async with Connector("http://127.0.0.1:1") as connector, Records(str(tmp_path / "r.db")) as records:
        lookups = Lookups(connector, records)
        assert await lookups.run("c", Lookup(1, "a.b")) == LookupFailed(1, "unavailable")
        engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path / 'r.db'}")
        async with engine.begin() as connection:
            await connection.execute(text("DROP TABLE callbacks"))
        await engine.dispose()
        assert await lookups.run("c", Lookup(2, "sapa.callback", {"contact": "1"})) == LookupFailed(2, "unavailable")
