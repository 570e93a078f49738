"""Which conversation a connection belongs to, and that nothing of it is lost at its end: whole calls in memory, in virtual time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any, cast
from uuid import UUID

import pytest
from line import EnergyVad, EngineLoop, MemoryLine, MemoryRecords, MemorySystems, Sayings, ToneVoice, WordReader

from dialog.effects import End, Lookup, Transfer
from dialog.events import LookupFailed
from dialog.load import load
from dialog.schema import Flows
from ivr.conversation import Services
from ivr.ears import Ears
from ivr.journal import Journal, Payload
from ivr.reception import Reception
from ivr.settings import ROOT
from ivr.voice import Voice
from speech.batch_pool import BatchPool
from speech.endpointing import EndpointSettings
from speech.listener import Listener
from speech.pool import Pool
from speech.speaker import Speaker
from telephony.media import MediaConnection

CALL, AGAIN = UUID(int=7), UUID(int=8)
SAYINGS = Sayings()


@pytest.fixture(scope="module")
def flows() -> Flows:
    return replace(load(ROOT / "tests" / "data" / "hotline"), version="satu")


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

    def announce(self, returned: bool = False, call_id: UUID = CALL, number: str = "") -> None:
        news = {"UserEvent": "SapaCall", "CallId": str(call_id), "Role": "caller", "Channel": "PJSIP/warga-1", "Caller": number}
        news["Return"] = str(int(returned))
        self.reception.switchboard._event("UserEvent", news)

    def hangs_up(self) -> None:
        self.reception.switchboard._event("Hangup", {"Channel": "PJSIP/warga-1"})

    def takes(self, line: Caller) -> asyncio.Task[None]:
        return asyncio.create_task(self.reception.handle(cast(MediaConnection, line)))

    def entries(self, kind: str) -> list[Payload]:
        return [row.payload for row in self.records.rows if row.payload["type"] == kind]


async def look_up(call_id: str, lookup: Lookup) -> LookupFailed:
    return LookupFailed(lookup.request, "unavailable")


@asynccontextmanager
async def office(flows: Flows) -> AsyncIterator[Office]:
    records, reader, systems = LateRecords(), WordReader(SAYINGS), MemorySystems(look_up)
    pool, speaking, left = BatchPool(reader, max_waiting=1), Pool(1, 8), list[Transfer | End]()

    async def leave(call_id: str, effect: Transfer | End) -> None:
        left.append(effect)
        here.after_leave()

    async with Journal(records) as journal:
        voice = Voice([Speaker(ToneVoice(), None)], speaking, frozenset())
        current = [flows]
        services = Services(Ears(pool), voice, journal, systems, leave)
        reception = Reception(services, records, lambda: Listener(EnergyVad(), EndpointSettings()), lambda: current[-1])
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


def test_a_caller_whom_the_queue_sends_back_at_once_loses_nothing(flows: Flows) -> None:
    """No agent is there: the second connection begins while the first still closes. The last words of the call come after that."""

    async def main() -> None:
        async with office(flows) as here:
            first, second, running = Caller(lingers=20), Caller(), list[asyncio.Task[None]]()

            def back() -> None:
                here.announce(returned=True)
                running.append(here.takes(second))

            here.after_leave = back
            here.announce()
            running.append(here.takes(first))
            await asyncio.sleep(30)
            first.press("0")
            await until(lambda: len(running) == 2 and running[0].done() and any(second.heard))
            here.after_leave = lambda: None
            here.hangs_up()  # the news of it comes before the connection's own end
            await asyncio.sleep(0.1)
            second.hang_up()
            await asyncio.gather(*running)
            await here.reception.finish()
            assert here.journal.lost == 0
            await here.journal.flush()
            kinds = [row.payload["type"] for row in here.records.rows]
            assert kinds[-2:] == ["HungUp", "note.ended"]
            assert here.records.ended == [str(CALL)]

    virtually(main())


def test_a_caller_who_hangs_up_while_the_journal_is_opened_is_written_down(flows: Flows) -> None:
    async def main() -> None:
        async with office(flows) as here:
            line = Caller()

            def gone() -> None:
                here.hangs_up()
                line.hang_up()

            here.records.opening = gone  # type: ignore[method-assign]
            here.announce()
            await here.takes(line)
            await here.reception.finish()
            await here.journal.flush()
            assert [e["outcome"] for e in here.entries("note.ended")] == ["abandoned"]
            assert here.records.ended == here.systems.ended == [str(CALL)]
            assert here.journal.lost == 0

    virtually(main())


def test_a_call_keeps_its_flows_also_when_it_comes_back_and_a_new_call_has_the_new_ones(flows: Flows) -> None:
    changed = replace(flows, version="dua", prompts=replace(flows.prompts, greeting="Halo, ini yang baru.", no_agent="Ini juga baru."))

    async def main() -> None:
        async with office(flows) as here:
            first, second, third = Caller(), Caller(), Caller()
            here.announce()
            running = here.takes(first)
            await asyncio.sleep(30)
            here.current.append(changed)
            first.press("0")
            await running
            here.announce(returned=True)
            running = here.takes(second)
            await asyncio.sleep(30)
            second.hang_up()
            here.hangs_up()
            await running
            await here.reception.finish()
            here.announce()
            running = here.takes(third)
            await asyncio.sleep(30)
            third.hang_up()
            await running
            await here.journal.flush()
            said = [str(e["text"]) for e in here.entries("Say")]
            assert flows.prompts.no_agent in said
            assert "Ini juga baru." not in said
            assert said.count("Halo, ini yang baru.") == 1
            assert [e["version"] for e in here.entries("note.config")] == ["satu", "dua"]

    virtually(main())


def test_a_caller_whose_line_dropped_is_known_again_by_their_number(flows: Flows) -> None:
    """Also while the end of the first call is not written down yet; but not by a second line of the same number."""

    async def main() -> None:
        async with office(flows) as here:
            first, second, third = Caller(), Caller(call_id=AGAIN), Caller(call_id=UUID(int=9))
            here.announce(number="+6281234567890")
            running = here.takes(first)
            await asyncio.sleep(8)
            first.sayings = SAYINGS
            first.speak(1500, "mau lapor lampu jalan mati")
            await asyncio.sleep(8)
            first.hang_up()
            here.hangs_up()
            here.announce(call_id=AGAIN, number="081234567890")
            running = asyncio.gather(running, here.takes(second))
            await asyncio.sleep(8)
            here.announce(call_id=third.call_id, number="081234567890")
            running = asyncio.gather(running, here.takes(third))
            await asyncio.sleep(8)
            second.hang_up()
            third.hang_up()
            await running
            await here.journal.flush()
            began = here.entries("CallStarted")
            assert [e["caller"] for e in began] == ["081234567890"] * 3
            assert [e["unfinished"] and e["unfinished"]["intent"] for e in began] == [None, "lapor", None]
            assert [call.version for call in here.records.calls.values()] == ["satu"] * 3

    virtually(main())
