"""The government's systems as this installation has them: connectors, what waits to be sent, the demonstration government."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from ivr.backends.connectors import Connectors
from ivr.backends.live import seen, watch
from ivr.backends.load import load_backends
from ivr.government.server import DemonstrationGovernment
from ivr.lookups import Lookups
from ivr.outbox import Outbox
from ivr.records.store import Records
from ivr.settings import Settings

STOP_S = 5.0


@asynccontextmanager
async def systems(
    settings: Settings, records: Records, tell: Callable[[str], None] = lambda line: None
) -> AsyncIterator[tuple[Lookups, DemonstrationGovernment | None]]:
    """What carries out lookups, and the demonstration government where it runs. `tell` gets lines for the operator when declarations
    change meanwhile.

    Raises:
        ConfigError: a system is declared wrongly, or has no address or secret.
    """
    files = await asyncio.to_thread(seen, settings.backends)
    declared = await asyncio.to_thread(load_backends, settings.backends)
    async with AsyncExitStack() as stack:
        government = None
        if settings.demonstration:
            government = await stack.enter_async_context(DemonstrationGovernment(settings.state / "government.db"))
        base = {"demonstration": government.url} if government else {}
        connectors = await stack.enter_async_context(Connectors(declared, base))
        outbox = Outbox(records, connectors.call)
        stack.push_async_callback(stop, asyncio.create_task(outbox.run(), name="outbox"))
        changing = asyncio.create_task(watch(settings.backends, connectors, tell, files), name="backends")
        stack.push_async_callback(stop, changing)
        lookups = Lookups(connectors, records, outbox.nudge)
        stack.push_async_callback(lookups.finish)
        yield lookups, government


async def stop(task: asyncio.Task[None]) -> None:
    """While the records are still open: a query that is under way when they close never ends."""
    task.cancel()
    await asyncio.wait([task], timeout=STOP_S)
