"""Agents' states against a real app_queue: what it does by itself, and its death."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from pbx_service import Make, agent_account, until

from ivr.agents import Agents
from ivr.queue_settings import Floor, QueueSettings
from ivr.records.store import Records
from ivr.standing import Finding, Status
from telephony.ami.client import AmiClient
from telephony.pbx.process import EmbeddedPbx
from telephony.pbx.render import PbxSettings, QueueConf
from telephony.phone import Account, SipPhone

pytestmark = pytest.mark.calls
NAMES = ("petugas", "pajak")
FLOOR = Floor("petugas", {name: QueueSettings(name, name.title()) for name in NAMES}, ("Istirahat",), {}, {}, {})


@asynccontextmanager
async def at_work(made: PbxSettings, folder: Path) -> AsyncIterator[tuple[Agents, EmbeddedPbx]]:
    """Siti, who takes calls of both queues, and the PBX."""
    async with Records(str(folder / "records.db")) as records, EmbeddedPbx(made) as pbx:
        await records.add_user("siti", "Siti", "agent", "", NAMES[::-1])
        agents = Agents(records, lambda: FLOOR, lambda: None, lambda: datetime.now().astimezone())

        def state(connected: bool) -> None:
            agents.link(ami.send if connected else None)

        ami = AmiClient(
            "127.0.0.1",
            made.ami_port,
            made.ami_user,
            made.ami_secret,
            on_event=agents.event,
            on_sync=lambda channels: None,
            on_state=state,
        )
        await agents.load()
        running = [asyncio.create_task(agents.run()), asyncio.create_task(ami.run())]
        try:
            yield agents, pbx
        finally:
            for task in running:
                task.cancel()
            await asyncio.wait(running)


def status(agents: Agents) -> tuple[Status, str, bool]:
    standing = agents.standing("siti")
    assert standing is not None
    return standing.status, standing.reason, standing.reachable


async def member(pbx: EmbeddedPbx) -> list[str]:
    """What Asterisk itself says of Siti, a line for each queue."""
    return [line for line in (await pbx.console("queue show")).splitlines() if "siti" in line]


async def test_members_follow_the_agent_and_a_missed_call_is_a_break(settings: Make, tmp_path: Path) -> None:
    made = replace(settings(1), queues=tuple(QueueConf(name, ring_s=1) for name in NAMES))  # nobody serves calls there: all go to the queue
    async with at_work(made, tmp_path) as (agents, pbx):
        await agents.sign_on("siti")
        await until(lambda: agents.queues()[0].logged_in == agents.queues()[1].logged_in == 1)
        assert agents.find("petugas").finding is Finding.NOBODY, "no phone is registered"
        async with (
            SipPhone(agent_account(made, answers=False), tmp_path / "agent"),
            SipPhone(Account("warga", made.sip_port), tmp_path / "citizen") as citizen,
        ):
            await until(lambda: agents.find("petugas").finding is Finding.FREE and status(agents)[2])
            await citizen.dial("500")
            await until(lambda: status(agents) == (Status.PAUSED, "tidak menjawab", True))
            assert agents.queues()[0].waiting == 1, "a pause sends nobody away who waits"
            citizen.hang_up()
            await until(lambda: agents.queues()[0].waiting == 0)
            await agents.pause("siti", "Istirahat")
            await until(lambda: not agents.queues()[0].ready)
            os.kill(pbx.pid or 0, signal.SIGKILL)
            await until(lambda: agents.find("petugas").finding is Finding.UNKNOWN)
            await agents.ready("siti")
            await until(lambda: [queue.ready for queue in agents.queues()] == [1, 1])
            lines = await member(pbx)
            assert len(lines) == 2 and not any("paused" in line for line in lines), lines
            assert sum("penalty 1" in line for line in lines) == 1, lines
            await agents.sign_off("siti")
            await until(lambda: agents.queues()[0].logged_in == 0)
            assert await member(pbx) == []
