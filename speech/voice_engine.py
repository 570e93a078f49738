"""One voice among several: loaded when it can be, tried while it works, left alone while it does not."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Callable
from functools import partial

from speech.circuit import Circuit
from speech.faults import Fault
from speech.plausible import BadSound
from speech.pool import Overloaded, Pool
from speech.reading import Piece
from speech.speaker import Speaker
from speech.synthesizer import SynthesizerError

AHEAD = math.inf
"""Priority of what nobody waits for."""
AHEAD_S = 60.0
"""For a clause that nobody waits for."""
HANG_S = 15.0
"""An engine that has been at one clause for so long hangs."""
LOAD_S = 120.0
TRIAL_S = 20.0
_TRIAL = Piece("satu, dua, tiga.", 0)
log = logging.getLogger(__name__)

Told = Callable[[str, Fault], None]
"""Gets the engine's name and each fault of it."""


class EngineFailed(Exception):
    """No sound from this engine; it has been counted and logged."""


class Engine:
    """`pool` is its own: one that hangs takes no other's workers. `load` makes the speaker, in a worker; blocking."""

    def __init__(self, name: str, load: Callable[[], Speaker], pool: Pool, told: Told = lambda name, fault: None) -> None:
        self.name = name
        self._load, self._pool, self._told = load, pool, told
        self._speaker: Speaker | None = None
        self._circuit = Circuit()

    @classmethod
    def of(cls, speaker: Speaker, pool: Pool, told: Told = lambda name, fault: None) -> Engine:
        """One that is loaded already."""
        engine = cls(speaker.identity, lambda: speaker, pool, told)
        engine._speaker = speaker
        return engine

    @property
    def loaded(self) -> bool:
        return self._speaker is not None

    @property
    def works(self) -> bool:
        """As far as is known."""
        return self._speaker is not None and self._circuit.closed

    @property
    def identity(self) -> str:
        return self._speaker.identity if self._speaker else ""

    async def open(self) -> bool:
        """Load it; whether that went well. If not, it is tried again later."""
        try:
            self._speaker = await self._pool.run(self._load, deadline_s=LOAD_S)
        except (TimeoutError, Overloaded, Exception) as error:  # noqa: BLE001 - broken model files show as anything; the hotline goes on
            log.error("voice %s cannot be loaded: %s", self.name, error or type(error).__name__)
            self._fell(Fault.MISSING, at_once=True)
            return False
        return True

    def kept(self, piece: Piece, pace: float) -> bytes | None:
        """Of an earlier time, from disk; blocking."""
        return self._speaker.kept(piece, pace) if self._speaker else None

    async def make(
        self, piece: Piece, pace: float, *, keep: bool, priority: float = AHEAD, wait_s: float | None = None, deadline_s: float = AHEAD_S
    ) -> bytes:
        """The master of one clause. `wait_s` until a worker is free, `deadline_s` in all; the lowest `priority` goes first.

        Raises:
            EngineFailed: it did not come in time, is no speech, or is not even tried at present.
        """
        if self._speaker is None or not self._circuit.closed:
            raise EngineFailed(f"{self.name} rests")
        try:
            pcm = await self._run(self._speaker, piece, pace, keep=keep, priority=priority, wait_s=wait_s, deadline_s=deadline_s)
        except Overloaded:
            self._fell(Fault.BUSY, blame=self._pool.longest_s > HANG_S, at_once=True)
        except TimeoutError:
            self._fell(Fault.LATE)
        except BadSound as error:
            self._fell(error.fault)
        except Exception as error:  # noqa: BLE001 - whatever an engine's libraries raise, the caller hears another voice
            log.error("voice %s: %s", self.name, error if isinstance(error, SynthesizerError) else type(error).__name__)
            self._fell(Fault.RAISED)
        else:
            self._circuit.worked()
            return pcm
        raise EngineFailed(f"{self.name} failed")

    async def try_again(self) -> None:
        """Where a trial is due: speak a sentence to nobody, and come back into use if that goes well."""
        loop = asyncio.get_running_loop()
        if not self._pool.free or not self._circuit.begin_trial(loop.time()):
            return
        try:
            if self._speaker is None:
                self._speaker = await self._pool.run(self._load, deadline_s=LOAD_S)
            await self._run(self._speaker, _TRIAL, 1.0, keep=False, deadline_s=TRIAL_S, priority=AHEAD, wait_s=None)
        except (TimeoutError, Overloaded, Exception) as error:  # noqa: BLE001 - as above; the next trial comes later
            log.warning("voice %s still fails: %s", self.name, type(error).__name__)
            self._circuit.failed(loop.time())
        except asyncio.CancelledError:
            self._circuit.failed(loop.time())
            raise
        else:
            log.warning("voice %s works again", self.name)
            self._circuit.worked()

    async def _run(
        self, speaker: Speaker, piece: Piece, pace: float, *, keep: bool, priority: float, wait_s: float | None, deadline_s: float
    ) -> bytes:
        work = partial(speaker.make, piece, pace, keep=keep)
        return await self._pool.run(work, deadline_s=deadline_s, wait_s=wait_s, priority=priority)

    def _fell(self, fault: Fault, *, blame: bool = True, at_once: bool = False) -> None:
        self._told(self.name, fault)
        if blame:
            was_closed = self._circuit.closed
            self._circuit.failed(asyncio.get_running_loop().time(), at_once=at_once)
            if was_closed and not self._circuit.closed:
                log.error("voice %s is left alone for a while: %s", self.name, fault)
