"""Media in virtual time: every write and event with its moment."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

import numpy as np
import pytest
from virtual_time import MemoryTransport, VirtualLoop, memory_stream, virtual_loop

from telephony.audiosocket import NARROW, RATES, WIDE, AudioSocketError, Decoder, Frame, Kind, encode, encode_audio
from telephony.inflow import JITTER, MAX_BACKLOG, WINDOW
from telephony.media import Audio, ClipFinished, Closed, Drained, Dtmf, MediaConnection, MediaEvent

CALL = uuid4()
HELLO = encode(Frame(Kind.UUID, CALL.bytes))
VOICE = b"\x05\x00" * 160
SILENCE = bytes(320)


@dataclass
class Phone:
    """Asterisk's end of one connection, by hand."""

    loop: VirtualLoop
    reader: asyncio.StreamReader
    transport: MemoryTransport
    connection: MediaConnection
    events: list[tuple[float, MediaEvent]]

    def send(self, data: bytes) -> None:
        self.reader.feed_data(data)

    def of(self, kind: type) -> list[MediaEvent]:
        return [event for _, event in self.events if isinstance(event, kind)]

    def voices(self) -> int:
        return sum(event.pcm != SILENCE for event in self.of(Audio))  # type: ignore[attr-defined]

    def take(self, event: MediaEvent) -> None:
        self.events.append((self.loop.time(), event))


def call(scene: Callable[[Phone], Awaitable[None]]) -> Phone:
    """A call in which `scene` is the phone; when it is over the service closes."""

    async def main() -> Phone:
        reader, writer, transport = memory_stream()
        connection = MediaConnection(reader, writer)
        phone = Phone(loop, reader, transport, connection, [])
        phone.send(HELLO)
        assert await connection.handshake() == CALL
        running = asyncio.create_task(connection.run(phone.take))
        await scene(phone)
        await connection.close()
        await running
        assert transport.closed
        return phone

    with virtual_loop() as loop:
        return loop.run_until_complete(main())


def test_silence_from_the_instant_of_the_uuid_then_every_20_ms_one_write_a_frame() -> None:
    phone = call(lambda phone: asyncio.sleep(0.099))
    moments = [round(at * 1000) for at, _ in phone.transport.writes]
    assert moments == [0, 20, 40, 60, 80]
    assert {data for _, data in phone.transport.writes} == {encode_audio(SILENCE)}


def test_silence_runs_before_anybody_handles_the_call() -> None:
    async def main() -> int:
        reader, writer, transport = memory_stream()
        connection = MediaConnection(reader, writer)
        reader.feed_data(HELLO)
        await connection.handshake()
        await asyncio.sleep(1.0)
        await connection.close()
        return len(transport.writes)

    with virtual_loop() as loop:
        assert loop.run_until_complete(main()) in (50, 51)


def test_a_phone_that_sends_nothing_is_heard_as_silence() -> None:
    async def scene(phone: Phone) -> None:
        for _ in range(5):
            phone.send(encode_audio(VOICE))
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.4)

    phone = call(scene)
    assert phone.voices() == 5
    assert len(phone.of(Audio)) in (24, 25), "one each 20 ms since somebody listened"


def test_clips_are_heard_finished_and_drained_in_that_order() -> None:
    async def scene(phone: Phone) -> None:
        phone.connection.player.play(7, VOICE * 3)
        phone.connection.player.finish(7)
        await asyncio.sleep(0.2)

    phone = call(scene)
    sent = b"".join(frame.payload for _, data in phone.transport.writes for frame in Unwrap().feed(data))
    assert VOICE * 3 in sent
    assert [e for _, e in phone.events if not isinstance(e, Audio)] == [ClipFinished(7), Drained(), Closed(True)]


def test_an_empty_clip_drains_too() -> None:
    async def scene(phone: Phone) -> None:
        phone.connection.player.finish(1)
        await asyncio.sleep(0.1)

    assert [e for _, e in call(scene).events if not isinstance(e, Audio)] == [ClipFinished(1), Drained(), Closed(True)]


def test_a_flushed_player_drains_at_the_next_tick_and_says_nothing_more() -> None:
    async def scene(phone: Phone) -> None:
        phone.connection.player.play(1, VOICE * 100)
        await asyncio.sleep(0.05)
        phone.connection.player.flush()
        await asyncio.sleep(0.1)

    phone = call(scene)
    assert len([d for _, d in phone.transport.writes if d == encode_audio(VOICE)]) <= 3
    assert [e for _, e in phone.events if not isinstance(e, Audio)] == [Drained(), Closed(True)]


