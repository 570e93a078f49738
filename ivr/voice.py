"""Say -> clips in a player: synthesis off the loop, clause by clause, with espeak-ng behind the chosen voice."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from functools import partial

from speech.pool import Overloaded, Pool
from speech.speaker import Speaker
from speech.synthesizer import SynthesizerError

CLAUSE_S = 15.0
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
        """Speak `text`; `deliver` is called on the event loop, clause by clause.

        Raises:
            VoiceFailed: no engine could speak it in time.
        """
        for speaker in self._speakers:
            spoken = False
            chunks = speaker.stream(text, keep=text in self._fixed)
            try:
                while chunk := await self._pool.run(partial(next, chunks, b""), deadline_s=CLAUSE_S):
                    spoken = True
                    if not deliver(chunk):
                        return
                return
            except (SynthesizerError, TimeoutError, Overloaded) as error:
                log.error("voice %s failed: %s", speaker.identity, error or f"no clause within {CLAUSE_S:.0f} s")
                if spoken:
                    return  # the rest by another voice would be stranger than a sentence cut short
        raise VoiceFailed("no voice could speak")
