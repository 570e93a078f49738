"""What callers get when something breaks in mid-call: a person, or the truth and the offer of one."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from places import script

from dialog.scenario.schema import Expected, Step
from ivr.app import hotline, running_file
from ivr.caller.agent import Agent
from ivr.caller.report import spans
from ivr.caller.run import Place, run_script
from ivr.exchange import pbx_settings
from ivr.records.store import Records
from ivr.settings import ROOT, Settings
from ivr.standing import Status
from telephony.handoff import Stage
from telephony.pbx import orphan
from telephony.pbx.process import EmbeddedPbx, free_port
from telephony.phone import Account, SipPhone

pytestmark = [pytest.mark.calls, pytest.mark.timeout(240)]


async def test_a_killed_service_leaves_its_caller_to_the_agents_and_the_next_one_goes_on_with_them(
    settings: Settings, tmp_path: Path
) -> None:
    async with Records(settings.records) as records:
        await records.add_user("ani", "Ani Lestari", "agent", "", ["petugas"], extension=1)
        await records.keep_agent("ani", "ready", "", 0.0)
    process = _serve(settings, tmp_path)
    try:
        running_at = await _published(settings)
        async with (
            Agent(Account("petugas1", running_at["sip_port"], running_at["agent_password"]), tmp_path / "agent", settings.cache) as agent,
            SipPhone(Account("uji1", running_at["sip_port"]), tmp_path / "phone") as phone,
        ):
            await phone.dial("500")
            await asyncio.sleep(3)
            process.kill()
            async with asyncio.timeout(20):
                await agent.phone.established.wait()
            await asyncio.sleep(1)
            await agent.greet()
            before = int(phone.position() * 1000)
            await asyncio.sleep(4)
            assert sum(end - max(start, before) for start, end in spans(phone.heard()) if end > before) > 1000, "the caller hears the agent"
            assert not phone.closed.is_set()
            async with hotline(settings) as service:
                assert not phone.closed.is_set(), "the two still talk"
                assert service.sip_port == running_at["sip_port"]
                phone.hang_up()
                await phone.wait_closed(10)
                assert (standing := service.agents.standing("ani")) is not None and standing.status is Status.READY
    finally:
        process.kill()
        process.wait()
        await orphan.stop(settings.state / "asterisk")


async def test_who_waits_or_has_an_agent_when_the_service_is_killed_is_known_to_the_next_one(settings: Settings, tmp_path: Path) -> None:
    """Killed in the conversation: the story is on the agent's screen again, and what comes of it is written down."""
    async with Records(settings.records) as records:
        await records.add_user("ani", "Ani Lestari", "agent", "", ["petugas"], extension=1)
        await records.keep_agent("ani", "ready", "", 0.0)
    process = _serve(settings, tmp_path)
    try:
        running_at = await _published(settings)
        password, cache = running_at["agent_password"], settings.cache
        async with (
            Agent(Account("petugas1", running_at["sip_port"], password), tmp_path / "agent", cache),
            SipPhone(Account("081200004444", running_at["sip_port"]), tmp_path / "phone") as phone,
            Records(settings.records) as records,
        ):
            await phone.dial("500")
            await asyncio.sleep(2)
            phone.press("0")
            async with asyncio.timeout(60):
                while not [row for row in await records.open_handovers() if row.stage == "joined"]:
                    await asyncio.sleep(0.1)
            process.kill()
            process.wait()
            async with hotline(settings) as service:
                story = service.handovers.in_front_of("ani")
                assert story is not None
                assert (story.stage, story.number, story.reason) == (Stage.JOINED, "081200004444", "requested")
                assert not phone.closed.is_set()
                phone.hang_up()
                async with asyncio.timeout(20):
                    while await records.open_handovers():
                        await asyncio.sleep(0.1)
                (row,) = await records.handovers_of(story.call_id)
                assert (row.outcome, row.agent) == ("joined", "ani")
    finally:
        process.kill()
        process.wait()
        await orphan.stop(settings.state / "asterisk")


async def test_a_call_survives_the_loss_of_the_ami_link_and_without_an_agent_is_offered_a_call_back(
    settings: Settings, tmp_path: Path
) -> None:
    ports = {"sip_port": free_port(), "audiosocket": free_port()}
    inside = replace(settings, pbx=replace(settings.pbx, sip_port=ports["sip_port"], ami_secret="rahasia"))
    pbx = pbx_settings(inside, ports["audiosocket"])
    settings.state.mkdir(parents=True, exist_ok=True)
    async with EmbeddedPbx(pbx), cuttable("127.0.0.1", pbx.ami_port) as link:
        outside = replace(
            inside,
            pbx=replace(inside.pbx, mode="existing", ami_port=link.port),
            audiosocket=replace(inside.audiosocket, port=ports["audiosocket"]),
        )
        async with hotline(outside) as service:
            place = Place(pbx.sip_port, service.records, service.flows, settings.cache, tmp_path / "calls")
            callback = script(
                Step("press", "0"),
                Step("press", "1"),
                Step("press", "0812345678#"),
                Step("press", "1"),
                expect=Expected("callback"),
            )
            call = asyncio.create_task(run_script(callback, place))
            await asyncio.sleep(4)
            link.cut()
            await asyncio.sleep(6)
            link.mend()
            report = await call
            promised = await service.records.open_callbacks()
    assert report.failures == ()
    assert [(c.ticket, c.contact) for c in promised] == [(report.ticket, "0812345678")]


def _serve(settings: Settings, folder: Path) -> subprocess.Popen[bytes]:
    """`ivr serve` as a process of its own."""
    path = folder / "settings.yaml"
    values = {
        "pbx": {"sip_port": free_port()},
        "voice": {"name": settings.voice.name},
        "state": str(settings.state),
        "records": settings.records,
        "cache": str(settings.cache),
    }
    path.write_text(yaml.safe_dump(values), encoding="utf-8")
    return subprocess.Popen([sys.executable, "-m", "ivr.cli", "serve", "--settings", str(path)], cwd=ROOT, env=os.environ.copy())


async def _published(settings: Settings) -> dict[str, object]:
    async with asyncio.timeout(90):
        while not running_file(settings).exists():
            await asyncio.sleep(0.2)
    data: dict[str, object] = json.loads(running_file(settings).read_text(encoding="utf-8"))
    return data


class Link:
    """A TCP relay that can be cut and mended."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._whole = True
        self._writers: set[asyncio.StreamWriter] = set()
        self.port = 0

    def cut(self) -> None:
        self._whole = False
        for writer in self._writers:
            writer.transport.abort()

    def mend(self) -> None:
        self._whole = True

    async def relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._whole:
            writer.transport.abort()
            return
        far_reader, far_writer = await asyncio.open_connection(*self._target)
        self._writers |= {writer, far_writer}
        await asyncio.gather(_pipe(reader, far_writer), _pipe(far_reader, writer))
        self._writers -= {writer, far_writer}


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(4096):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass  # cut: that is what this link is for
    finally:
        writer.close()


@asynccontextmanager
async def cuttable(host: str, port: int) -> AsyncIterator[Link]:
    link = Link(host, port)
    server = await asyncio.start_server(link.relay, "127.0.0.1", 0)
    link.port = server.sockets[0].getsockname()[1]
    try:
        yield link
    finally:
        link.cut()
        server.close()


