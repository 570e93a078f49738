"""A microphone and a loudspeaker instead of a telephone: PyAudio at 16 kHz, with the surface of a `MediaConnection`.

The sound card's clock paces it: PortAudio asks for 20 ms to play and hands over 20 ms heard, in its own thread; both meet the
event loop in two bounded queues. Nothing in PortAudio's thread touches the player or waits.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from types import TracebackType
from typing import Any, Protocol
from uuid import UUID, uuid4

from telephony.audiosocket import FRAME_MS, WIDE, frame_bytes
from telephony.media import Audio, ClipFinished, Closed, Drained, MediaStats, Sink
from telephony.player import Player

FRAME_BYTES = frame_bytes(WIDE)
SILENCE = bytes(FRAME_BYTES)
AHEAD = 3
"""Frames (60 ms) prepared for the loudspeaker: it must not starve while the loop works, and must fall silent at once."""
MAX_BACKLOG = 25


class SoftphoneError(Exception):
    """There is no usable microphone or loudspeaker; the message says what PortAudio said."""


class _Stream(Protocol):
    def start_stream(self) -> None: ...
    def stop_stream(self) -> None: ...
    def close(self) -> None: ...
    def is_active(self) -> bool: ...


class Softphone:
    """`run` until `close` or `closing`. Use as a context manager, so that the devices are given back.

    Args:
        microphone, loudspeaker: PortAudio's device numbers; None takes the system's default.
    """

    def __init__(self, microphone: int | None = None, loudspeaker: int | None = None) -> None:
        self.call_id: UUID = uuid4()
        self.player = Player(WIDE)
        self.stats = MediaStats()
        self._devices = microphone, loudspeaker
        self._heard: deque[bytes] = deque(maxlen=MAX_BACKLOG)
        self._ahead: deque[bytes] = deque(maxlen=AHEAD)
        self._closing = False
        self._over = asyncio.Event()
        self._audio: Any = None
        self._stream: _Stream | None = None
        self._continue: int = 0

    def __enter__(self) -> Softphone:
        """Open the devices. Raises SoftphoneError."""
        try:
            import pyaudio
        except ImportError as error:
            raise SoftphoneError("PyAudio is not installed: pip install pyaudio") from error
        self._continue = pyaudio.paContinue
        self._audio = pyaudio.PyAudio()
        try:
            self._stream = self._audio.open(
                WIDE,
                1,
                pyaudio.paInt16,
                input=True,
                output=True,
                input_device_index=self._devices[0],
                output_device_index=self._devices[1],
                frames_per_buffer=FRAME_BYTES // 2,
                start=False,
                stream_callback=self._exchange,
            )
        except (OSError, ValueError) as error:
            self._audio.terminate()
            raise SoftphoneError(f"no usable microphone and loudspeaker: {error}") from error
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()
            self._audio.terminate()

    async def run(self, sink: Sink) -> None:
        """Hear and speak until closed; `sink` gets the same events as of a telephone call, `Closed` last."""
        stream = self._stream
        if stream is None:
            raise SoftphoneError("the devices are not open")
        loop = asyncio.get_running_loop()
        start, ticks, busy, intended = loop.time(), 0, False, True
        stream.start_stream()
        try:
            while not self._closing:
                if not stream.is_active():
                    intended = False
                    break
                busy = busy or not self.player.idle
                self._prepare()
                for clip in self.player.finished():
                    sink(ClipFinished(clip))
                if busy and self.player.idle:
                    busy = False
                    sink(Drained())
                sink(Audio(self._heard.popleft() if self._heard else SILENCE))
                ticks += 1
                late = loop.time() - (start + ticks * FRAME_MS / 1000)
                self.stats.late_ms = max(self.stats.late_ms, late * 1000)
                if late > MAX_BACKLOG * FRAME_MS / 1000:
                    start += late
                await asyncio.sleep(max(0.0, -late))
            await asyncio.sleep(AHEAD * FRAME_MS / 1000)  # what is prepared is still to be heard
        finally:
            # PortAudio waits for its own thread here, tens of milliseconds: off the loop.
            with contextlib.suppress(OSError):
                await asyncio.to_thread(stream.stop_stream)
            self._over.set()
        sink(Closed(intended=intended))

    async def close(self) -> None:
        """End `run` and wait for it, with a deadline."""
        self._closing = True
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1.0):
                await self._over.wait()

    def closing(self) -> None:
        """Order the end without waiting for it."""
        self._closing = True

    def _prepare(self) -> None:
        """The loop's tick is nominal, the card's is real: fill what the card took, never beyond AHEAD."""
        while len(self._ahead) < AHEAD:
            self._ahead.append(self.player.next_frame())
            self.stats.frames_out += 1

    def _exchange(self, heard: bytes | None, frames: int, when: object, status: int) -> tuple[bytes, int]:
        """In PortAudio's thread, each 20 ms."""
        if heard is not None:
            if len(self._heard) == MAX_BACKLOG:
                self.stats.dropped += 1
            self._heard.append(heard[:FRAME_BYTES].ljust(FRAME_BYTES, b"\0"))
            self.stats.frames_in += 1
        try:
            frame = self._ahead.popleft()
        except IndexError:
            frame = SILENCE
        return frame.ljust(frames * 2, b"\0")[: frames * 2], self._continue
