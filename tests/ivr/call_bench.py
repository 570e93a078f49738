"""One call through `Call`: a line in memory, virtual time; only the recogniser's words and the voice's sound are invented."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from line import QUIET, EnergyVad, EngineLoop, MemoryLine, MemoryRecords, MemorySystems, ToneVoice, WordReader

from dialog.effects import End, Listen, Lookup, Transfer
from dialog.events import AgentUnavailable, CallStarted, LookupDone, LookupFailed
from dialog.handover import FIND
from dialog.manager import start
from dialog.schema import Flows
from ivr.call import Call
from ivr.conversation import Conversation, Services
from ivr.ears import Ears
from ivr.journal import Journal, Payload
from ivr.voice import Voice
from speech.batch_pool import BatchPool
from speech.batch_queue import Priority
from speech.endpointing import EndpointSettings
from speech.listener import Listener
from speech.pool import Pool
from speech.recognition import Recognition
from speech.recognizer import Request
from speech.speaker import Speaker
from speech.voice_engine import Engine

SLOW_S = 300.0
NIK = "3273014107892415"
STARTED = CallStarted("2026-11-24T10:00:00+07:00", "0812")


@dataclass(frozen=True)
class _WatchedEars(Ears):
    begun: list[Recognition] = field(default_factory=list)

    def begin(self, pcm: bytes, listen: Listen, priority: Priority, rate: int = 8000) -> Recognition:
        self.begun.append(super().begin(pcm, listen, priority, rate))
        return self.begun[-1]


@dataclass
class Bench:
    """A call that can be run once; `rows` is its journal so far, as a watcher saw it. A caller who was put through comes back `returns`
    times from a queue where nobody answered."""

    flows: Flows
    line: MemoryLine = field(default_factory=MemoryLine)
    recognizer: WordReader = field(init=False)
    pool: BatchPool = field(init=False)
    voice: ToneVoice = field(default_factory=ToneVoice)
    rows: list[Payload] = field(default_factory=list)
    at: list[int] = field(default_factory=list)
    left: list[Transfer | End] = field(default_factory=list)
    handed_over: list[Transfer | End] = field(default_factory=list)
    looked_up: list[Lookup] = field(default_factory=list)
    lookup_takes_s: float = 0.0
    lookup_fails: str = ""
    looking_up: int = 0
    returns: int = 0
    queue_s: float = 0.0
    """How long they are in it."""
    still_ms: int = 0
    """How long nothing has happened: no voice on either side, nothing recognised, looked up or journalled."""
    answer: dict[str, str] = field(default_factory=lambda: dict(nama="Sari Contoh", status="siap", kantor="Coblong", perkiraan=""))
    conversation: Conversation | None = None
    stored: list[Payload] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.recognizer = WordReader(self.line.sayings)
        self.systems = MemorySystems(self._look_up)
        self.ears: _WatchedEars

    def run(self, limit_s: float = 600.0) -> Bench:
        loop = EngineLoop()
        try:
            loop.run_until_complete(self._run(limit_s))
        finally:
            loop.close()
        return self

    async def _run(self, limit_s: float) -> None:
        self.pool, speaking = BatchPool(self.recognizer, max_waiting=1), Pool(1, 8)
        self.ears = _WatchedEars(self.pool)
        loop = asyncio.get_running_loop()
        try:
            async with Journal(MemoryRecords()) as journal:
                journal.watch(self._watch)
                services = Services(
                    self.ears,
                    Voice([Engine.of(Speaker(self.voice, None), speaking)]),
                    journal,
                    self.systems,
                    self._leave,
                    lambda conversation, transfer: self.handed_over.append(transfer),
                )
                conversation = Conversation("c", self.flows, start(), loop.time())
                self.conversation = conversation
                await journal.open("c")
                async with asyncio.timeout(limit_s):
                    for first in (STARTED, *itertools.repeat(AgentUnavailable(), self.returns)):
                        self.line.open_again()
                        before, listener = len(self.left), Listener(EnergyVad(), EndpointSettings())
                        await Call(conversation, self.line, listener, services).run(first)
                        await asyncio.sleep(self.queue_s)
                        if not (self.line.lost or (self.left[before:] and isinstance(self.left[-1], Transfer))):
                            break
                self.stored = await journal.read("c")
        finally:
            speaking.close()

    def _watch(self, call_id: str, at_ms: int, payload: Payload) -> None:
        self.rows.append(payload)
        self.at.append(self.line.clock_ms)
        self.still_ms = 0

    async def _look_up(self, call_id: str, lookup: Lookup) -> LookupDone | LookupFailed:
        """Agents are there, and that is known at once."""
        if lookup.operation == FIND:
            return LookupDone(lookup.request, {"keadaan": "free"})
        self.looked_up.append(lookup)
        self.looking_up += 1
        try:
            await asyncio.sleep(self.lookup_takes_s)
        finally:
            self.looking_up -= 1
        return LookupFailed(lookup.request, self.lookup_fails) if self.lookup_fails else LookupDone(lookup.request, self.answer)

    async def _leave(self, call_id: str, effect: Transfer | End) -> None:
        self.left.append(effect)

    def crowd(self) -> None:
        """Other callers take every place of the recogniser for `takes_s`."""
        for _ in range(2):
            self.pool.submit(Request(QUIET), priority=Priority.FINAL, deadline_s=60)

    def count(self, kind: str) -> int:
        return sum(row["type"] == kind for row in self.rows)

    def kinds(self) -> list[str]:
        return [str(row["type"]) for row in self.rows]

    def does(self, script: Iterator[None]) -> Bench:
        """`script` goes one step further each tick of the line; after it the caller hangs up."""

        def tick() -> None:
            active = self.looking_up or not all(recognition.done for recognition in self.ears.begun)
            self.still_ms = 0 if active or self.line.speaking or not self.line.player.idle else self.still_ms + 20
            try:
                next(script)
            except StopIteration:
                self.line.hang_up()

        self.line.watch = tick
        return self

    def wait(self, condition: Callable[[], bool], ticks: int = 10_000) -> Iterator[None]:
        """Ticks until it holds."""
        for _ in range(ticks):
            if condition():
                return
            yield
        raise AssertionError(f"waited in vain; so far {self.kinds()}")

    def turn(self) -> Iterator[None]:
        """Until a question has been heard that was not answered yet."""
        seen = self.count("note.your_turn")
        return self.wait(lambda: self.count("note.your_turn") > seen)

    def sounding(self) -> Iterator[None]:
        return self.wait(lambda: self.line.sounding)

    def prompt(self) -> Iterator[None]:
        """Until something is heard that may be cut off."""
        yield from self.sounding()
        notices = sum(row["type"] == "Say" and not row["interruptible"] for row in self.rows)
        yield from self.wait(lambda: self.line.sounding and self.line.clips_heard >= notices)

    @staticmethod
    def pause(ms: int) -> Iterator[None]:
        yield from itertools.repeat(None, ms // 20)
