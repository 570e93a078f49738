"""One AudioSocket connection: caller's frames in, paced frames out, on one 20 ms clock of absolute time and at one rate.

The clock starts with silence the instant the UUID arrives and never stops (Asterisk ends a call that is silent both ways
for 2 s). It also feeds the listener: a phone with silence suppression sends nothing, and still its turn must end.

The rate is what the first frame says; until there is one, what the dialplan has announced. Should frames of another kind come later, they
are converted, and so is what is sent, since Asterisk's channel driver takes nothing but what it sends itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from telephony.audiosocket import (
    FRAME_MS,
    NARROW,
    RATES,
    AudioSocketError,
    Decoder,
    Frame,
    Kind,
    encode,
    encode_audio,
    frame_bytes,
)
from telephony.conversion import Converter
from telephony.inflow import MAX_BACKLOG, Inflow
from telephony.player import Player

CLOSE_S = 1.0
READ_BYTES = 4096
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Audio:
    """20 ms of the caller at the connection's rate, 16-bit little-endian. Exactly one a tick."""

    pcm: bytes


@dataclass(frozen=True, slots=True)
class Dtmf:
    key: str


@dataclass(frozen=True, slots=True)
class ClipFinished:
    clip: int


@dataclass(frozen=True, slots=True)
class Drained:
    """The player has nothing more to say."""


@dataclass(frozen=True, slots=True)
class Closed:
    """The connection is gone. `intended`: we closed it, or the peer ended the stream cleanly."""

    intended: bool


MediaEvent = Audio | Dtmf | ClipFinished | Drained | Closed
Sink = Callable[[MediaEvent], None]


@dataclass(slots=True)
class MediaStats:
    frames_in: int = 0
    frames_out: int = 0
    dropped: int = 0
    unknown: int = 0
    late_ms: float = 0.0
    """The worst lateness of the clock."""


