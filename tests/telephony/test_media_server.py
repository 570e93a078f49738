"""The real server on a real loopback socket, against peers that behave and peers that do not."""

from __future__ import annotations

import asyncio
import logging
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import pytest
from waiting import until

from telephony.audiosocket import Frame, Kind, encode, encode_audio
from telephony.media import Audio, MediaConnection, MediaEvent
from telephony.media_server import MediaServer

WAIT_S = 10.0
SILENCE = bytes(320)


class Hotline:
    """Admits `known` calls, hears each until a key is pressed."""

    def __init__(self) -> None:
        self.known: set[UUID] = set()
        self.back: set[UUID] = set()
        """Those who need no place."""
        self.heard: list[MediaEvent] = []
        self.fail = False

    async def admit(self, call_id: UUID) -> bool:
        return call_id in self.known

    async def handle(self, connection: MediaConnection) -> None:
        if self.fail:
            raise RuntimeError("a fault of the handler")

        def sink(event: MediaEvent) -> None:
            self.heard.append(event)
            if not isinstance(event, Audio):
                connection.closing()

        await connection.run(sink)


@asynccontextmanager
async def serving(hotline: Hotline, max_calls: int = 10, handshake_s: float = 5.0) -> AsyncIterator[MediaServer]:
    server = MediaServer("127.0.0.1", 0, hotline.admit, hotline.handle, max_calls, handshake_s, lambda call_id: call_id not in hotline.back)
    await server.start()
    try:
        yield server
    finally:
        await server.stop(grace_s=0.0)


async def dial(server: MediaServer, wire: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(wire)
    return reader, writer


async def ended(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
    """All that came until the server closed."""
    async with asyncio.timeout(WAIT_S):
        data = await reader.read()
    writer.close()
    return data


async def good_call(hotline: Hotline, server: MediaServer) -> None:
    call_id = uuid4()
    hotline.known.add(call_id)
    reader, writer = await dial(server, encode(Frame(Kind.UUID, call_id.bytes)))
    async with asyncio.timeout(WAIT_S):
        assert await reader.readexactly(323) == encode_audio(SILENCE)
    writer.write(encode(Frame(Kind.DTMF, b"1")))
    await ended(reader, writer)


async def test_a_call_is_served_and_closed_cleanly() -> None:
    hotline = Hotline()
    async with serving(hotline) as server:
        await good_call(hotline, server)
        assert server.refused == 0


@pytest.mark.parametrize(
    "wire", [b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", encode(Frame(Kind.UUID, b"short")), encode_audio(SILENCE), b"\xff" * 5000]
)
async def test_garbage_ends_its_own_connection_with_one_line(wire: bytes, caplog: pytest.LogCaptureFixture) -> None:
    hotline = Hotline()
    async with serving(hotline) as server:
        with caplog.at_level(logging.WARNING):
            reader, writer = await dial(server, wire)
            try:
                assert await ended(reader, writer) == b""
            except ConnectionResetError:
                writer.close()  # the server closed with garbage unread
        assert server.refused == 1
        assert len(caplog.records) == 1
        assert "expected a UUID first" in caplog.text
        await good_call(hotline, server)


@pytest.mark.parametrize("wire", [b"", b"\x01\x00\x10half"])
async def test_a_silent_peer_is_let_go_at_the_deadline(wire: bytes, caplog: pytest.LogCaptureFixture) -> None:
    hotline = Hotline()
    async with serving(hotline, handshake_s=0.05) as server:
        with caplog.at_level(logging.WARNING):
            assert await ended(*await dial(server, wire)) == b""
        assert "silent for 0.05 s" in caplog.text
        assert server.refused == 1
    async with serving(hotline) as server:
        await good_call(hotline, server)


async def test_a_reset_ends_one_call_alone() -> None:
    hotline = Hotline()
    async with serving(hotline) as server:
        call_id = uuid4()
        hotline.known.add(call_id)
        reader, writer = await dial(server, encode(Frame(Kind.UUID, call_id.bytes)))
        async with asyncio.timeout(WAIT_S):
            await reader.readexactly(323)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()
        await until(lambda: server.active == 0)
        await good_call(hotline, server)


async def test_a_call_that_was_not_announced_is_closed_so_that_the_dialplan_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    hotline = Hotline()
    async with serving(hotline) as server:
        await ended(*await dial(server, encode(Frame(Kind.UUID, uuid4().bytes))))
        assert server.refused == 1
        assert "not announced" in caplog.text
        assert hotline.heard == []


async def test_the_call_limit_refuses_the_next_and_strangers_take_no_place(caplog: pytest.LogCaptureFixture) -> None:
    hotline = Hotline()
    async with serving(hotline, max_calls=1) as server:
        _, stranger = await dial(server, b"")
        first, second = uuid4(), uuid4()
        hotline.known |= {first, second}
        reader, writer = await dial(server, encode(Frame(Kind.UUID, first.bytes)))
        async with asyncio.timeout(WAIT_S):
            await reader.readexactly(323)
        await ended(*await dial(server, encode(Frame(Kind.UUID, second.bytes))))
        assert "all 1 places are taken" in caplog.text
        writer.write(encode(Frame(Kind.DTMF, b"1")))
        await ended(reader, writer)
        stranger.close()


async def test_who_comes_back_is_taken_when_all_places_are_taken_and_takes_none() -> None:
    hotline = Hotline()
    async with serving(hotline, max_calls=1) as server:
        back, new = uuid4(), uuid4()
        hotline.known |= {back, new}
        hotline.back.add(back)
        calls = [await dial(server, encode(Frame(Kind.UUID, call_id.bytes))) for call_id in (back, new, back)]
        for reader, _ in calls:
            async with asyncio.timeout(WAIT_S):
                await reader.readexactly(323)
        assert (server.active, server.refused) == (3, 0)
        for call in calls:
            call[1].write(encode(Frame(Kind.DTMF, b"1")))
            await ended(*call)


async def test_who_is_not_admitted_takes_no_place(monkeypatch: pytest.MonkeyPatch) -> None:
    hotline, never = Hotline(), asyncio.Event()

    async def admit(call_id: UUID) -> bool:
        return call_id in hotline.known or await never.wait()

    monkeypatch.setattr(hotline, "admit", admit)
    async with serving(hotline, max_calls=1) as server:
        _, stranger = await dial(server, encode(Frame(Kind.UUID, uuid4().bytes)))
        await good_call(hotline, server)
        await until(lambda: server.active == 0)
        assert server.refused == 0
        stranger.close()


async def test_a_fault_in_one_call_is_logged_and_stays_there(caplog: pytest.LogCaptureFixture) -> None:
    hotline = Hotline()
    async with serving(hotline) as server:
        hotline.fail = True
        call_id = uuid4()
        hotline.known.add(call_id)
        await ended(*await dial(server, encode(Frame(Kind.UUID, call_id.bytes))))
        assert server.failed == 1
        assert "failed; it goes to the agents" in caplog.text
        hotline.fail = False
        await good_call(hotline, server)


async def test_stop_ends_calls_under_way(caplog: pytest.LogCaptureFixture) -> None:
    hotline = Hotline()
    async with serving(hotline) as server:
        port = server.port
        call_id = uuid4()
        hotline.known.add(call_id)
        reader, writer = await dial(server, encode(Frame(Kind.UUID, call_id.bytes)))
        async with asyncio.timeout(WAIT_S):
            await reader.readexactly(323)
    await ended(reader, writer)
    assert caplog.records == []
    with pytest.raises(ConnectionError):
        await asyncio.open_connection("127.0.0.1", port)
