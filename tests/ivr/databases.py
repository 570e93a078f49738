"""The databases that records are tested on: an SQLite file, and a real PostgreSQL server of Debian's, started for this session."""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from telephony.pbx.process import free_port

OWNER = "postgres"
"""Made by Debian's package; the server refuses to run as root."""


def programs() -> Path:
    """The newest server's folder of programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        pytest.fail("PostgreSQL is not there: `make setup` installs it")
    return found[-1].parent


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a server without any tables, on loopback, fast and forgetful."""
    bin, port = programs(), free_port()
    folder = Path(tempfile.mkdtemp(prefix="sapa-postgres-"))
    owner = OWNER if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
    shutil.chown(folder, owner)
    data, how = str(folder / "data"), {"user": owner if os.getuid() == 0 else None, "cwd": folder, "check": True, "capture_output": True}
    quick = f"-c fsync=off -c full_page_writes=off -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c port={port}"
    subprocess.run([bin / "initdb", "-D", data, "-U", "sapa", "--auth=trust", "--no-sync", "--no-locale", "-E", "UTF8"], **how)
    try:
        subprocess.run([bin / "pg_ctl", "-D", data, "-l", f"{data}/log", "-w", "-o", quick, "start"], **how)
        yield f"postgresql://sapa@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([bin / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **(how | {"check": False}))
        shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """What `Records` opens: an empty database of each kind in turn."""
    if request.param == "sqlite":
        return str(tmp_path / "new" / "records.db")
    url: str = request.getfixturevalue("postgres")
    asyncio.run(_clear(url))
    return url


async def _clear(url: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    await connection.close()
