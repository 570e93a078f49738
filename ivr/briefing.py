"""The call before the call: what an agent hears before the caller is joined. Key 1 joins at once."""

from __future__ import annotations

import asyncio

from dialog.effects import Say
from ivr.mouth import Mouth
from ivr.voice import Voice
from telephony.media import ClipFinished, Drained, Dtmf, MediaConnection, MediaEvent

LONGEST_S = 40.0
"""The caller waits meanwhile; a briefing that hangs must not keep two people apart."""
UNKNOWN = "Penelepon dari hotline. Rincian tidak tersedia."


async def brief(connection: MediaConnection, voice: Voice, text: str) -> bool:
    """Tell the agent `text` (empty: that nothing is known). True when the two are joined next, False when the agent hung up meanwhile."""
    joined = False
    async with asyncio.TaskGroup() as group:
        mouth = Mouth(connection.player, voice, group, connection.closing)
        mouth.say(Say((text or UNKNOWN) + " Anda tersambung."))

        def take(event: MediaEvent) -> None:
            nonlocal joined
            match event:
                case ClipFinished():
                    mouth.finished(event.clip)
                case Drained() | Dtmf(key="1"):
                    joined = True
                    mouth.stop()
                    connection.closing()
                case _:
                    pass

        try:
            async with asyncio.timeout(LONGEST_S):
                await connection.run(take)
        except TimeoutError:
            joined = True
            connection.closing()
    return joined
