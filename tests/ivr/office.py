"""A reception in memory, in virtual time: who calls it, what the PBX tells it, and what it tells the PBX."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from line import EnergyVad, EngineLoop, MemoryLine, MemoryRecords, MemorySystems, Sayings, ToneVoice, WordReader

from dialog.effects import End, Lookup, Transfer
from dialog.events import LookupFailed
from dialog.schema import Flows
from ivr.conversation import Conversation, Services
from ivr.ears import Ears
from ivr.in_order import InOrder
from ivr.journal import Journal, Payload
from ivr.reception import Reception
from ivr.voice import Voice
from speech.batch_pool import BatchPool
from speech.endpointing import EndpointSettings
from speech.listener import Listener
from speech.pool import Pool
from speech.speaker import Speaker
from speech.voice_engine import Engine
from telephony.ami.actions import Action
from telephony.media import MediaConnection

CALL, AGAIN = UUID(int=7), UUID(int=8)
SAYINGS = Sayings()


class Caller(MemoryLine):
    """A connection. It goes on for `lingers` ticks after it was asked to close, as one does that still plays."""

    def __init__(self, lingers: int = 0, call_id: UUID = CALL) -> None:
        super().__init__()
        self.call_id, self.lingers = call_id, lingers

    def closing(self) -> None:
        if not self.lingers:
            super().closing()
        self.lingers = max(0, self.lingers - 1)
        if not self.closed:
            asyncio.get_running_loop().call_later(0.02, self.closing)


class LateRecords(MemoryRecords):
    """`opening` runs while a call's journal is being opened; `ended` are the calls that were written down as over."""

    opening: Callable[[], None] = staticmethod(lambda: None)

    def __init__(self) -> None:
        super().__init__()
        self.ended: list[str] = []

    async def begin_call(self, call_id: str, caller: str = "", version: str = "") -> None:
        await asyncio.sleep(0.1)
        self.opening()
        await asyncio.sleep(0.1)
        await super().begin_call(call_id, caller, version)

    async def end_call(self, call_id: str, outcome: str, intent: str, ticket: str) -> None:
        await super().end_call(call_id, outcome, intent, ticket)
        self.ended.append(call_id)


class Staff:
    """Agents, by the names of their phones; `wrapping_up` are those who have parted from a caller."""

    def __init__(self, **phones: str) -> None:
        self._phones = phones
        self.wrapping_up: list[str] = []
        self.spoke_to: list[str] = []

    def login_of(self, phone: str) -> str | None:
        return self._phones.get(phone)

    def phone_of(self, login: str) -> str | None:
        return next((phone for phone, name in self._phones.items() if name == login), None)

    default_queue = "petugas"

    async def spoken_to(self, number: str) -> None:
        self.spoke_to.append(number)

    def event(self, name: str, headers: Mapping[str, str]) -> None:
        pass

    def link(self, send: Callable[[Action], Awaitable[object]] | None) -> None:
        pass

    async def wrap_up(self, login: str, queue: str) -> None:
        self.wrapping_up.append(login)


@dataclass
class Office:
    """A reception and who calls it. `left` gets what it tells the PBX."""

    reception: Reception
    records: LateRecords
    journal: Journal
    current: list[Flows]
    systems: MemorySystems
    left: list[Transfer | End] = field(default_factory=list)
    after_leave: Callable[[], None] = lambda: None

    def news(self, kind: str, **headers: str) -> None:
        """A `UserEvent` of our dialplan."""
        self.reception.switchboard._event("UserEvent", {"UserEvent": kind, **headers})

    def announce(self, returned: bool = False, call_id: UUID = CALL, number: str = "") -> None:
        back = str(int(returned))
        self.news("SapaCall", CallId=str(call_id), Role="caller", Channel="PJSIP/warga-1", Caller=number, Return=back)

    def hangs_up(self) -> None:
        self.reception.switchboard._event("Hangup", {"Channel": "PJSIP/warga-1"})

    def takes(self, line: Caller) -> asyncio.Task[None]:
        return asyncio.create_task(self.reception.handle(cast(MediaConnection, line)))

    def entries(self, kind: str) -> list[Payload]:
        return [row.payload for row in self.records.rows if row.payload["type"] == kind]


async def look_up(call_id: str, lookup: Lookup) -> LookupFailed:
    return LookupFailed(lookup.request, "unavailable")


@asynccontextmanager
async def office(flows: Flows, staff: Staff | None = None) -> AsyncIterator[Office]:
    records, reader, systems = LateRecords(), WordReader(SAYINGS), MemorySystems(look_up)
    pool, speaking, left = BatchPool(reader, max_waiting=1), Pool(1, 8), list[Transfer | End]()

    async def leave(call_id: str, effect: Transfer | End) -> None:
        left.append(effect)
        here.after_leave()

    async with Journal(records) as journal:
        voice = Voice([Engine.of(Speaker(ToneVoice(), None), speaking)])
        current = [flows]
        def handed_over(conversation: Conversation, transfer: Transfer) -> None:
            reception.handovers.begin(conversation, transfer)

        services = Services(Ears(pool), voice, journal, systems, leave, handed_over)
        listener = lambda rate: Listener(EnergyVad(), EndpointSettings(), rate)  # noqa: E731
        async with InOrder() as writing:
            reception = Reception(services, records, writing, listener, lambda: current[-1], staff or Staff())
            here = Office(reception, records, journal, current, systems, left)
            yield here
            await reception.finish()
    speaking.close()
    await pool.close()


def virtually(main: Coroutine[Any, Any, None]) -> None:
    loop = EngineLoop()
    try:
        loop.run_until_complete(main)
    finally:
        loop.close()


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(120):
        while not condition():
            await asyncio.sleep(0.02)
