"""A hotline to call."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from ivr.app import Hotline, hotline
from ivr.caller.steps import Place
from ivr.demo import demonstration_agent
from ivr.settings import Settings, load_settings


def private(folder: Path) -> Settings:
    """The shipped settings with a private state folder, free ports, and espeak-ng as the hotline's voice: it needs no rendering ahead."""
    loaded = load_settings()
    return replace(
        loaded,
        state=folder / "var",
        records=str(folder / "records.db"),
        pbx=replace(loaded.pbx, sip_port=0),
        voice=replace(loaded.voice, name="espeak:id"),
        console=replace(loaded.console, port=0),
    )


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[tuple[Hotline, Place]]:
    """A hotline with an agent's phone."""
    async with (
        hotline(settings) as service,
        demonstration_agent(service, settings.state / "agent") as agent,
    ):
        yield service, Place(service.sip_port, service.records, service.flows, settings.cache, settings.state / "calls", agent=agent)

