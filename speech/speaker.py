"""Text to telephone PCM: written out, spoken clause by clause, levelled, resampled with state, cached."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import soxr
from numpy.typing import NDArray

from speech.loudness import levelled, silence, trimmed
from speech.prompt_cache import PromptCache
from speech.pronunciation import clauses, spoken
from speech.synthesizer import Synthesizer

RATE = 8000
LEAD_MS = 40
_PAUSE_MS = {",": 140, ";": 200, ":": 200, ".": 320, "!": 320, "?": 320, "…": 400}
_NO_MARK_MS = 90
_LAST_MS = 60
"""After the last clause: just enough that nothing is cut off; the dialog decides what silence follows."""
SLOW = 0.8
"""The pace for callers who asked for it or struggle: words and the pauses between them last a quarter longer."""
_REVISION = 1
"""Part of the cache key: raise it when levels, pauses or resampling change."""

_log = logging.getLogger(__name__)


class Speaker:
    """Blocking and thread-safe; run it in a pool, never on the event loop. `cache` None keeps nothing."""

    def __init__(self, synthesizer: Synthesizer, cache: PromptCache | None, rate: int = RATE) -> None:
        self._synthesizer, self._cache, self._rate = synthesizer, cache, rate

    @property
    def identity(self) -> str:
        """Voice, rate and revision; equal identities speak equal PCM."""
        return f"{self._synthesizer.identity}|{self._rate}|{_REVISION}"

    def stream(self, text: str, keep: bool = True, slow: bool = False) -> Iterator[bytes]:
        """8 kHz s16le mono, a chunk a clause. `keep=False` for sentences with personal data: they never touch the disk.
        `slow`: at SLOW of the voice's pace, kept apart; as ever where the engine has one pace only.

        Raises:
            SynthesizerError: the voice failed; chunks already yielded are good.
        """
        written = spoken(text)
        pace = SLOW if slow else 1.0
        key = f"{self.identity}|{SLOW}" if slow else self.identity
        kept = self._cache.get(key, written) if keep and self._cache else None
        if kept is not None:
            yield kept
            return
        chunks: list[bytes] = []
        for chunk in self._render(written, pace):
            chunks.append(chunk)
            yield chunk
        if keep and chunks:
            self._store(key, written, b"".join(chunks))

    def render_ahead(self, texts: Sequence[str], progress: Callable[[int, int], None] = lambda done, of: None) -> int:
        """Render what the cache lacks; `progress(done, of)` after each text. How many had to be spoken.

        Raises:
            SynthesizerError: the voice failed.
        """
        if self._cache is None:
            raise ValueError("rendering ahead needs a cache to render into")
        rendered = 0
        for done, text in enumerate(texts, start=1):
            if self._cache.get(self.identity, spoken(text)) is None:
                for _ in self.stream(text):
                    pass
                rendered += 1
            progress(done, len(texts))
        return rendered

    def _render(self, written: str, pace: float) -> Iterator[bytes]:
        rate = self._synthesizer.sample_rate
        # One resampler a text: its filter's tail crosses from clause to clause without a click.
        resampler = soxr.ResampleStream(rate, self._rate, 1, dtype="float32", quality="HQ")
        pieces = clauses(written)
        for number, clause in enumerate(pieces, start=1):
            last = number == len(pieces)
            audio = np.concatenate([*self._synthesizer.stream(clause, pace), np.zeros(0, np.float32)])
            sound = levelled(trimmed(audio, rate), rate)
            pause = _LAST_MS if last else _PAUSE_MS.get(clause[-1], _NO_MARK_MS)
            lead = LEAD_MS if number == 1 else 0
            padded = np.concatenate([silence(lead, rate), sound, silence(round(pause / pace), rate)])
            chunk = _to_s16(resampler.resample_chunk(padded, last=last))
            if chunk:
                yield chunk

    def _store(self, key: str, written: str, pcm: bytes) -> None:
        if self._cache is None:
            return
        try:
            self._cache.put(key, written, pcm)
        except OSError as error:
            _log.warning("a prompt could not be kept (%s): it will be spoken anew", error.strerror)


def _to_s16(audio: NDArray[np.float32]) -> bytes:
    return np.rint(np.clip(audio, -1, 1) * 32767).astype("<i2").tobytes()
