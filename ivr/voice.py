"""Say -> clips in a player: synthesis off the loop, clause by clause, with espeak-ng behind the chosen voice."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Iterable, Sequence
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
    """Shared by all calls. `fixed` sentences and `openings` of others are kept in the prompt cache; all else may hold personal data
    and never is."""

    def __init__(self, speakers: Iterable[Speaker], pool: Pool, fixed: Iterable[str], openings: Iterable[str] = ()) -> None:
        self._speakers, self._pool = tuple(speakers), pool
        self._openings: tuple[str, ...] = ()
        self._kept: frozenset[str] = frozenset()
        self._learning = threading.Lock()
        self.learn(fixed, openings)

    def learn(self, fixed: Iterable[str], openings: Iterable[str] = ()) -> None:
        """Sentences and openings of a further configuration may be kept from now on; from any thread. The earlier ones still may:
        calls that run on them go on."""
        with self._learning:
            self._openings = tuple(sorted({*self._openings, *openings}, key=lambda text: (-len(text), text)))
            self._kept = self._kept | {*fixed, *self._openings}

    async def prepare(
        self, fixed: Sequence[str], openings: Sequence[str], show: Callable[[int, int], None] = lambda done, of: None
    ) -> None:
        """Have the sentences of a configuration spoken ahead, one at a time beside what callers hear; `show(done, of)` after each.

        Raises:
            SynthesizerError: the chosen voice failed; what it spoke so far is kept.
        """
        self.learn(fixed, openings)
        texts = (*fixed, *openings)
        for done, text in enumerate(texts, start=1):
            await asyncio.to_thread(self._speakers[0].render_ahead, (text,))
            show(done, len(texts))

    async def say(self, text: str, deliver: Deliver, slow: bool = False) -> None:
        """Speak `text`; `deliver` is called on the event loop, clause by clause; a known opening is heard while the rest is made.

        Raises:
            VoiceFailed: no engine could speak it in time.
        """
        start = "" if text in self._kept else next((o for o in self._openings if text.startswith(o)), "")
        for part in (start, text[len(start) :].strip()):
            if part and not await self._say(part, deliver, slow):
                return

    async def _say(self, text: str, deliver: Deliver, slow: bool) -> bool:
        """Whether more is wanted."""
        for speaker in self._speakers:
            spoken = False
            chunks = speaker.stream(text, keep=text in self._kept, slow=slow)
            try:
                while chunk := await self._pool.run(partial(next, chunks, b""), deadline_s=CLAUSE_S):
                    spoken = True
                    if not deliver(chunk):
                        return False
                return True
            except (SynthesizerError, TimeoutError, Overloaded) as error:
                log.error("voice %s failed: %s", speaker.identity, error or f"no clause within {CLAUSE_S:.0f} s")
                if spoken:
                    return False  # the rest by another voice would be stranger than a sentence cut short
        raise VoiceFailed("no voice could speak")
