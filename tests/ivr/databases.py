"""The databases that records are tested on: an SQLite file, and a real PostgreSQL server of Debian's, started for this session."""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import asyncpg
import pytest
from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncEngine

from ivr.records.database import engines_of
from ivr.records.migrations import versions
from ivr.records.models import Base
from ivr.records.store import Records
from telephony.pbx.process import free_port

OWNER = "postgres"
"""Made by Debian's package; the server refuses to run as root."""
START_S = 30.0
SORTS = ("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=id")
"""As Indonesians sort words, not as characters are numbered: what a database for a city may have been made with."""


VERSION = "alembic_version"
NEWEST = max(path.name[:4] for path in Path(versions.__file__).parent.glob("0*.py"))


def programs() -> Path:
    """The newest server's folder of programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        pytest.fail("PostgreSQL is not there: `make setup` installs it")
    return found[-1].parent


@pytest.fixture(scope="session", autouse=True)
def tables_at_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A new SQLite file begins with all tables, and is not waited for when it is written: both take most of a test's time."""
    made = tmp_path_factory.mktemp("tables") / "records.db"
    asyncio.run(_migrated(made))

    def engines(url: str) -> tuple[AsyncEngine, AsyncEngine]:
        path = Path(url)
        if "://" not in url and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(made, path)
            path.chmod(0o600)
        found = engines_of(url)
        for engine in found if "://" not in url else ():
            event.listen(engine.sync_engine, "connect", _hurry)
        return found

    with patch("ivr.records.store.engines_of", engines):
        yield


async def _migrated(path: Path) -> None:
    async with Records(str(path)):
        pass


def _hurry(connection: Any, _: object) -> None:
    connection.cursor().execute("PRAGMA synchronous=OFF")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a server without any tables, on loopback, fast and forgetful."""
    bin, port = programs(), free_port()
    folder = Path(tempfile.mkdtemp(prefix="sapa-postgres-"))
    owner = OWNER if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
    shutil.chown(folder, owner)
    how = {"user": owner if os.getuid() == 0 else None, "cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    made = [bin / "initdb", "-D", folder / "data", "-U", "sapa", "--auth=trust", "--no-sync", "-E", "UTF8", *SORTS]
    subprocess.run(made, check=True, **how)
    chosen = {"fsync": "off", "full_page_writes": "off", "listen_addresses": "127.0.0.1", "unix_socket_directories": "", "port": port}
    options = [f"--{name}={value}" for name, value in chosen.items()]
    with_us = ["setpriv", "--pdeathsig", "QUIT"]  # the tests may be killed
    server = subprocess.Popen([*with_us, bin / "postgres", "-D", folder / "data", *options], **how)
    try:
        until = time.monotonic() + START_S
        while subprocess.run([bin / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]).returncode:
            if server.poll() is not None or time.monotonic() > until:
                pytest.fail("PostgreSQL does not start")
            time.sleep(0.05)
        yield f"postgresql://sapa@127.0.0.1:{port}/postgres"
    finally:
        server.send_signal(signal.SIGQUIT)
        server.wait()
        shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of each kind in turn, without any tables."""
    return _database(request, tmp_path, emptied=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """What `Records` opens: a database of each kind in turn, with nothing in it. On PostgreSQL the tables may be there already, as making
    them takes most of a test's time."""
    return _database(request, tmp_path, emptied=True)


def _database(request: pytest.FixtureRequest, tmp_path: Path, *, emptied: bool) -> str:
    if request.param == "sqlite":
        return str(tmp_path / "new" / "records.db")
    url: str = request.getfixturevalue("postgres")
    asyncio.run(_clear(url, emptied))
    return url


async def _clear(url: str, emptied: bool) -> None:
    """Drop all, or (`emptied`) only what is in the tables when they are today's."""
    connection = await asyncpg.connect(url)
    there = {row["tablename"] for row in await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    tables = set(Base.metadata.tables)
    if emptied and there == tables | {VERSION} and await connection.fetchval(f"SELECT version_num FROM {VERSION}") == NEWEST:
        await connection.execute(f"TRUNCATE {', '.join(sorted(tables))} RESTART IDENTITY")
    else:
        await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    await connection.close()


async def everything_in(database: str) -> str:
    """All that the tables hold, as text."""
    engine = engines_of(database)[0]
    async with engine.connect() as connection:
        rows = [(await connection.execute(select(table))).all() for table in Base.metadata.sorted_tables]
    await engine.dispose()
    return str(rows)
