"""An agent for demonstrations and tests: answers by itself, listens to the briefing, takes the caller, and greets them once joined."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path
from types import TracebackType

from ivr.agents import Agents
from ivr.caller.report import spans
from ivr.standing import Status
from speech.speaker import Speaker
from speech.voices import load_voice
from telephony.phone import Account, SipPhone

GREETING = "Halo, selamat pagi, dengan petugas. Saya sudah membaca ringkasannya, silakan."
VOICE = "espeak:id+f3"
HEARD_MS, BRIEFING_S = 2500, 12.0
"""After so much of the briefing the caller is taken; or after so long, when there is none."""


class Agent:
    """`async with Agent(account, folder, cache, agents) as agent:` registers, and is at work while it is there. Without `agents` somebody
    else must see to that."""

    def __init__(self, account: Account, folder: Path, cache: Path, agents: Agents | None = None) -> None:
        self.phone = SipPhone(account, folder)
        self._agents, self._login = agents, agents.login_of(account.user) if agents is not None else None
        self._cache, self._greeting = cache, b""
        self._taking: asyncio.Task[None] | None = None
        self._going_on: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Agent:
        self._greeting = await asyncio.to_thread(self._speak)
        await self.phone.__aenter__()
        self._taking = asyncio.create_task(self._take(), name="agent")
        if self._agents is not None and self._login is not None:
            await self._agents.sign_on(self._login)
            self._agents.watch(self._go_on)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._taking is not None:
            self._taking.cancel()
            await asyncio.wait([self._taking])
        if self._agents is not None and self._login is not None:
            await self._agents.sign_off(self._login)
        await self.phone.__aexit__(kind, error, trace)

    async def greet(self) -> float:
        """Speak the greeting; its length in seconds."""
        await self.phone.speak(self._greeting)
        return len(self._greeting) / 16_000

    def heard_before_ms(self, moment_ms: int) -> int:
        """How much sound (ms) this phone heard in its latest call before `moment_ms` of its recording: the briefing."""
        return sum(min(end, moment_ms) - start for start, end in spans(self.phone.heard()) if start < moment_ms)

    def heard_after_ms(self, moment_ms: int) -> int:
        """How much sound it heard afterwards: the caller."""
        return sum(end - max(start, moment_ms) for start, end in spans(self.phone.heard()) if end > moment_ms)

    def _go_on(self) -> None:
        """Nothing is to be written down after a call."""
        if self._agents is None or self._login is None or (self._going_on is not None and not self._going_on.done()):
            return
        standing = self._agents.standing(self._login)
        if standing is not None and standing.status is Status.WRAP_UP:
            self._going_on = asyncio.create_task(self._agents.ready(self._login))

    async def _take(self) -> None:
        while True:
            await self.phone.established.wait()
            self.phone.established.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(BRIEFING_S):
                    while self.heard_before_ms(int(self.phone.position() * 1000)) < HEARD_MS:
                        await asyncio.sleep(0.1)
            if not self.phone.closed.is_set():
                self.phone.press("1")

    def _speak(self) -> bytes:
        return b"".join(Speaker(load_voice(VOICE, self._cache), None).stream(GREETING))
