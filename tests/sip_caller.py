"""A telephone by hand that changes its codec in mid-call: INVITE, RTP, re-INVITE. Enough of SIP for one call on loopback."""

from __future__ import annotations

import asyncio
import contextlib
import re
import secrets
import socket
import struct
from collections.abc import AsyncIterator, Callable

import numpy as np
from numpy.typing import NDArray

CODECS = {"PCMA": (8, "8000", 160), "G722": (9, "8000", 160), "opus": (107, "48000/2", 960)}
"""Payload type, clock as SDP writes it, ticks of that clock in 20 ms."""
OPUS_SILENCE = bytes.fromhex("f8fffe")


def _level(code: int) -> int:
    """G.711 A-law, one code."""
    code ^= 0x55
    exponent, mantissa = code >> 4 & 7, code & 15
    size = (mantissa << 4) + 8 if exponent == 0 else (mantissa << 4) + 0x108 << exponent - 1
    return size if code & 0x80 else -size


_LEVELS = np.array([_level(code) for code in range(256)], np.int16)
_ORDER = np.argsort(_LEVELS)


def pcm_of(alaw: bytes) -> NDArray[np.int16]:
    return _LEVELS[np.frombuffer(alaw, np.uint8)]


def alaw_of(pcm: NDArray[np.int16]) -> bytes:
    """The code whose level is the next one up: for tones, near enough."""
    return _ORDER[np.minimum(np.searchsorted(_LEVELS[_ORDER], pcm), 255)].astype(np.uint8).tobytes()


class SipCaller:
    """`source(n)` gives the payload of the packet `n` (20 ms); `heard` keeps (payload type, payload) of what comes."""

    def __init__(self, port: int, user: str, source: Callable[[int], bytes]) -> None:
        self._port, self._user, self.source = port, user, source
        self._sip, self._rtp = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2))
        for one in (self._sip, self._rtp):
            one.bind(("127.0.0.1", 0))
            one.setblocking(False)
        self._own = self._sip.getsockname()[1]
        self._tag, self._call, self._to, self._number = secrets.token_hex(4), secrets.token_hex(8), "<sip:500@127.0.0.1>", 0
        self._codec, self._peer = "G722", 0
        self.heard: list[tuple[int, bytes]] = []

    async def invite(self, codec: str) -> None:
        """Call, or change the codec of the call; returns when it is agreed upon. Raises AssertionError when it is refused."""
        self._number += 1
        kind, clock, _ = CODECS[codec]
        sdp = (
            f"v=0\r\no=- 1 {self._number} IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
            f"m=audio {self._rtp.getsockname()[1]} RTP/AVP {kind}\r\na=rtpmap:{kind} {codec}/{clock}\r\na=sendrecv\r\n"
        )
        await self._send("INVITE", sdp)
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(10):
            while True:
                answer = (await loop.sock_recv(self._sip, 65_536)).decode()
                if re.match(r"SIP/2\.0 [2-6]", answer) and f"CSeq: {self._number} INVITE" in answer:
                    break
        assert answer.startswith("SIP/2.0 200"), answer.splitlines()[0]
        self._to = re.findall(r"^To: (.*?)\r?$", answer, re.MULTILINE)[0]
        await self._send("ACK", "")
        media = re.findall(r"^m=audio (\d+) RTP/AVP (\d+)", answer, re.MULTILINE)[0]
        assert int(media[1]) == kind, media
        self._codec, self._peer = codec, int(media[0])

    async def hang_up(self) -> None:
        self._number += 1
        await self._send("BYE", "")

    async def _send(self, method: str, body: str) -> None:
        head = [
            f"{method} sip:500@127.0.0.1:{self._port} SIP/2.0",
            f"Via: SIP/2.0/UDP 127.0.0.1:{self._own};branch=z9hG4bK{secrets.token_hex(8)}",
            f"From: <sip:{self._user}@127.0.0.1>;tag={self._tag}",
            f"To: {self._to}",
            f"Call-ID: {self._call}",
            f"CSeq: {self._number} {method}",
            f"Contact: <sip:{self._user}@127.0.0.1:{self._own}>",
            "Max-Forwards: 70",
            *(["Content-Type: application/sdp"] if body else []),
            f"Content-Length: {len(body)}",
        ]
        wire = ("\r\n".join(head) + "\r\n\r\n" + body).encode()
        await asyncio.get_running_loop().sock_sendto(self._sip, wire, ("127.0.0.1", self._port))

    async def _speak(self) -> None:
        loop, number = asyncio.get_running_loop(), 0
        start = loop.time()
        while True:
            if self._peer:
                kind, _, step = CODECS[self._codec]
                header = struct.pack(">BBHII", 0x80, kind, number & 0xFFFF, number * step, 4711)
                await loop.sock_sendto(self._rtp, header + self.source(number), ("127.0.0.1", self._peer))
            number += 1
            await asyncio.sleep(max(0.0, start + number * 0.02 - loop.time()))

    async def _hear(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            packet = await loop.sock_recv(self._rtp, 4096)
            self.heard.append((packet[1] & 0x7F, packet[12:]))

    @contextlib.asynccontextmanager
    async def talking(self) -> AsyncIterator[SipCaller]:
        tasks = [asyncio.create_task(self._speak()), asyncio.create_task(self._hear())]
        try:
            yield self
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            for one in (self._sip, self._rtp):
                one.close()
