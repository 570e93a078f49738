"""The call before the call: an agent hears what it is about, and takes the caller or not. Key 1 takes, key 2 declines, early ones count."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from enum import StrEnum

from dialog.effects import Say
from ivr.mouth import Mouth
from ivr.voice import Voice
from telephony.media import ClipFinished, Drained, Dtmf, MediaConnection, MediaEvent

DECIDE_S = 15.0
"""From the last word on."""
LONGEST_S = 40.0
"""The caller waits meanwhile: a briefing that hangs must not keep two people apart."""
UNKNOWN = "Penelepon dari hotline. Rincian tidak tersedia."
KEYS = "Tekan satu untuk menerima, dua untuk menolak."


class Decision(StrEnum):
    ACCEPTED = "accepted"
    DECLINED = "declined"
    GONE = "gone"
    """The agent hung up, or the caller did and the agent's call ended with theirs."""


class Briefing:
    """One agent's, of one caller. `key` and `decide` may come from elsewhere: the PBX's own news of keys, the agent's page."""

    def __init__(self, text: str, taken: bool = False) -> None:
        """`taken`: the agent has accepted on the page before picking up, and is joined at once."""
        self._text = text or UNKNOWN
        self._decision = Decision.ACCEPTED if taken else Decision.GONE
        self._decided = asyncio.Event()
        if taken:
            self._decided.set()

    def key(self, key: str) -> None:
        if key in ("1", "2"):
            self.decide(Decision.ACCEPTED if key == "1" else Decision.DECLINED)

    def decide(self, decision: Decision) -> None:
        """The first counts."""
        if not self._decided.is_set():
            self._decision = decision
            self._decided.set()

    async def run(self, connection: MediaConnection, voice: Voice, settle: Callable[[Decision], Awaitable[None]]) -> Decision:
        """Speak, wait for the decision, `settle` it while the agent's call is still ours, and close."""
        async with asyncio.TaskGroup() as group:
            longest = asyncio.get_running_loop().time() + LONGEST_S
            limit = asyncio.timeout_at(longest)
            mouth = Mouth(connection.player, voice, group, lambda: None)  # an agent who hears nothing has the page, and keys
            mouth.say(Say(f"{self._text} {KEYS}"))

            def take(event: MediaEvent) -> None:
                match event:
                    case ClipFinished():
                        mouth.finished(event.clip)
                    case Drained() if not self._decided.is_set():
                        limit.reschedule(min(limit.when() or longest, asyncio.get_running_loop().time() + DECIDE_S))
                    case Dtmf():
                        self.key(event.key)
                    case _:
                        pass

            async def close() -> None:
                try:
                    async with limit:
                        await self._decided.wait()
                except TimeoutError:
                    self.decide(Decision.DECLINED)
                mouth.stop()
                if self._decision is not Decision.GONE:
                    await settle(self._decision)
                connection.closing()

            group.create_task(close())
            await connection.run(take)
            self.decide(Decision.GONE)
        return self._decision
