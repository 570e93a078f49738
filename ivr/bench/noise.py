"""`ivr bench noise`: what a call makes of sound in which nobody speaks to it. The call's own listening, on a clock of sound: faster than
real time, and the same each time.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Generator, Sequence
from contextvars import Context
from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeVar

import numpy as np

from dialog.completion import Completion, completion
from dialog.effects import Listen
from dialog.events import Heard, Hypothesis
from dialog.schema import Flows
from dialog.state import State
from ivr.barge_in import Order
from ivr.bench.noise_parts import RATE, Samples
from ivr.bench.noises import SEGMENT_S
from ivr.ears import Ears, heard
from ivr.floor import Floor, Moment
from ivr.turn import Turns
from ivr.turn_policy import TurnEnd
from speech.batch_queue import Priority
from speech.echo import EchoGuard
from speech.listener import FRAME_MS, Listener
from speech.pcm import from_float
from telephony.audiosocket import NARROW, frame_bytes

T = TypeVar("T")
Due = tuple[State, Listen]
"""A state of the dialog and what it waits for."""
COUNTS = ("false_turns", "unclear", "stopped", "held", "ducked", "starts", "readings", "pieces", "forced")
PIECE_S = 3.0
FRAME_SAMPLES = frame_bytes(NARROW) // 2


@dataclass(frozen=True, slots=True)
class Sound:
    """`heard`: what comes from the line, made when it is needed. `played`: our voice meanwhile, None when it is silent."""

    kind: str
    heard: Callable[[], Samples]
    played: Samples | None = None


@dataclass(slots=True)
class Found:
    """What one kind of noise did.

    `starts`: the detector took it for speech; `readings`: the recogniser was asked; `false_turns`: words were made of it, `texts`;
    `unclear`: the dialog was told that somebody spoke and was not understood; `ducked`, `held`, `stopped`: our voice became softer,
    fell silent for a moment, and gave up. `pieces`, `forced`: given to the recogniser without any detector, and words made of them.
    """

    seconds: float = 0.0
    starts: int = 0
    readings: int = 0
    false_turns: int = 0
    unclear: int = 0
    ducked: int = 0
    held: int = 0
    stopped: int = 0
    pieces: int = 0
    forced: int = 0
    texts: list[str] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in COUNTS}


class _Tasks(asyncio.TaskGroup):
    """Lets the clock of sound stand still while anything is being recognised."""

    def __init__(self) -> None:
        super().__init__()
        self._under_way: set[asyncio.Task[Any]] = set()

    def create_task(
        self, coro: Generator[Any, None, T] | Coroutine[Any, Any, T], *, name: str | None = None, context: Context | None = None
    ) -> asyncio.Task[T]:
        task = super().create_task(coro, name=name, context=context)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task

    async def settle(self) -> None:
        while self._under_way:
            await asyncio.wait(tuple(self._under_way))


class Ear:
    """One call that only listens, wired as `ivr.call` wires it. `hear` it sound; `found` tells what it made of it."""

    def __init__(self, flows: Flows, dues: Sequence[Due], listener: Listener, ears: Ears, group: _Tasks, found: Found) -> None:
        self._flows, self._dues, self._group, self.found = flows, dues, group, found
        self._state, self._listen = dues[0]
        self._playing = False
        self._floor, self._echo = Floor(), EchoGuard()
        self._turns = Turns(listener, ears, group, complete=self._complete, read=self._read, ended=self._ended)

    async def hear(self, sound: Samples, played: Samples | None) -> None:
        """`played` as long as `sound`. What is due changes every SEGMENT_S."""
        self._playing = played is not None
        ours = np.zeros(len(sound), np.float32) if played is None else played
        for number, at in enumerate(range(0, len(sound) - FRAME_SAMPLES + 1, FRAME_SAMPLES)):
            if number * FRAME_MS % int(SEGMENT_S * 1000) == 0:
                self._state, self._listen = self._dues[number * FRAME_MS // int(SEGMENT_S * 1000) % len(self._dues)]
                self._ask()
            self._frame(from_float(ours[at : at + FRAME_SAMPLES]), from_float(sound[at : at + FRAME_SAMPLES]))
            await self._group.settle()
        self.found.seconds += len(sound) / RATE

    def _frame(self, ours: bytes, pcm: bytes) -> None:
        turns, spoke = self._turns, self._turns.speaking
        turns.feed(pcm, playing=self._playing, interruptible=True, echo=self._echo.explains(ours, pcm))
        self.found.starts += turns.speaking and not spoke
        order = self._floor.process(FRAME_MS, Moment(self._playing, True, turns.voiced, turns.speaking, turns.busy))
        self._count(order)

    def _count(self, order: object) -> None:
        if order is Order.STOP:
            self.found.stopped += 1
            self._turns.voice_stopped()
        self.found.ducked += order is Order.DUCK
        self.found.held += order is Order.HOLD

    def _ask(self) -> None:
        self._turns.listen(self._listen)
        self._floor.listen(self._listen.no_input_ms, self._listen.expect)

    def _complete(self, hypotheses: tuple[Hypothesis, ...]) -> Completion:
        return completion(self._flows, self._state, hypotheses)

    def _read(self, hypotheses: tuple[Hypothesis, ...]) -> None:
        self.found.readings += 1
        self._count(self._floor.heard(hypotheses))

    def _ended(self, end: TurnEnd) -> None:
        if not isinstance(end.event, Heard):
            return
        if end.event.hypotheses:
            self.found.false_turns += 1
            self.found.texts.append(end.event.hypotheses[0].text)
        else:
            self.found.unclear += 1
        self._ask()


async def measure_noises(
    sounds: Sequence[Sound],
    flows: Flows,
    dues: Sequence[Due],
    listener: Callable[[], Listener],
    ears: Ears,
    progress: Callable[[str], None] = lambda line: None,
) -> dict[str, Found]:
    """Each sound to a call of its own."""
    found: dict[str, Found] = {}
    for sound in sounds:
        kind = found.setdefault(sound.kind, Found())
        samples = await asyncio.to_thread(sound.heard)
        async with _Tasks() as group:
            await Ear(flows, dues, listener(), ears, group, kind).hear(samples, sound.played)
        progress(f"{sound.kind}: {kind.false_turns} giliran palsu dalam {kind.seconds:.0f} s")
    return found


async def force(sounds: Sequence[Sound], dues: Sequence[Due], ears: Ears, found: dict[str, Found]) -> None:
    """Every PIECE_S of what comes while our voice is silent to the recogniser, as if the detector had taken it for speech."""
    turn = count()
    for sound in sounds:
        if sound.played is None:
            pcm, size, kind = from_float(sound.heard()), int(PIECE_S * RATE) * 2, found[sound.kind]
            for at in range(0, len(pcm) - size + 1, size):
                number = next(turn)
                event, _ = await heard(ears.begin(pcm[at : at + size], dues[number % len(dues)][1], Priority.FINAL), number)
                words = event.hypotheses[:1] if isinstance(event, Heard) else ()
                kind.pieces += 1
                kind.forced += bool(words)
                kind.texts += [f"({words[0].text})"] if words else []


def figures(found: dict[str, Found]) -> dict[str, object]:
    """What `--json` prints."""
    total: Counter[str] = Counter()
    for kind in found.values():
        total.update(kind.counts())
    minutes = sum(kind.seconds for kind in found.values()) / 60
    kinds = {name: {"seconds": round(kind.seconds), **kind.counts()} for name, kind in found.items()}
    return {"minutes": round(minutes, 1), **total, "kinds": kinds}
