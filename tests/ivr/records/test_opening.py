"""Records are opened: what is there is kept, what is missing is made, what cannot be is told."""

from __future__ import annotations

import asyncio
import sqlite3
import traceback
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, insert, text
from sqlalchemy.exc import IntegrityError

from ivr.records.database import engines_of
from ivr.records.migrate import migrate
from ivr.records.models import Base, CallRow, JournalRow
from ivr.records.store import Records, RecordsError

NIK = "3273014107892415"
BEFORE_MIGRATIONS = """
    CREATE TABLE calls (call_id VARCHAR(36) NOT NULL PRIMARY KEY, started_at VARCHAR(40) NOT NULL, ended_at VARCHAR(40) NOT NULL,
        outcome VARCHAR(20) NOT NULL, intent VARCHAR(80) NOT NULL, ticket VARCHAR(40) NOT NULL);
    CREATE TABLE journal (id INTEGER NOT NULL PRIMARY KEY, call_id VARCHAR(36) NOT NULL, number INTEGER NOT NULL,
        at_ms INTEGER NOT NULL, payload JSON NOT NULL, UNIQUE (call_id, number));
    CREATE INDEX ix_journal_call_id ON journal (call_id);
    CREATE TABLE callbacks (ticket VARCHAR(40) NOT NULL PRIMARY KEY, call_id VARCHAR(36) NOT NULL, created_at VARCHAR(40) NOT NULL,
        contact VARCHAR(40) NOT NULL, subject VARCHAR(400) NOT NULL, done_at VARCHAR(40) NOT NULL);
    INSERT INTO calls VALUES ('a', '2026-11-20T10:00:00.000+07:00', '2026-11-20T10:01:00.000+07:00', 'answered', 'syarat_ktp', '');
    INSERT INTO callbacks VALUES ('TLP-123456', 'a', '2026-11-20T10:00:30.000+07:00', '0812', 'KTP', '');
"""
"""What editions without migrations made."""


@pytest.fixture(autouse=True)
def as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is there that opening did not make."""
    monkeypatch.setattr("ivr.records.store.engines_of", engines_of)


@pytest.fixture
def database(empty_database: str) -> str:
    """Its tables are still to be made."""
    return empty_database


async def change(database: str, *statements: str) -> None:
    engine = engines_of(database)[1]
    async with engine.begin() as connection:
        for statement in statements:
            await connection.execute(text(statement))
    await engine.dispose()


async def test_what_was_kept_is_there_after_opening_again(database: str) -> None:
    async with Records(database) as records:
        await records.begin_call("a")
        await records.end_call("a", "ticket", "jalan_rusak", "ADU-1")
    async with Records(database) as records:
        call = await records.call("a")
        assert call is not None
        assert (call.outcome, call.intent, call.ticket) == ("ticket", "jalan_rusak", "ADU-1")


async def test_models_and_migrations_agree(database: str) -> None:
    def differences(connection: Connection) -> list[object]:
        return compare_metadata(MigrationContext.configure(connection), Base.metadata)

    async with Records(database):
        engine = engines_of(database)[0]
        async with engine.connect() as connection:
            assert await connection.run_sync(differences) == []
        await engine.dispose()


async def test_tables_from_before_migrations_are_taken_over_with_what_is_in_them(database: str) -> None:
    await change(database, *BEFORE_MIGRATIONS.strip().rstrip(";").split(";"))
    async with Records(database) as records:
        call = await records.call("a")
        assert call is not None
        assert (call.outcome, call.caller) == ("answered", "")
        assert [row.contact for row in await records.open_callbacks()] == ["0812"]
        assert await records.file("a", 1, "pengaduan.lapor", {}, "PGD")


async def test_of_many_that_start_together_one_migrates(database: str) -> None:
    async def start(number: int) -> None:
        async with Records(database) as records:
            await records.begin_call(str(number))

    await asyncio.gather(*map(start, range(6)))
    async with Records(database) as records:
        assert len(await records.latest_calls(10)) == 6


async def test_a_migration_that_fails_leaves_the_tables_as_they_were(database: str) -> None:
    await change(database, "CREATE TABLE ratings (x INTEGER)")
    with pytest.raises(RecordsError, match="cannot be opened"):
        async with Records(database):
            pass
    await change(database, "DROP TABLE ratings")
    async with Records(database) as records:
        assert await records.ratings() == []


async def test_records_of_a_later_edition_are_left_alone(database: str) -> None:
    async with Records(database):
        await change(database, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(RecordsError, match="later edition"):
        async with Records(database):
            pass


async def test_migrating_waits_for_whoever_is_at_it(database: str) -> None:
    engine = engines_of(database)[1]
    async with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            await connection.execute(text("SELECT pg_advisory_xact_lock(7272001)"))
        other = engines_of(database)[1]
        waiting = asyncio.create_task(migrate(other))
        done, _ = await asyncio.wait([waiting], timeout=0.3)
        assert not done
    await waiting
    await other.dispose()
    await engine.dispose()


async def test_the_file_is_in_wal_mode_and_another_process_reads_while_we_write(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    async with Records(str(path)) as records:
        await records.begin_call("a")
        other = sqlite3.connect(path, timeout=0)
        try:
            assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)
            other.execute("BEGIN")
            assert other.execute("SELECT count(*) FROM calls").fetchone() == (1,)
            await records.begin_call("b")
            assert other.execute("SELECT count(*) FROM calls").fetchone() == (1,)
        finally:
            other.close()


@pytest.mark.parametrize("place", ["file/records.db", "mysql://u:rahasia@h/d", "postgresql://u:rahasia@127.0.0.1:1/d"])
async def test_a_database_that_cannot_be_opened_is_told_without_its_secret(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    url = place if "://" in place else str(tmp_path / place)
    with pytest.raises(RecordsError, match="check `records`") as caught:
        async with Records(url):
            pass
    assert "rahasia" not in str(caught.value)


@pytest.mark.parametrize(("option", "opens"), [("sslmode=disable", True), ("sslmode=require", False), ("warna=biru", False)])
async def test_options_of_a_postgresql_address(postgres: str, option: str, opens: bool) -> None:
    """The server of the tests has no TLS."""
    records = Records(f"{postgres}?{option}")
    if opens:
        async with records:
            return
    with pytest.raises(RecordsError, match="check `records`"):
        async with records:
            pass


async def test_the_file_is_for_its_user_alone(tmp_path: Path) -> None:
    async with Records(str(tmp_path / "r.db")) as records:
        await records.begin_call("a")
        assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


async def test_an_error_never_shows_what_was_to_be_stored(records: Records, database: str) -> None:
    row = {"call_id": "a", "number": 0, "at_ms": 0, "payload": {"text": NIK}}
    with pytest.raises(IntegrityError) as refused:
        await records.append([JournalRow(**row), JournalRow(**row)])
    engine = engines_of(database)[1]
    with pytest.raises(IntegrityError) as incomplete:
        async with engine.begin() as connection:
            await connection.execute(insert(CallRow).values(call_id="a", started_at=None, caller=NIK))
    await engine.dispose()
    for caught in (refused, incomplete):
        assert NIK not in "".join(traceback.format_exception(caught.value))
