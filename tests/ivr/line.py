"""A telephone call in memory for `ivr.call.Call`: a line on the loop's clock, a recogniser that reads sound, a voice of tone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from virtual_time import VirtualLoop

from dialog.effects import Lookup, Rated
from dialog.events import LookupDone, LookupFailed
from ivr.records.models import CallRow, JournalRow, TicketRow
from ivr.records.nameless import without_caller
from ivr.records.store import Records, now
from speech.recognizer import Expectation, Hypothesis, Request, Transcript
from speech.synthesizer import SynthesizerError
from telephony.media import Audio, ClipFinished, Closed, Drained, Dtmf, MediaEvent
from telephony.player import Player

FRAME_S = 0.02
QUIET = bytes(320)
MS_A_LETTER = 20
LOUD = 4000
"""About as loud as our own voice: what is much softer is taken for its echo."""


class EngineLoop(VirtualLoop):
    """Work given to threads takes virtual time too, so that a slow engine is slow by the same clock as the line."""

    _takes_s = 0.0

    def work_takes(self, seconds: float) -> None:
        """Said by the work under way."""
        self._takes_s = seconds

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:
        future, self._takes_s = self.create_future(), 0.0

        def deliver(give: Callable[[Any], None], what: Any) -> None:
            if not future.done():
                give(what)

        try:
            give, what = future.set_result, func(*args)
        except Exception as error:  # noqa: BLE001 - as an executor does, it goes to whoever waits
            give, what = future.set_exception, error
        self.call_later(self._takes_s, deliver, give, what)
        return future


class MemoryRecords(Records):
    """Rows in a list: the real database has threads of its own, which know no virtual time. It is tested in records/."""

    def __init__(self) -> None:
        self.rows: list[JournalRow] = []
        self.calls: dict[str, CallRow] = {}
        self.handovers: list[dict[str, Any]] = []
        self.missed: list[str] = []
        """Numbers of callers to whom nobody spoke."""

    async def begin_handover(self, call_id: str, queue: str, reason: str, story: Mapping[str, object]) -> int:
        self.handovers.append({"call": call_id, "queue": queue, "reason": reason, "story": story, "tried": [], "outcome": ""})
        return len(self.handovers)

    async def handover_at(self, id: int, stage: str, **values: str) -> None:
        self.handovers[id - 1] |= {"stage": stage, **values}

    async def add_attempt(self, id: int, agent: str, result: str) -> None:
        self.handovers[id - 1]["tried"].append((agent, result))

    async def end_handover(self, id: int, outcome: str, why: str = "") -> None:
        self.handovers[id - 1] |= {"outcome": outcome, "why": why}

    async def add_callback(self, call_id: str, contact: str, subject: str, **values: Any) -> str:
        self.missed.append(contact)
        return "TLP-2611-00010"

    async def begin_call(self, call_id: str, caller: str = "", version: str = "") -> None:
        self.calls[call_id] = CallRow(call_id=call_id, started_at=now(), ended_at="", caller=caller, version=version)

    async def end_call(self, call_id: str, outcome: str, intent: str, ticket: str) -> None:
        self.calls[call_id].ended_at, self.calls[call_id].outcome = now(), outcome

    async def last_call(self, caller: str, since: str) -> CallRow | None:
        return next((call for call in reversed(self.calls.values()) if call.caller == caller), None)

    async def tickets_of(self, call_id: str) -> list[TicketRow]:
        return []

    async def forget_caller(self, call_id: str) -> None:
        for row in (row for row in self.rows if row.call_id == call_id):
            row.payload = without_caller(row.payload)

    async def append(self, rows: Sequence[JournalRow]) -> None:
        self.rows += rows

    async def journal(self, call_id: str) -> list[JournalRow]:
        return [row for row in self.rows if row.call_id == call_id]


@dataclass(slots=True)
class MemorySystems:
    """Asks `answer`; `rated` and `ended` are what it was told. `writes` are operations with a deadline of 12 s at least."""

    answer: Callable[[str, Lookup], Awaitable[LookupDone | LookupFailed]]
    rated: list[tuple[str, Rated]] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    writes: frozenset[str] = frozenset()

    async def run(self, call_id: str, lookup: Lookup) -> LookupDone | LookupFailed:
        return await self.answer(call_id, lookup)

    def rate(self, call_id: str, rated: Rated) -> None:
        self.rated.append((call_id, rated))

    def least_ms(self, lookup: Lookup) -> int:
        return 12_000 if lookup.operation in self.writes else 0

    def over(self, call_id: str) -> None:
        self.ended.append(call_id)


class EnergyVad:
    """Sound is speech."""

    def probability(self, frame: bytes) -> float:
        return float(frame != QUIET)


class Sayings:
    """Sound that carries its words: all samples of a saying have one value, which no other has."""

    def __init__(self) -> None:
        self._said: list[tuple[list[str], int]] = []

    def frames(self, ms: int, words: str) -> list[bytes]:
        """Without words it is noise."""
        count = ms // 20
        self._said.append((words.split(), count))
        return [np.full(160, LOUD + len(self._said), "<i2").tobytes()] * count

    def words(self, pcm: bytes) -> str:
        """As many words of each saying as there is sound of it."""
        values, counts = np.unique(np.frombuffer(pcm, "<i2"), return_counts=True)
        heard: list[str] = []
        for value, samples in zip(values, counts, strict=True):
            if value:
                words, frames = self._said[value - LOUD - 1]
                heard += words[: len(words) * int(samples) // (frames * 160)]
        return " ".join(heard)


@dataclass(slots=True)
class WordReader:
    """A recogniser that hears what was said, after `takes_s`; first it raises what is in `errors`, one a request."""

    sayings: Sayings
    errors: list[Exception] = field(default_factory=list)
    asked: list[tuple[int, Expectation]] = field(default_factory=list)
    """Length of each utterance in ms, and what was expected."""
    takes_s: float = 0.3

    def bucket(self, request: Request) -> Hashable:
        return None

    def transcribe(self, requests: Sequence[Request]) -> list[Transcript]:
        self.asked += [(len(request.pcm) // 16, request.expectation) for request in requests]
        loop = asyncio.get_running_loop()
        assert isinstance(loop, EngineLoop)
        loop.work_takes(self.takes_s)
        if self.errors:
            raise self.errors.pop(0)
        texts = [self.sayings.words(request.pcm) for request in requests]
        return [Transcript((Hypothesis(text, 0.97),) if text else (), self.takes_s * 1000) for text in texts]


@dataclass(slots=True)
class ToneVoice:
    """Each letter is a moment of tone. Speaks nothing while `broken`."""

    identity: str = "tone"
    sample_rate: int = 8000
    broken: bool = False
    takes_s: float = 0.0
    """To make one sentence, on an EngineLoop."""
    spoken: list[str] = field(default_factory=list)

    def stream(self, text: str, pace: float = 1.0) -> Iterator[NDArray[np.float32]]:
        if self.broken:
            raise SynthesizerError("broken for this test")
        self.spoken.append(text)
        if self.takes_s:
            loop = asyncio.get_running_loop()
            assert isinstance(loop, EngineLoop)
            loop.work_takes(self.takes_s)
        samples = np.arange(round(len(text) * MS_A_LETTER * 8 / pace), dtype=np.float32)
        yield np.asarray(0.3 * np.sin(samples * np.float32(0.5)), np.float32)


class MemoryLine:
    """Ticks every 20 ms like a media connection. What the caller does is queued (`speak`, `pause`, `press`); `heard` is what they hear."""

    def __init__(self) -> None:
        self.player = Player()
        self.sayings = Sayings()
        self.heard: list[bytes] = []
        self.clock_ms = self.clips_heard = 0
        self.closed = self.lost = False
        self._say: list[bytes] = []
        self._keys: list[str] = []
        self._hung_up = False
        self.watch: Callable[[], None] = lambda: None
        """Called once a tick, before anything else: where a test acts."""

    def speak(self, ms: int, words: str = "") -> None:
        """Without words it is noise."""
        self._say += self.sayings.frames(ms, words)

    def pause(self, ms: int) -> None:
        """Silence before what is said next."""
        self._say += [QUIET] * (ms // 20)

    def press(self, keys: str) -> None:
        self._keys += keys

    def hang_up(self) -> None:
        self._hung_up = True

    def closing(self) -> None:
        self.closed = True

    def lose(self) -> None:
        """The connection breaks; the caller is still there."""
        self.lost = True

    def open_again(self) -> None:
        """The same caller's next connection."""
        self.player, self.closed, self.lost = Player(), False, False

    @property
    def speaking(self) -> bool:
        """The caller has more to say."""
        return bool(self._say)

    @property
    def sounding(self) -> bool:
        """Whether the latest frame that the caller got holds any sound."""
        return bool(self.heard) and any(self.heard[-1])

    def comes_in(self) -> bytes:
        """The next frame from the caller's side."""
        return self._say.pop(0) if self._say else QUIET

    async def run(self, sink: Callable[[MediaEvent], None]) -> None:
        busy = False
        while not (self.closed or self._hung_up or self.lost):
            self.watch()
            busy = busy or not self.player.idle
            self.heard.append(self.player.next_frame())
            for clip in self.player.finished():
                self.clips_heard += 1
                sink(ClipFinished(clip))
            if busy and self.player.idle:
                busy = False
                sink(Drained())
            while self._keys:
                sink(Dtmf(self._keys.pop(0)))
            sink(Audio(self.comes_in()))
            self.clock_ms += 20
            await asyncio.sleep(FRAME_S)
        sink(Closed(intended=True))
