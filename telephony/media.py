"""One AudioSocket connection: caller's frames in, paced frames out, on one 20 ms clock of absolute time.

The clock starts with silence the instant the UUID arrives and never stops (Asterisk ends a call that is silent both ways
for 2 s). It also feeds the listener: a phone with silence suppression sends nothing, and still its turn must end.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from telephony.audiosocket import FRAME_BYTES, FRAME_MS, SILENCE, AudioSocketError, Decoder, Frame, Kind, encode, encode_audio
from telephony.player import Player

MAX_BACKLOG = 25
"""Frames (0.5 s) kept when they arrive faster than the clock takes them: older ones are stale and are dropped."""
JITTER = 1
WINDOW = 50
"""Over a second of ticks (WINDOW) more than JITTER frames always waited: not jitter but delay that would never go away."""
CLOSE_S = 1.0
READ_BYTES = 4096
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Audio:
    """20 ms of the caller: 320 bytes, 8 kHz, 16-bit little-endian. Exactly one a tick."""

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
    """`call_id` is known once `handshake` returned; then `run` until the connection ends."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._decoder = Decoder()
        self._incoming = bytearray()
        self._least_waiting = MAX_BACKLOG
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
            sink, heard = self._sink, self._next_heard()
            if not self._send(SILENCE if sink is None else self.player.next_frame()):
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
            if ticks % WINDOW == 0:
                self._drop_delay()
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

    def _next_heard(self) -> bytes:
        """The caller's next 20 ms. Asterisk frames need not be 20 ms long: a phone may send 10 or 30."""
        self._least_waiting = min(self._least_waiting, len(self._incoming) // FRAME_BYTES)
        if len(self._incoming) < FRAME_BYTES:
            return SILENCE
        frame = bytes(self._incoming[:FRAME_BYTES])
        del self._incoming[:FRAME_BYTES]
        return frame

    def _drop_delay(self) -> None:
        self._drop(self._least_waiting - JITTER)
        self._least_waiting = MAX_BACKLOG

    def _drop(self, frames: int) -> None:
        if frames > 0:
            del self._incoming[: frames * FRAME_BYTES]
            self.stats.dropped += frames

    def _send(self, frame: bytes) -> bool:
        """One write per frame: Asterisk takes 5 ms between header and payload for a broken peer."""
        if self._writer.is_closing():
            return False
        if self._writer.transport.get_write_buffer_size() > MAX_BACKLOG * FRAME_BYTES:
            self.stats.dropped += 1  # the peer does not read: late sound is worse than none
            return True
        self._writer.write(encode_audio(frame))
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
        if frame.kind == Kind.AUDIO:
            self.stats.frames_in += 1
            self._incoming += frame.payload
            self._drop(len(self._incoming) // FRAME_BYTES - MAX_BACKLOG)
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
