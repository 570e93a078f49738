"""Say -> sound for a player, clause by clause: kept, remembered, made, by the fallback, or recorded; whatever comes first in time."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from ivr.patience import FILLER, Patience
from ivr.voice_health import Rescue, VoiceHealth
from speech.cutting import quick_start
from speech.pool import Overloaded, Pool
from speech.prompt_cache import PromptCache
from speech.reading import Piece, read
from speech.recall import Owner, Recall
from speech.track import Track
from speech.voice_engine import Engine, EngineFailed

WAIT_S = 1.0
"""For a worker, once nothing is heard any more; then the next engine speaks."""
MAKE_S, LETTER_S = 2.5, 0.03
"""For a clause in all, likewise, and for each of its letters."""
READ_S = 1.0
"""From disk."""
RECORDED = "recorded"
log = logging.getLogger(__name__)

Deliver = Callable[[bytes], bool]
"""Takes a chunk of PCM at the line's rate; False: nobody wants more."""


class VoiceFailed(Exception):
    """Neither an engine nor a recording could speak."""


class Voice:
    """Shared by all calls. Clauses of `fixed` sentences and `openings` of others are kept on disk; all else may hold personal data and
    never is. `recorded` holds clauses that sound without any engine."""

    def __init__(
        self,
        engines: Iterable[Engine],
        fixed: Iterable[str] = (),
        openings: Iterable[str] = (),
        *,
        recorded: PromptCache | None = None,
        health: VoiceHealth | None = None,
    ) -> None:
        self.engines, self.health = tuple(engines), health or VoiceHealth()
        self.health.voices = lambda: [(engine.name, engine.works) for engine in self.engines]
        self._recorded, self._reading = recorded, Pool(2, 64, "prompts")
        self._recall = Recall()
        self._trials: set[asyncio.Task[None]] = set()
        self._openings: tuple[str, ...] = ()
        self._fixed: frozenset[str] = frozenset()
        self._clauses: set[Piece] = set()
        self._learning = threading.Lock()
        self.learn(fixed, openings)

    def close(self) -> None:
        self._reading.close()
        for trial in self._trials:
            trial.cancel()

    def learn(self, fixed: Iterable[str], openings: Iterable[str] = ()) -> None:
        """Sentences and openings of a further configuration may be kept from now on; from any thread. The earlier ones still may:
        calls that run on them go on."""
        with self._learning:
            self._openings = tuple(sorted({*self._openings, *openings}, key=lambda text: (-len(text), text)))
            self._fixed = self._fixed | {*fixed, *self._openings}

    async def prepare(self, text: str) -> bool:
        """Have a fixed sentence ready, behind all that callers wait for; whether anything had to be made.

        Raises:
            EngineFailed: the chosen voice cannot speak it at present.
        """
        made, chosen = False, self.engines[0]
        for piece in read(text):
            self._clauses.add(piece)
            if piece.text and await self._kept(chosen, piece, 1.0) is None:
                await chosen.make(piece, 1.0, keep=True)
                made = True
        return made

    async def record(self, text: str) -> None:
        """Have a core sentence recorded, if it is not yet."""
        for piece in read(text):
            if self._recorded is None or not piece.text or await self._from_recording(piece) is not None:
                continue
            pcm = await self._kept(self.engines[0], piece, 1.0) or await self.engines[0].make(piece, 1.0, keep=True)
            await record(self._recorded, piece, pcm)

    async def whole(self, text: str, rate: int) -> bytes | None:
        """A fixed sentence by whoever has it at hand: kept, by the fallback, or recorded. None: nobody."""
        chunks: list[bytes] = []

        def take(chunk: bytes) -> bool:
            chunks.append(chunk)
            return True

        try:
            await self.say(text, take, rate=rate, ready_only=True)
        except VoiceFailed:
            return None
        return b"".join(chunks)

    async def say(
        self,
        text: str,
        deliver: Deliver,
        *,
        pace: float = 1.0,
        rate: int = 8000,
        patience: Patience | None = None,
        owner: Owner | None = None,
        ready_only: bool = False,
    ) -> None:
        """Speak `text` at `pace` to a line of `rate`; `deliver` is called on the event loop, clause by clause, each as soon as it is there.
        `patience` knows what the caller still has to hear. What is made for `owner` is remembered in memory until it is forgotten; None:
        nothing is. `ready_only`: not by the chosen engine, unless it is kept.

        Raises:
            VoiceFailed: nothing could speak it, or the rest of it, in time.
        """
        hearer, track, rank = patience or Patience(lambda: 0.0), Track(rate, pace), 0
        pieces = self._pieces(text)
        for number, (piece, keep) in enumerate(pieces, start=1):
            sound = asyncio.ensure_future(self._sound(piece, keep, pace, hearer, owner, rank, ready_only))
            try:
                while patience is not None and await patience.runs_out(sound):
                    filler = await self._filler(rate)
                    if filler and not deliver(filler):
                        return
                pcm, rank = await sound
            finally:
                sound.cancel()
            if patience is not None:
                self.health.heard(patience.late_s())
            if (chunk := track.add(pcm, piece, last=number == len(pieces))) and not deliver(chunk):
                return

    async def recording(self, text: str, deliver: Deliver, rate: int) -> bool:
        """Play a core sentence without any engine; whether it is there."""
        pieces, track = read(text), Track(rate)
        sounds = [await self._from_recording(piece) for piece in pieces]
        for number, (piece, pcm) in enumerate(zip(pieces, sounds, strict=True), start=1):
            if None in sounds or not deliver(track.add(pcm or b"", piece, last=number == len(pieces))):
                return False
        return bool(pieces)

    def forget(self, owner: Owner) -> None:
        """Whatever was remembered for `owner`."""
        self._recall.forget(owner)

    def _pieces(self, text: str) -> Sequence[tuple[Piece, bool]]:
        """The clauses of `text`, and whether each may be kept on disk: those that stand in the configuration."""
        if text in self._fixed:
            return [(piece, True) for piece in read(text)]
        start = next((o for o in self._openings if text.startswith(o)), "")
        rest = read(text[len(start) :].strip())
        if not start and rest and rest[0] not in self._clauses:
            rest = quick_start(rest)
        return [*((piece, True) for piece in read(start)), *((piece, piece in self._clauses) for piece in rest)]

    async def _sound(
        self, piece: Piece, keep: bool, pace: float, patience: Patience, owner: Owner | None, rank: int, ready_only: bool
    ) -> tuple[bytes, int]:
        """The master of `piece`, and who goes on with the sentence: whoever has begun to stand in does, rather than change voices twice."""
        if not piece.text:
            return b"", rank
        due = None if ready_only else asyncio.get_running_loop().time() + patience.left_s()
        for at, engine in enumerate(self.engines[rank:], start=rank):
            pcm = await self._at_hand(engine, piece, pace, keep=keep, owner=owner)
            if pcm is None and not (ready_only and at == 0 and len(self.engines) > 1):
                pcm = await self._made(engine, piece, pace, keep=keep, owner=owner, due=due)
            if pcm is not None:
                if at and not ready_only:
                    self.health.rescued(Rescue.FALLBACK)
                return pcm, at
        pcm = await self._from_recording(piece)
        if not ready_only:
            self.health.rescued(Rescue.PERSON if pcm is None else Rescue.RECORDED)
        if pcm is None:
            raise VoiceFailed("no voice could speak")
        return pcm, len(self.engines)

    async def _at_hand(self, engine: Engine, piece: Piece, pace: float, *, keep: bool, owner: Owner | None) -> bytes | None:
        """Kept on disk, or remembered."""
        if keep:
            return await self._kept(engine, piece, pace)
        now = asyncio.get_running_loop().time()
        return self._recall.get((engine.identity, piece, pace), now) if owner is not None else None

    async def _made(
        self, engine: Engine, piece: Piece, pace: float, *, keep: bool, owner: Owner | None, due: float | None
    ) -> bytes | None:
        """What is `due` soonest (when nothing else is heard any more, by the loop's clock) goes first, and what nobody waits for (None)
        last. None: it does not come in time, or at all."""
        now = asyncio.get_running_loop().time()
        try:
            if due is None:
                pcm = await engine.make(piece, pace, keep=keep)
            else:
                left_s = max(0.0, due - now)  # less for the second engine: the first may have used all of it
                limit_s = left_s + MAKE_S + LETTER_S * len(piece.text)
                pcm = await engine.make(piece, pace, keep=keep, priority=due, wait_s=left_s + WAIT_S, deadline_s=limit_s)
        except EngineFailed:
            self._try_again(engine)
            return None
        if owner is not None and not keep:
            self._recall.put((engine.identity, piece, pace), pcm, owner, now)
        return pcm

    async def _kept(self, engine: Engine, piece: Piece, pace: float) -> bytes | None:
        return await self._read(partial(engine.kept, piece, pace))

    async def _from_recording(self, piece: Piece) -> bytes | None:
        if self._recorded is None:
            return None
        return b"" if not piece.text else await self._read(partial(self._recorded.get, RECORDED, piece.text))

    async def _read(self, read_one: Callable[[], bytes | None]) -> bytes | None:
        try:
            return await self._reading.run(read_one, deadline_s=READ_S)
        except (Overloaded, TimeoutError, OSError) as error:
            log.warning("a kept prompt cannot be read: %s", type(error).__name__)
            return None

    async def _filler(self, rate: int) -> bytes:
        pieces, track, filler = read(FILLER), Track(rate), b""
        for number, piece in enumerate(pieces, start=1):  # an agency's own words can make several of it
            pcm = await self._from_recording(piece) or (await self._kept(self.engines[0], piece, 1.0) if self.engines else None)
            if not pcm:
                return b""
            filler += track.add(pcm, piece, last=number == len(pieces))
        return filler

    def _try_again(self, engine: Engine) -> None:
        """In the background: no caller is the trial."""
        if not self._trials:
            task = asyncio.get_running_loop().create_task(engine.try_again())
            self._trials.add(task)
            task.add_done_callback(self._trials.discard)


async def record(recorded: PromptCache, piece: Piece, pcm: bytes) -> None:
    """Keep a clause for the time when no engine speaks; a disk that is full costs only that."""
    try:
        await asyncio.to_thread(recorded.put, RECORDED, piece.text, pcm)
    except OSError as error:
        log.warning("a core sentence could not be recorded: %s", error.strerror)