def test_keys() -> None:
    async def scene(phone: Phone) -> None:
        for key in (b"1", b"#"):
            phone.send(encode(Frame(Kind.DTMF, key)))
        await asyncio.sleep(0.05)

    assert call(scene).of(Dtmf) == [Dtmf("1"), Dtmf("#")]


def test_a_key_pressed_just_before_the_hang_up_is_not_lost() -> None:
    async def scene(phone: Phone) -> None:
        await asyncio.sleep(0.03)
        phone.send(encode(Frame(Kind.DTMF, b"9")) + encode(Frame(Kind.HANGUP)))
        await asyncio.sleep(0.1)

    assert [e for _, e in call(scene).events if not isinstance(e, Audio)] == [Dtmf("9"), Closed(True)]


def test_frames_of_10_and_30_ms_are_recut() -> None:
    async def scene(phone: Phone) -> None:
        for _ in range(4):
            phone.send(encode_audio(VOICE[:160]))
            phone.send(encode_audio(VOICE + VOICE[:160]))
            await asyncio.sleep(0.04)
        await asyncio.sleep(0.1)

    assert call(scene).voices() == 8


def test_unknown_kinds_are_counted_and_skipped() -> None:
    async def scene(phone: Phone) -> None:
        phone.send(encode(Frame(0x42, b"new")) + encode_audio(VOICE))
        await asyncio.sleep(0.05)

    phone = call(scene)
    assert phone.connection.stats.unknown == 1
    assert phone.voices() == 1


def test_after_a_stalled_loop_old_sound_is_dropped_and_no_delay_remains() -> None:
    async def scene(phone: Phone) -> None:
        await asyncio.sleep(0.1)
        phone.loop.stall(5.0)
        phone.send(encode_audio(VOICE) * 250)
        for _ in range(3 * WINDOW):
            await asyncio.sleep(0.02)
            phone.send(encode_audio(VOICE))
        await asyncio.sleep(0)

    phone = call(scene)
    stats = phone.connection.stats
    assert stats.late_ms >= 4900
    assert stats.dropped >= 250 - MAX_BACKLOG
    assert stats.frames_in - stats.dropped - phone.voices() <= JITTER + 1
    at_once = max(sum(1 for at, _ in phone.transport.writes if at == moment) for moment, _ in phone.transport.writes)
    assert at_once <= MAX_BACKLOG + 1, "what was missed is not sent as a burst"


def test_a_peer_that_does_not_read_costs_no_memory() -> None:
    async def scene(phone: Phone) -> None:
        phone.transport.unread = 1_000_000
        await asyncio.sleep(2.0)

    phone = call(scene)
    assert len(phone.transport.writes) <= 1
    assert phone.connection.stats.dropped > 90


def test_closing_a_peer_that_does_not_read_has_a_deadline() -> None:
    async def scene(phone: Phone) -> None:
        phone.transport.unread = 10

    phone = call(scene)
    assert phone.transport.unread == 0, "aborted"
    assert phone.loop.time() <= 1.1


@pytest.mark.parametrize("fault", ["garbage", "reset"])
def test_a_broken_peer_is_not_a_clean_end(fault: str, caplog: pytest.LogCaptureFixture) -> None:
    async def scene(phone: Phone) -> None:
        await asyncio.sleep(0.05)
        if fault == "garbage":
            phone.send(encode(Frame(Kind.DTMF, b"twelve")))
        else:
            phone.reader.set_exception(ConnectionResetError("reset by peer"))
        await asyncio.sleep(0.1)

    with caplog.at_level(logging.WARNING):
        phone = call(scene)
    assert phone.events[-1][1] == Closed(False)
    assert len(caplog.records) == 1
    assert str(CALL) in caplog.text


@pytest.mark.parametrize("half", [False, True])
def test_end_of_stream_ends_the_call(half: bool) -> None:
    async def scene(phone: Phone) -> None:
        if half:
            phone.send(encode_audio(VOICE)[:100])
        phone.reader.feed_eof()
        await asyncio.sleep(0.1)

    assert call(scene).events[-1][1] == Closed(True)


@pytest.mark.parametrize("wire", [b"", b"\x01\x00", b"GET / HTTP/1.1\r\n\r\n"])
def test_no_handshake(wire: bytes) -> None:
    async def main() -> UUID:
        reader, writer, _ = memory_stream()
        reader.feed_data(wire)
        reader.feed_eof()
        try:
            return await MediaConnection(reader, writer).handshake()
        finally:
            writer.close()

    with virtual_loop() as loop, pytest.raises(AudioSocketError):
        loop.run_until_complete(main())


