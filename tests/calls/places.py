"""A hotline to call."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ivr.app import Hotline, hotline
from ivr.caller.agent import Agent
from ivr.caller.run import Place
from ivr.settings import ROOT, Settings

CALLS = ROOT / "configs" / "calls"


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[tuple[Hotline, Place]]:
    """A hotline with an agent's phone."""
    async with (
        hotline(settings) as service,
        Agent(service.sip_port, service.agent_password, settings.state / "agent", settings.cache) as agent,
    ):
        yield service, Place(service.sip_port, service.records, service.flows, settings.cache, settings.state / "calls", agent=agent)
