"""`ivr government`: the demonstration government alone, to develop connectors against."""

from __future__ import annotations

import asyncio
from pathlib import Path

from rich.console import Console

from ivr.government.catalogue import SYSTEMS
from ivr.government.server import DemonstrationGovernment


async def serve(database: Path, port: int, out: Console) -> None:
    """Until cancelled.

    Raises:
        PortInUse: another program listens there.
    """
    async with DemonstrationGovernment(database, port=port) as government:
        out.print(f"Pemerintah peragaan berjalan di {government.url} (Ctrl+C untuk berhenti)", markup=False)
        for system in SYSTEMS.values():
            out.print(f"  {system.title}: {government.url}/{system.name}/openapi.json", markup=False)
        out.print(f"  Kotak keluar SMS: {government.url}/sms", markup=False)
        await asyncio.Event().wait()
