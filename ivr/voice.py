"""Say -> clips in a player: synthesis off the loop, clause by clause, with espeak-ng behind the chosen voice."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable

from speech.pool import Overloaded, Pool
from speech.speaker import Speaker
from speech.synthesizer import SynthesizerError

SYNTHESIS_S = 20.0
log = logging.getLogger(__name__)

Deliver = Callable[[bytes], bool]
"""Takes a chunk of 8 kHz PCM; False: nobody wants more."""


class VoiceFailed(Exception):
    """Neither the chosen voice nor the fallback could speak."""


class Voice:
    """Shared by all calls. `fixed` sentences are kept in the prompt cache; all others may hold personal data and never are."""

    def __init__(self, speakers: Iterable[Speaker], pool: Pool, fixed: frozenset[str]) -> None:
        self._speakers, self._pool, self._fixed = tuple(speakers), pool, fixed

    async def say(self, text: str, deliver: Deliver) -> None:
        """Speak `text`; `deliver` is called on the event loop, chunk by chunk.

        Raises:
            VoiceFailed: no engine could speak it in time.
        """
        loop = asyncio.get_running_loop()
        for speaker in self._speakers:
            spoken = False

            def work(speaker: Speaker = speaker) -> None:
                nonlocal spoken
                for chunk in speaker.stream(text, keep=text in self._fixed):
                    spoken = True
                    if not asyncio.run_coroutine_threadsafe(_call(deliver, chunk), loop).result(SYNTHESIS_S):
                        return

            try:
                await self._pool.run(work, deadline_s=SYNTHESIS_S)
                return
            except (SynthesizerError, TimeoutError, Overloaded) as error:
                log.error("voice %s failed: %s", speaker.identity, error or type(error).__name__)
                if spoken:
                    break  # half a sentence twice would be worse than half a sentence
        raise VoiceFailed("no voice could speak")


async def _call(deliver: Deliver, chunk: bytes) -> bool:
    return deliver(chunk)
