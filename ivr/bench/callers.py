"""Many telephones in a process of their own, so that their CPU is not counted: `python -m ivr.bench.callers PORT CALLS < PCM`.

Each sends the sound of standard input (8 kHz, 16 bit) over and over, a frame every 20 ms on the wall clock, until the server hangs up.
"""

from __future__ import annotations

import asyncio
import sys
from uuid import uuid4

from telephony.audiosocket import FRAME_MS, NARROW, Frame, Kind, encode, encode_audio, frame_bytes

FRAME_BYTES = frame_bytes(NARROW)


class Telephone(asyncio.Protocol):
    """What it hears is thrown away. Each begins at another place of the sound."""

    def __init__(self, frames: list[bytes], at: int) -> None:
        self._frames, self._at = frames, at
        self._transport: asyncio.Transport
        self.answered = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(encode(Frame(Kind.UUID, uuid4().bytes)))

    def data_received(self, data: bytes) -> None:
        self.answered.set()

    @property
    def over(self) -> bool:
        return self._transport.is_closing()

    def send(self) -> None:
        self._at = (self._at + 1) % len(self._frames)
        self._transport.write(self._frames[self._at])


async def ring(port: int, calls: int, pcm: bytes) -> None:
    """Frames are spread over the 20 ms as those of real calls are."""
    loop = asyncio.get_running_loop()
    frames = [encode_audio(pcm[i : i + FRAME_BYTES]) for i in range(0, len(pcm) // FRAME_BYTES * FRAME_BYTES, FRAME_BYTES)]
    slots: list[list[Telephone]] = [[] for _ in range(FRAME_MS)]
    for i in range(calls):
        phone = Telephone(frames, 37 * i % len(frames))
        await loop.create_connection(lambda: phone, "127.0.0.1", port)  # noqa: B023 - called at once
        await phone.answered.wait()  # so that no crowd of strangers stands at the server's door
        slots[i % FRAME_MS].append(phone)
    start, tick = loop.time(), 0
    while not any(phone.over for phone in slots[tick % FRAME_MS]):
        for phone in slots[tick % FRAME_MS]:
            phone.send()
        tick += 1
        await asyncio.sleep(start + tick / 1000 - loop.time())


if __name__ == "__main__":
    asyncio.run(ring(int(sys.argv[1]), int(sys.argv[2]), sys.stdin.buffer.read()))
