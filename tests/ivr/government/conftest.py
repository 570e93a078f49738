"""One running government for each module, and somebody who asks it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date

import aiohttp
import pytest
import pytest_asyncio

from ivr.government.server import DemonstrationGovernment

TODAY = date(2026, 11, 24)


@dataclass(frozen=True, slots=True)
class Citizen:
    """Asks over HTTP, as a connector would."""

    government: DemonstrationGovernment
    session: aiohttp.ClientSession

    async def ask(self, operation: str, key: str = "", **body: str) -> tuple[int, dict[str, str]]:
        """Status and answer of `system.operation`."""
        headers = {"Idempotency-Key": key} if key else {}
        async with self.session.post(f"{self.government.url}/{operation.replace('.', '/')}", json=body, headers=headers) as answer:
            return answer.status, await answer.json()

    async def page(self, path: str) -> tuple[str, str]:
        """Text, and Content-Security-Policy."""
        async with self.session.get(f"{self.government.url}{path}") as answer:
            assert answer.status == 200
            return await answer.text(), answer.headers.get("Content-Security-Policy", "")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def citizen(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Citizen]:
    database = tmp_path_factory.mktemp("government") / "new" / "g.db"
    async with DemonstrationGovernment(database, today=lambda: TODAY) as government, aiohttp.ClientSession() as session:
        yield Citizen(government, session)
