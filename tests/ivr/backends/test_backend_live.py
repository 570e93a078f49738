"""Declarations that change while the service runs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from agency import Agency

from ivr.backends.connectors import Connectors
from ivr.backends.errors import BackendUnavailable
from ivr.backends.live import seen, watch
from ivr.backends.load import load_backends

WITHIN_S = 30.0


def declares(folder: Path, name: str, operation: str, url: str = "{demonstration}") -> None:
    (folder / f"{name}.yaml").write_text(f'base_url: "{url}"\noperations:\n  {operation}: {{takes: [kartu], returns: [hari]}}\n')


@asynccontextmanager
async def watched(folder: Path) -> AsyncIterator[tuple[Connectors, Agency, asyncio.Queue[str]]]:
    async with Agency([{"hari": "Senin"}]) as agency:
        declares(folder, "lama", "tanya")
        told: asyncio.Queue[str] = asyncio.Queue()
        files = seen(folder)
        async with Connectors(load_backends(folder), {"demonstration": agency.url}) as connectors, asyncio.TaskGroup() as tasks:
            watching = tasks.create_task(watch(folder, connectors, told.put_nowait, files))
            yield connectors, agency, told
            watching.cancel()


async def told_of(told: asyncio.Queue[str], part: str) -> None:
    async with asyncio.timeout(WITHIN_S):
        while part not in await told.get():
            pass


async def test_a_new_system_is_asked_without_a_restart(tmp_path: Path) -> None:
    async with watched(tmp_path) as (connectors, _, told):
        with pytest.raises(BackendUnavailable):
            await connectors.call("baru.tanya", {"kartu": "1"})
        declares(tmp_path, "baru", "tanya")
        await told_of(told, "2 sistem")
        assert await connectors.call("baru.tanya", {"kartu": "1"}) == {"hari": "Senin"}
        assert await connectors.call("lama.tanya", {"kartu": "1"}) == {"hari": "Senin"}


async def test_what_is_wrong_is_refused_and_told_and_the_old_goes_on(tmp_path: Path) -> None:
    async with watched(tmp_path) as (connectors, _, told):
        declares(tmp_path, "baru", "tanya", url="tidak ada")
        await told_of(told, "baru.yaml")
        assert "baru.tanya" not in connectors.operations
        assert await connectors.call("lama.tanya", {"kartu": "1"}) == {"hari": "Senin"}
