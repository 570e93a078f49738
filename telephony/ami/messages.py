"""Bytes of a manager connection to asterisk-ami's `Event` and `Response`, cut anywhere."""

from __future__ import annotations

from asterisk.ami.event import Event
from asterisk.ami.response import Response

BANNER = b"Asterisk Call Manager"
END = b"\r\n\r\n"
MAX_MESSAGE = 64 * 1024


class AmiProtocolError(Exception):
    """The peer is not an Asterisk manager, or sent a message beyond 64 KiB."""


class MessageReader:
    """Feed bytes; whole messages come out. The banner line is checked and skipped."""

    def __init__(self) -> None:
        self._buffer = b""
        self._greeted = False

    def feed(self, data: bytes) -> list[Event | Response]:
        """Raises AmiProtocolError when the first line is not the banner, or a message does not end."""
        self._buffer += data
        messages: list[Event | Response] = []
        if not self._greeted and not self._skip_banner():
            return messages
        while END in self._buffer:
            raw, self._buffer = self._buffer.split(END, 1)
            message = self._parse(_one_line_each(raw.decode("utf-8", "replace")))
            if message is not None:
                messages.append(message)
        if len(self._buffer) > MAX_MESSAGE:
            raise AmiProtocolError(f"a manager message of more than {MAX_MESSAGE} bytes")
        return messages

    def _skip_banner(self) -> bool:
        start = self._buffer[: len(BANNER)]
        if not BANNER.startswith(start):
            raise AmiProtocolError("the peer is not an Asterisk manager: check the AMI host and port")
        if b"\n" not in self._buffer:
            if len(self._buffer) > 1024:
                raise AmiProtocolError("the peer's banner does not end")
            return False
        self._buffer = self._buffer.split(b"\n", 1)[1]
        self._greeted = True
        return True

    @staticmethod
    def _parse(text: str) -> Event | Response | None:
        if Event.match(text):
            return Event.read(text)
        if Response.match(text):
            return Response.read(text)
        return None


def _one_line_each(text: str) -> str:
    """asterisk-ami cuts at everything that `splitlines` knows (U+2028, U+0085, form feed ...), Asterisk only at CR LF: without
    this a caller's display name could forge a header."""
    return "\r\n".join(" ".join(line.splitlines()) for line in text.strip("\r\n").split("\r\n"))
