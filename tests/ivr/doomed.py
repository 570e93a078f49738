"""What a process of the hotline does before it is killed: files a report and sends it, up to the point where it dies."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from sqlalchemy import Engine, event

from ivr.backends.connectors import Connectors
from ivr.backends.errors import NoAnswer
from ivr.backends.load import load_backends
from ivr.outbox import Outbox
from ivr.records.store import Records
from ivr.settings import ROOT

LAPOR, RAHASIA = "pengaduan.lapor", "pengaduan.rahasia"
REPORT = {"kategori": "lampu", "apa": "lampu jalan mati", "lokasi": "Jalan Kartini", "sejak": "kemarin", "anonim": "ya"}
SECRET = {"apa": "suap di loket", "instansi": "Dinas Contoh"}


def connectors(government: str) -> Connectors:
    return Connectors({"pengaduan": load_backends(ROOT / "configs" / "backends")["pengaduan"]}, {"demonstration": government})


def dies_at(point: str, database: str, government: str, confidential: bool) -> None:
    """Run in a process of its own."""
    asyncio.run(_file_and_send(point, database, government, confidential))


async def _file_and_send(point: str, database: str, government: str, confidential: bool) -> None:
    async with Records(database) as records, connectors(government) as systems:
        await records.begin_call("call-1", "0812")
        if point == "commit":
            event.listen(Engine, "commit", lambda connection: die())
        if confidential:
            await records.file("call-1", 1, RAHASIA, SECRET, "WBS", confidential=True)
        else:
            await records.file("call-1", 1, LAPOR, REPORT, "PGD")
        if point == "stored":
            die()

        async def send(operation: str, arguments: Mapping[str, str], key: str) -> None:
            if point == "sending":
                die()
            try:
                await systems.call(operation, arguments, key)
            except NoAnswer:
                if point == "unanswered":
                    die()
                raise
            if point == "answered":
                die()

        await Outbox(records, send).run()


def works(name: str, database: str, government: str, told: Path) -> None:
    """Files one report after the other, writes each number into `told` as a caller would hear it, and sends them; until it is killed."""
    asyncio.run(_work(name, database, government, told))


async def _work(name: str, database: str, government: str, told: Path) -> None:
    async with Records(database) as records, connectors(government) as systems, asyncio.TaskGroup() as group:
        outbox = Outbox(records, systems.call)
        group.create_task(outbox.run())
        with told.open("ab", buffering=0) as line:
            for request in range(10_000):
                line.write(f"{await records.file(f'{name}, {request}', 1, LAPOR, REPORT, 'PGD')}\n".encode())
                outbox.nudge()


def serves(database: str, told: Path) -> None:
    """One call after the other, handed over, noted down, labelled and disposed of; writes into `told` what an agent was told is kept."""
    asyncio.run(_serve(database, told))


async def _serve(database: str, told: Path) -> None:
    async with Records(database) as records:
        with told.open("ab", buffering=0) as line:
            for number in range(10_000):
                call = f"{told.stem}-{number}"
                await records.begin_call(call, "0812")
                way = await records.begin_handover(call, "petugas", "requested", {"subject": "KTP"})
                await records.handover_at(way, "joined", agent="ani")
                await records.add_note(call, "ani", "minta surat pengantar")
                line.write(f"note {call}\n".encode())
                await records.label(call, "ktp_baru", "ktp_hilang", "ani")
                line.write(f"label {call}\n".encode())
                await records.end_handover(way, "joined")
                await records.dispose(way, call, "ani", "selesai")
                line.write(f"disposition {call}\n".encode())


def die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("alive")
