"""The AudioSocket protocol, without I/O: bytes to frames and back.

One message is a kind (1 byte), a length (2 bytes, big-endian) and a payload; audio is signed 16-bit little-endian, at the rate that its
kind says. Source: res_audiosocket.c of Asterisk 22 and docs.asterisk.org, "AudioSocket".
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

NARROW, WIDE = 8000, 16_000
"""Samples a second: of a telephone's band, and of a wideband codec's (G.722, Opus)."""
FRAME_MS = 20
MAX_PAYLOAD = 65_535
_HEADER = struct.Struct(">BH")


class Kind(IntEnum):
    """The kinds this service understands; others are counted and skipped."""

    HANGUP = 0x00
    UUID = 0x01
    DTMF = 0x03
    AUDIO = 0x10
    AUDIO_WIDE = 0x12
    ERROR = 0xFF


RATES: Mapping[int, int] = {Kind.AUDIO: NARROW, Kind.AUDIO_WIDE: WIDE}
_KINDS = {rate: kind for kind, rate in RATES.items()}


class AudioSocketError(Exception):
    """The peer does not speak AudioSocket; the message says what came."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One message. `kind` is a plain int, so that unknown kinds survive to be counted."""

    kind: int
    payload: bytes = b""


def encode(frame: Frame) -> bytes:
    """Raises AudioSocketError when the payload is too long for the length field."""
    if len(frame.payload) > MAX_PAYLOAD:
        raise AudioSocketError(f"payload of {len(frame.payload)} bytes, at most {MAX_PAYLOAD}")
    return _HEADER.pack(frame.kind, len(frame.payload)) + frame.payload


def frame_bytes(rate: int) -> int:
    """Of 20 ms: 320 at 8 kHz, 640 at 16 kHz."""
    return rate * FRAME_MS // 1000 * 2


def encode_audio(pcm: bytes, rate: int = NARROW) -> bytes:
    """One audio message of the kind that says `rate`, NARROW or WIDE."""
    return encode(Frame(_KINDS[rate], pcm))


class Decoder:
    """Feed bytes as they arrive, cut anywhere; whole frames come out.

    The first frame must be the UUID: that is how a port scanner or an HTTP client is told from Asterisk. Memory is bounded by
    one frame, whose length field cannot exceed 64 KiB.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._greeted = False

    def feed(self, data: bytes) -> list[Frame]:
        """Raises AudioSocketError when the first frame is not a UUID, or a known kind has an impossible length."""
        self._buffer += data
        frames: list[Frame] = []
        while len(self._buffer) >= _HEADER.size:
            kind, length = _HEADER.unpack_from(self._buffer)
            self._check(kind, length)
            if len(self._buffer) < _HEADER.size + length:
                break
            frames.append(Frame(kind, bytes(self._buffer[_HEADER.size : _HEADER.size + length])))
            del self._buffer[: _HEADER.size + length]
            self._greeted = True
        return frames

    def _check(self, kind: int, length: int) -> None:
        if not self._greeted and (kind, length) != (Kind.UUID, 16):
            raise AudioSocketError(f"expected a UUID first, got kind 0x{kind:02x} with {length} bytes")
        if kind == Kind.DTMF and length != 1:
            raise AudioSocketError(f"a DTMF frame has 1 byte, not {length}")
        if kind in RATES and length % 2:
            raise AudioSocketError(f"an audio frame has whole samples, not {length} bytes")
