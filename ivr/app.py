"""The service: everything a hotline needs, started in order and stopped in reverse."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from dialog.effects import End, Transfer
from dialog.schema import Flows
from ivr.agents import Agents
from ivr.ahead import Ahead
from ivr.config_live import LiveConfiguration, first
from ivr.config_versions import versions_of
from ivr.conversation import Conversation, Services
from ivr.engines import Progress, engines
from ivr.exchange import listening, start_pbx
from ivr.finding import PERSON, People
from ivr.government.server import DemonstrationGovernment
from ivr.handovers import Handovers
from ivr.in_order import InOrder
from ivr.journal import Journal
from ivr.only_one import only_one
from ivr.queue_settings import load_floor
from ivr.queue_sounds import QueueSounds
from ivr.reception import Reception
from ivr.records.store import Records
from ivr.retention import forget_daily
from ivr.settings import Settings
from ivr.staff import CALLBACK, Staff
from ivr.systems import stop, systems
from telephony.media_server import MediaServer
from telephony.pbx.fetch import PbxError
from telephony.pbx.phones import phone_password
from telephony.pbx.private import write_private
from telephony.pbx.render import PbxSettings

AMI_READY_S = 20.0


@dataclass(frozen=True, slots=True)
class Hotline:
    """A running hotline. `console` is where its pages are, empty without any."""

    settings: Settings
    configuration: LiveConfiguration
    records: Records
    journal: Journal
    agents: Agents
    handovers: Handovers
    queues: tuple[str, ...]
    pbx: PbxSettings
    console: str
    government: DemonstrationGovernment | None

    @property
    def flows(self) -> Flows:
        """What a call that begins now gets."""
        return self.configuration.current

    @property
    def sip_port(self) -> int:
        return self.pbx.sip_port

    def phone_password(self, phone: str) -> str:
        """What lets a phone register as `petugas1` or `petugas1w` (embedded PBX only)."""
        return phone_password(self.pbx.phone_key, phone)


@asynccontextmanager
async def hotline(settings: Settings, progress: Progress = lambda line: None) -> AsyncIterator[Hotline]:
    """Start everything; on leaving, stop everything, with the calls' ends written down."""
    async with AsyncExitStack() as stack:
        stack.enter_context(only_one(settings.state))
        progress("memuat konfigurasi dialog")
        versions = versions_of(settings)
        flows = await asyncio.to_thread(first, versions, progress)
        records = await stack.enter_async_context(Records(settings.records))
        stack.push_async_callback(stop, asyncio.create_task(forget_daily(records, settings.retention_days), name="retention"))
        journal = await stack.enter_async_context(Journal(records))
        writing = await stack.enter_async_context(InOrder())
        lookups, government = await stack.enter_async_context(systems(settings, records, progress))
        ears, voice, listener = await engines(settings, stack, progress)
        ahead = Ahead(voice, QueueSounds(settings.state / "sounds"), lambda: reception.busy, progress)

        async def prepare(flows: Flows) -> None:
            await ahead.begin(flows).wait()

        configuration = LiveConfiguration(versions, flows, prepare, progress)
        floor, clock = await asyncio.to_thread(load_floor, settings.floor), lambda: datetime.now().astimezone()
        staff = Staff(records, lambda: floor, lambda: configuration.current.calendars, clock, lookups.nudge)
        await staff.agents.load()
        stack.push_async_callback(stop, asyncio.create_task(staff.agents.run(), name="agents"))
        stack.push_async_callback(stop, asyncio.create_task(staff.stranded.run(), name="stranded callers"))
        reception: Reception

        async def leave(call_id: str, effect: Transfer | End) -> None:
            await reception.handovers.leave(call_id, effect)

        def handed_over(conversation: Conversation, transfer: Transfer) -> None:
            reception.handovers.begin(conversation, transfer)

        services = Services(ears, voice, journal, lookups, leave, handed_over)
        codes = staff.codes(voice, lambda login: reception.handovers.in_front_of(login), can_dial=bool(settings.pbx.outbound_dial))
        reception = Reception(services, records, writing, listener, lambda: configuration.current, staff, codes)
        lookups.own |= {PERSON: People(staff.agents, reception.switchboard).find, CALLBACK: staff.promise}
        sockets = settings.audiosocket

        def is_new(call_id: UUID) -> bool:
            """Callers whom we have had, briefings and notices need no place."""
            announced = reception.switchboard.channels.find(call_id)
            known = any(call.call_id == str(call_id) for call in reception.handovers.live())
            return not known and (announced is None or announced.first)

        def rate_of(call_id: UUID) -> int | None:
            announced = reception.switchboard.channels.find(call_id)
            return announced.rate if announced is not None else None

        def at(port: int) -> MediaServer:
            return MediaServer(sockets.host, port, reception.admit, reception.handle, sockets.max_calls, is_new=is_new, rate_of=rate_of)

        server = await listening(at, settings)
        stack.push_async_callback(reception.finish)
        stack.push_async_callback(server.stop)
        await ahead.announce(flows)
        pbx = await start_pbx(settings, server.port, stack, progress)
        ami = reception.switchboard.connect(pbx.host, pbx.ami_port, pbx.ami_user, pbx.ami_secret)
        task = asyncio.create_task(ami.run(), name="ami")
        stack.callback(task.cancel)
        try:
            await ami.wait_ready(AMI_READY_S)
        except TimeoutError as error:
            raise PbxError(f"no AMI login at {pbx.host}:{pbx.ami_port} within {AMI_READY_S:.0f} s: check `pbx` in the settings") from error
        console = await staff.console(stack, settings, reception.handovers, lambda: configuration.current, lookups, pbx, voice.health)
        stack.push_async_callback(ahead.stop)  # after the watch, which begins it
        watch = asyncio.create_task(configuration.run(), name="configuration")
        stack.callback(watch.cancel)
        ahead.begin(flows)
        running = Hotline(
            settings, configuration, records, journal, staff.agents, reception.handovers, tuple(floor.queues), pbx, console, government
        )
        stack.enter_context(_Published(running))
        yield running


def running_file(settings: Settings) -> Path:
    """Where a running hotline says how to reach it, for `ivr call` on the same machine."""
    return settings.state / "running.json"


class _Published:
    """Keeps `running.json` (readable by this user only) while the hotline runs."""

    def __init__(self, running: Hotline) -> None:
        self._path = running_file(running.settings)
        self._data = {"pid": os.getpid(), "sip_port": running.sip_port, "agent_password": running.phone_password("petugas1")}

    def __enter__(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_private(self._path, json.dumps(self._data))

    def __exit__(self, *_: object) -> None:
        self._path.unlink(missing_ok=True)
