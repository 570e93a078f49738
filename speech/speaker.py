"""Clauses spoken by one engine: judged, levelled, kept. Masters are 16 kHz; what a line carries is made of them by `Track`."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import numpy as np

from speech.loudness import TARGET_LUFS, levelled, trimmed, without_offset
from speech.pcm import Samples, resample
from speech.plausible import judge, longest_s
from speech.prompt_cache import PromptCache
from speech.reading import Piece, read
from speech.synthesizer import Synthesizer
from speech.track import MASTER_RATE, Track

RATE = 8000
SLOWEST, FASTEST = 0.5, 1.6
EMPHASIS_DB = 1.5
_REVISION = 2
"""Part of the cache key: raise it when levels or resampling change."""

_log = logging.getLogger(__name__)


class Speaker:
    """Blocking and thread-safe; run it in a pool, never on the event loop. `cache` None keeps nothing."""

    def __init__(self, synthesizer: Synthesizer, cache: PromptCache | None) -> None:
        self._synthesizer, self._cache = synthesizer, cache

    @property
    def identity(self) -> str:
        """Voice and revision; equal identities speak equal PCM."""
        return f"{self._synthesizer.identity}|{MASTER_RATE}|{_REVISION}"

    def kept(self, piece: Piece, pace: float = 1.0) -> bytes | None:
        """The master of `piece` as `make` kept it."""
        return self._cache.get(self._key(piece, pace), piece.text) if self._cache else None

    def make(self, piece: Piece, pace: float = 1.0, *, keep: bool) -> bytes:
        """Speak one clause: s16le mono at MASTER_RATE, without the pause after it. `pace` is the caller's, beside the piece's own.

        `keep=False` for all that may hold personal data: it never touches the disk.

        Raises:
            SynthesizerError: the voice failed, or gave something that is no speech (`BadSound`).
        """
        if not piece.text:
            return b""
        rate, both = self._synthesizer.sample_rate, _pace(piece, pace)
        audio = self._spoken(piece.text, both)
        judge(audio, rate, piece.text, both)
        sound = trimmed(without_offset(resample(audio, rate, MASTER_RATE), MASTER_RATE), MASTER_RATE)
        level = levelled(sound, MASTER_RATE, TARGET_LUFS + (EMPHASIS_DB if piece.emphasis else 0.0))
        pcm = np.rint(np.clip(level, -1, 1) * 32767).astype("<i2").tobytes()
        if keep and pcm:
            self._store(piece, pace, pcm)
        return pcm

    def stream(self, text: str, *, keep: bool = True, pace: float = 1.0, rate: int = RATE) -> Iterator[bytes]:
        """A whole text for who has no line: s16le mono at `rate`, a chunk a clause.

        Raises:
            SynthesizerError: the voice failed; chunks already yielded are good.
        """
        pieces, track = read(text), Track(rate, pace)
        for number, piece in enumerate(pieces, start=1):
            master = (self.kept(piece, pace) if keep else None) or self.make(piece, pace, keep=keep)
            if chunk := track.add(master, piece, last=number == len(pieces)):
                yield chunk

    def _spoken(self, text: str, pace: float) -> Samples:
        """What the engine gives; of one that goes on and on, only as much as shows that."""
        parts, enough = [np.zeros(0, np.float32)], 2 * longest_s(text, pace) * self._synthesizer.sample_rate
        for part in self._synthesizer.stream(text, pace):
            parts.append(part)
            if sum(map(len, parts)) > enough:
                break
        return np.concatenate(parts)

    def _key(self, piece: Piece, pace: float) -> str:
        return f"{self.identity}|{_pace(piece, pace):.3f}|{piece.emphasis}"

    def _store(self, piece: Piece, pace: float, pcm: bytes) -> None:
        if self._cache is None:
            return
        try:
            self._cache.put(self._key(piece, pace), piece.text, pcm)
        except OSError as error:
            _log.warning("a prompt could not be kept (%s): it will be spoken anew", error.strerror)


def _pace(piece: Piece, pace: float) -> float:
    return min(max(piece.pace * pace, SLOWEST), FASTEST)