class MediaConnection:
    """`call_id` is known once `handshake` returned, the `rate` after `settle`; then `run` until the connection ends."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._decoder = Decoder()
        self._inflow = Inflow(NARROW, self._count_dropped)
        self._spoken: int | None = None
        """The rate in which the peer spoke last."""
        self._outflow: Converter | None = None
        self._keys: deque[Dtmf] = deque(maxlen=64)
        self._closing = self._hanging_up = False
        self._ended: Closed | None = None
        self._clock: asyncio.Task[None] | None = None
        self._sink: Sink | None = None
        self.player = Player()
        self.stats = MediaStats()
        self.call_id = UUID(int=0)

    async def handshake(self) -> UUID:
        """Read up to the UUID, and start the clock with silence at once.

        Raises:
            AudioSocketError: garbage came, or the peer closed first. The deadline is the server's.
        """
        while True:
            data = await self._reader.read(READ_BYTES)
            if not data:
                raise AudioSocketError("the peer closed before it said which call it carries")
            frames = self._decoder.feed(data)
            if frames:
                self.call_id = UUID(bytes=frames[0].payload)
                for frame in frames[1:]:
                    self._take(frame)
                self._clock = asyncio.create_task(self._live(), name="media-clock")
                return self.call_id

    @property
    def rate(self) -> int:
        """Samples a second, of all that is heard and played."""
        return self.player.rate

    def settle(self, announced: int | None) -> None:
        """Fix the rate: that of the frames so far, else the `announced` one. Before anything is played or heard; left out, it is 8 kHz."""
        rate = self._spoken or announced or NARROW
        if rate != self.rate:
            self.player, self._inflow, self._outflow = Player(rate), Inflow(rate, self._count_dropped), None

    async def run(self, sink: Sink) -> None:
        """Hear the connection until it ends, with `Closed` as the last event; `sink` is called synchronously and must not block."""
        assert self._clock is not None, "handshake first"
        self._sink = sink
        try:
            await asyncio.shield(self._clock)
        except asyncio.CancelledError:
            await self.close()
            raise
        sink(self._ended or Closed(intended=self._closing))

    async def close(self) -> None:
        """End the stream cleanly, so that Asterisk's dialplan goes on; returns when it is closed."""
        self._closing = True
        if self._clock is not None:
            await asyncio.shield(self._clock)

    def closing(self) -> None:
        """Order the end without waiting for it."""
        self._closing = True

    def hang_up(self) -> None:
        """Order the end, and with it the end of the peer's call: Asterisk takes this message for a hang-up."""
        self._hanging_up = self._closing = True

    async def _live(self) -> None:
        reading = asyncio.create_task(self._read(), name="media-reader")
        try:
            await self._tick()
        finally:
            reading.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await reading
            await self._shut()

    async def _tick(self) -> None:
        loop = asyncio.get_running_loop()
        start, ticks, busy = loop.time(), 0, False
        while not self._closing and self._ended is None:
            busy = busy or not self.player.idle
            sink, heard = self._sink, self._inflow.next_frame()
            if not self._send(bytes(frame_bytes(self.rate)) if sink is None else self.player.next_frame()):
                break
            if sink is not None:  # before the call is admitted its sound is nobody's; keys wait
                for clip in self.player.finished():
                    sink(ClipFinished(clip))
                if busy and self.player.idle:
                    busy = False
                    sink(Drained())
                self._press(sink)
                sink(Audio(heard))
            ticks += 1
            late = loop.time() - (start + ticks * FRAME_MS / 1000)
            if late > 0:
                self.stats.late_ms = max(self.stats.late_ms, late * 1000)
                if late > MAX_BACKLOG * FRAME_MS / 1000:
                    # The loop stood still: the moments that passed are not made up for, they would arrive as a burst.
                    start += late
                await asyncio.sleep(0)
            else:
                await asyncio.sleep(-late)
        if self._hanging_up and not self._writer.is_closing():
            self._writer.write(encode(Frame(Kind.HANGUP)))
        if self._sink is not None:
            self._press(self._sink)

    def _press(self, sink: Sink) -> None:
        while self._keys:
            sink(self._keys.popleft())

    def _count_dropped(self, frames: int) -> None:
        self.stats.dropped += frames

    def _send(self, frame: bytes) -> bool:
        """One write per frame: Asterisk takes 5 ms between header and payload for a broken peer."""
        if self._writer.is_closing():
            return False
        if self._writer.transport.get_write_buffer_size() > MAX_BACKLOG * len(frame):
            self.stats.dropped += 1  # the peer does not read: late sound is worse than none
            return True
        rate = self._spoken or self.rate
        if rate != self.rate:
            if self._outflow is None:
                self._outflow = Converter(self.rate, rate)
            frame = self._outflow.feed(frame)
        self._writer.write(encode_audio(frame, rate))
        self.stats.frames_out += 1
        return True

    async def _read(self) -> None:
        try:
            while data := await self._reader.read(READ_BYTES):
                for frame in self._decoder.feed(data):
                    self._take(frame)
            self._ended = self._ended or Closed(intended=True)
        except (ConnectionError, AudioSocketError) as error:
            log.warning("call %s: media connection lost: %s", self.call_id, error)
            self._ended = Closed(intended=False)

    def _take(self, frame: Frame) -> None:
        rate = RATES.get(frame.kind)
        if rate is not None:
            self.stats.frames_in += 1
            self._spoken = rate
            self._inflow.add(frame.payload, rate)
        elif frame.kind == Kind.DTMF:
            self._keys.append(Dtmf(frame.payload.decode("ascii", "replace")))
        elif frame.kind == Kind.HANGUP:
            self._ended = Closed(intended=True)
        elif frame.kind != Kind.UUID:
            self.stats.unknown += 1

    async def _shut(self) -> None:
        """Close with a deadline: half-closed sockets have frozen a whole PBX."""
        self._writer.close()
        try:
            async with asyncio.timeout(CLOSE_S):
                await self._writer.wait_closed()
        except (TimeoutError, ConnectionError):
            self._writer.transport.abort()
