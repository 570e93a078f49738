"""The government's systems as this installation has them: connectors, what waits to be sent, the demonstration government."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from ivr.backends.connectors import Connectors
from ivr.backends.load import load_backends
from ivr.government.server import DemonstrationGovernment
from ivr.lookups import Lookups
from ivr.outbox import Outbox
from ivr.records.store import Records
from ivr.settings import Settings

STOP_S = 5.0


@asynccontextmanager
async def systems(settings: Settings, records: Records) -> AsyncIterator[tuple[Lookups, DemonstrationGovernment | None]]:
    """What carries out lookups, and the demonstration government where it runs.

    Raises:
        ConfigError: a system is declared wrongly, or has no address or secret.
    """
    declared = await asyncio.to_thread(load_backends, settings.backends)
    async with AsyncExitStack() as stack:
        government = None
        if settings.demonstration:
            government = await stack.enter_async_context(DemonstrationGovernment(settings.state / "government.db"))
        base = {"demonstration": government.url} if government else {}
        connectors = await stack.enter_async_context(Connectors(declared, base))
        outbox = Outbox(records, connectors.call)
        stack.push_async_callback(_stop, asyncio.create_task(outbox.run(), name="outbox"))
        lookups = Lookups(connectors, records, outbox.nudge)
        stack.push_async_callback(lookups.finish)
        yield lookups, government


async def _stop(task: asyncio.Task[None]) -> None:
    """While the records are still open: a query that is under way when they close never ends."""
    task.cancel()
    await asyncio.wait([task], timeout=STOP_S)