def test_a_cancelled_call_closes() -> None:
    async def main() -> bool:
        reader, writer, transport = memory_stream()
        connection = MediaConnection(reader, writer)
        reader.feed_data(HELLO)
        await connection.handshake()
        running = asyncio.create_task(connection.run(lambda event: None))
        await asyncio.sleep(0.1)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        return transport.closed

    with virtual_loop() as loop:
        assert loop.run_until_complete(main())


class Unwrap(Decoder):
    """Reads the service's side, which sends no UUID."""

    def __init__(self) -> None:
        super().__init__()
        self._greeted = True


def wide(announced: int | None, scene: Callable[[Phone], Awaitable[None]], first: bytes = b"") -> Phone:
    """As `call`, of a connection whose rate is settled: `announced`, unless a `first` frame says another."""

    async def main() -> Phone:
        reader, writer, transport = memory_stream()
        connection = MediaConnection(reader, writer)
        phone = Phone(loop, reader, transport, connection, [])
        phone.send(HELLO + first)
        await connection.handshake()
        await asyncio.sleep(0.05)
        connection.settle(announced)
        transport.writes.clear()
        running = asyncio.create_task(connection.run(phone.take))
        await scene(phone)
        await connection.close()
        await running
        return phone

    with virtual_loop() as loop:
        return loop.run_until_complete(main())


def pitch(pcm: bytes, rate: int) -> float:
    """Hz of the loudest tone."""
    found = np.abs(np.fft.rfft(np.frombuffer(pcm, "<i2").astype(float)))
    return float(np.argmax(found) * rate / (len(pcm) // 2))


def tone(rate: int, frames: int, hertz: float = 1000) -> list[bytes]:
    samples = 8000 * np.sin(2 * np.pi * hertz * np.arange(frames * rate // 50) / rate)
    pcm = samples.astype("<i2").tobytes()
    return [pcm[i : i + rate // 25] for i in range(0, len(pcm), rate // 25)]


@pytest.mark.parametrize(
    ("announced", "first", "rate"),
    [
        (None, b"", 8000),
        (16_000, b"", 16_000),
        (8000, encode_audio(bytes(640), WIDE), 16_000),
        (16_000, encode_audio(bytes(320)), 8000),
        (None, encode_audio(bytes(640), WIDE), 16_000),
    ],
)
def test_the_first_frame_says_the_rate_and_before_it_the_announcement(announced: int | None, first: bytes, rate: int) -> None:
    async def scene(phone: Phone) -> None:
        assert phone.connection.rate == phone.connection.player.rate == rate
        phone.connection.player.play(1, b"".join(tone(rate, 10)))
        for frame in tone(rate, 10):
            phone.send(encode_audio(frame, rate))
            await asyncio.sleep(0.02)

    phone = wide(announced, scene, first)
    kind = Kind.AUDIO_WIDE if rate == WIDE else Kind.AUDIO
    sent = [frame for _, data in phone.transport.writes for frame in Unwrap().feed(data)]
    assert {(frame.kind, len(frame.payload)) for frame in sent} == {(kind, rate // 25)}
    heard = b"".join(event.pcm for event in phone.of(Audio))  # type: ignore[attr-defined]
    assert b"".join(tone(rate, 10)) in heard, "nothing is converted"


@pytest.mark.parametrize(("before", "after"), [(WIDE, NARROW), (NARROW, WIDE)])
def test_frames_of_another_kind_in_mid_call_keep_their_pitch_and_are_answered_in_kind(before: int, after: int) -> None:
    async def scene(phone: Phone) -> None:
        phone.connection.player.play(1, b"".join(tone(before, 200)))
        for rate in (before, after):
            for frame in tone(rate, 50):
                phone.send(encode_audio(frame, rate))
                await asyncio.sleep(0.02)

    phone = wide(before, scene)
    events = [event.pcm for event in phone.of(Audio)]  # type: ignore[attr-defined]
    assert {len(pcm) for pcm in events} == {before // 25}, "the listener's rate is one"
    assert pitch(b"".join(events[-40:]), before) == pytest.approx(1000, abs=5)
    sent = [frame for _, data in phone.transport.writes for frame in Unwrap().feed(data)][-40:]
    assert {(RATES[frame.kind], len(frame.payload)) for frame in sent} == {(after, after // 25)}
    assert pitch(b"".join(frame.payload for frame in sent), after) == pytest.approx(1000, abs=5)
