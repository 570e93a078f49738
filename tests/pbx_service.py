"""Our own end of AudioSocket at a real Asterisk: what the tests of real calls stand on."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import UUID

import numpy as np

from telephony.ami.actions import QueueAdd, Setvar
from telephony.ami.client import AmiClient
from telephony.channels import ChannelHungUp, Channels
from telephony.media import Audio, Dtmf, MediaConnection, MediaEvent
from telephony.media_server import MediaServer
from telephony.pbx.phones import phone_password
from telephony.pbx.process import EmbeddedPbx
from telephony.pbx.render import PbxSettings
from telephony.phone import Account
from telephony.user_events import Announced, Joined, News

RATE = 8000
Make = Callable[[int], PbxSettings]


def tone(hertz: float, seconds: float) -> bytes:
    """PCM, 8 kHz, 16-bit, mono, amplitude 8,000."""
    return (8000 * np.sin(2 * np.pi * hertz * np.arange(int(seconds * RATE)) / RATE)).astype("<i2").tobytes()


def level(pcm: bytes, hertz: float) -> np.ndarray:
    """Amplitude of `hertz` in each 100 ms."""
    samples = np.frombuffer(pcm[: len(pcm) // 1600 * 1600], "<i2").reshape(-1, 800).astype(float)
    return np.abs(samples @ np.exp(-2j * np.pi * hertz * np.arange(800) / RATE)) / 400


def onset(pcm: bytes, hertz: float) -> float:
    """Seconds until `hertz` is first heard (to 20 ms)."""
    samples = np.frombuffer(pcm[: len(pcm) // 320 * 320], "<i2").reshape(-1, 160).astype(float)
    loud = np.abs(samples @ np.exp(-2j * np.pi * hertz * np.arange(160) / RATE)) / 80 > 1500
    assert loud.any(), f"{hertz} Hz was never heard in {len(pcm) / 2 / RATE:.1f} s"
    return float(np.argmax(loud)) * 0.02


async def until(condition: Callable[[], bool], timeout_s: float = 20.0) -> None:
    async with asyncio.timeout(timeout_s):
        while not condition():  # noqa: ASYNC110 - files and lists of other processes have no events
            await asyncio.sleep(0.02)


def agent_account(made: PbxSettings, name: str = "petugas1", *, answers: bool = True) -> Account:
    """The desk phone `name` of an agent."""
    return Account(name, made.sip_port, phone_password(made.phone_key, name), answers=answers)


class Service:
    """A small real service: takes every announced call, remembers it, and does with it what the test says."""

    def __init__(self) -> None:
        self.channels = Channels()
        self.announced: list[Announced] = []
        self.joined: list[Joined] = []
        self.news: list[News | ChannelHungUp] = []
        """All that concerns us, in order."""
        self.connections: dict[UUID, MediaConnection] = {}
        self.events: list[tuple[str, dict[str, str]]] = []
        """All of AMI's."""
        self.up = asyncio.Event()
        self.keys: list[str] = []
        self.behave: Callable[[MediaConnection, Announced], Awaitable[None]] = self.echo
        self.ami: AmiClient | None = None
        self.server = MediaServer("127.0.0.1", 0, self.admit, self.handle)

    def on_event(self, name: str, headers: dict[str, str]) -> None:
        self.events.append((name, headers))
        if (news := self.channels.apply(name, headers)) is not None:
            self.news.append(news)
        match news:
            case Announced() as announced:
                self.announced.append(announced)
            case Joined() as joined:
                self.joined.append(joined)

    async def admit(self, call_id: UUID) -> bool:
        await until(lambda: self.channels.find(call_id) is not None, 1.5)
        return True

    async def handle(self, connection: MediaConnection) -> None:
        announced = self.channels.find(connection.call_id)
        assert announced is not None
        self.connections[connection.call_id] = connection
        await self.behave(connection, announced)

    async def at_work(self, queue: str, *agents: str) -> None:
        """Add each agent (`petugas1`), whose phone must be registered, as the service does when the agent logs in."""
        assert self.ami is not None
        for agent in agents:
            await self.ami.send(QueueAdd(queue, f"Local/{agent}@sapa-agent/n", agent, f"hint:{agent}@sapa-phones"))

    async def set(self, channel: str, **variables: str) -> None:
        assert self.ami is not None
        for name, value in variables.items():
            await self.ami.send(Setvar(channel, name, value))

    async def put_through(self, call: Announced, queue: str = "petugas", **variables: str) -> None:
        """Hand the caller over: Asterisk is told, then our connection closes."""
        await self.set(call.channel, SAPA_RESULT="transfer", SAPA_QUEUE=queue, **variables)
        await self.connections[call.call_id].close()

    async def echo(self, connection: MediaConnection, announced: Announced) -> None:
        def sink(event: MediaEvent) -> None:
            if isinstance(event, Audio):
                connection.player.play(1, event.pcm)
            elif isinstance(event, Dtmf):
                self.keys.append(event.key)

        await connection.run(sink)


@contextlib.asynccontextmanager
async def hotline(make: Make) -> AsyncIterator[tuple[PbxSettings, Service, EmbeddedPbx]]:
    service = Service()
    await service.server.start()
    settings = make(service.server.port)
    async with EmbeddedPbx(settings, on_state=lambda up: service.up.set() if up else service.up.clear()) as pbx:
        service.ami = AmiClient(
            "127.0.0.1", settings.ami_port, settings.ami_user, settings.ami_secret, on_event=service.on_event, on_sync=lambda channels: None
        )
        running = asyncio.create_task(service.ami.run())
        try:
            await service.ami.wait_ready(10)
            yield settings, service, pbx
        finally:
            running.cancel()
            await asyncio.wait([running])
            await service.server.stop(grace_s=0.5)
