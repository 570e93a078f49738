"""Records on each database in turn."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from ivr.records.store import Records


@pytest.fixture
async def records(database: str) -> AsyncIterator[Records]:
    async with Records(database) as opened:
        yield opened
