"""`ivr chat`: the same dialog by keyboard, with the real connector behind it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator

from dialog.effects import Confidential, End, Lookup, Rated, Say, Transfer
from dialog.events import CallStarted, Event, Heard, Hypothesis, Key, KeysTimedOut, LookupDone, LookupFailed, LookupSlow, NoInput
from dialog.manager import start, step
from dialog.schema import Flows
from dialog.state import State
from ivr.lookups import in_time
from ivr.records.store import now

Answer = Callable[[Lookup], Awaitable[LookupDone | LookupFailed]]


class Chat:
    """One conversation. `typed(line)` gives what is said; `over` after the end."""

    def __init__(self, flows: Flows, answer: Answer) -> None:
        self._flows, self._answer = flows, answer
        self.state: State = start()
        self.over = False

    async def begin(self) -> list[str]:
        return await self._take(CallStarted(now()))

    async def typed(self, line: str) -> list[str]:
        """A line is what was said, `#12` are keys, an empty line is silence."""
        said: list[str] = []
        for event in self._events(line):
            said += await self._take(event)
        return said

    def _events(self, line: str) -> Iterator[Event]:
        if not line:
            yield NoInput(self.state.turn)
        elif line.startswith("#") and len(line) > 1:
            for key in line[1:]:
                yield Key(key)
            yield KeysTimedOut(self.state.turn)
        else:
            yield Heard(self.state.turn, (Hypothesis(line, 1.0),))

    async def _take(self, event: Event) -> list[str]:
        self.state, effects = step(self._flows, self.state, event)
        said: list[str] = []
        for effect in effects:
            match effect:
                case Say():
                    said.append(f"(lebih pelan) {effect.text}" if effect.slow else effect.text)
                case Lookup():
                    said += await self._look_up(effect)
                case Rated():
                    said.append(f"[dinilai: {effect.questionnaire}, {effect.question}: {effect.value}]")
                case Confidential():
                    said.append("[rahasia: mulai sekarang isi percakapan tidak dicatat]")
                case Transfer():
                    said.append(f"[disambungkan ke {effect.number or 'petugas'}, yang mendengar: {effect.briefing}]")
                    self.over = True
                case End():
                    said.append(f"[selesai: {effect.outcome}]")
                    self.over = True
        return said

    async def _look_up(self, lookup: Lookup) -> list[str]:
        slow: list[LookupSlow] = []
        answer = await in_time(lookup, self._answer(lookup), slow.append)
        return [line for event in (*slow, answer) for line in await self._take(event)]


async def converse(chat: Chat) -> None:
    """Standard input to standard output, until either ends."""
    lines = await chat.begin()
    while True:
        sys.stdout.write("".join(f"Sapa: {line}\n" for line in lines) + ("" if chat.over else "Anda: "))
        sys.stdout.flush()
        if chat.over:
            return
        typed = await asyncio.to_thread(sys.stdin.readline)
        if not typed:
            return
        lines = await chat.typed(typed.strip())
