"""The signalling of a telephone in a browser, by hand: registers over WebSocket, is rung, and is busy. No media."""

from __future__ import annotations

import hashlib
import re
import secrets
from types import TracebackType

from aiohttp import ClientSession, ClientWebSocketResponse, ClientWSTimeout

SIP = ("sip",)
PATIENCE = ClientWSTimeout(ws_receive=10.0)


class WsPhone:
    """`async with WsPhone(port, name, password) as phone:` registered at Asterisk's own WebSocket on loopback. Raises AssertionError when
    it is refused."""

    def __init__(self, port: int, name: str, password: str) -> None:
        self._port, self._name, self._password = port, name, password
        self._session: ClientSession | None = None
        self._socket: ClientWebSocketResponse | None = None

    async def __aenter__(self) -> WsPhone:
        self._session = ClientSession()
        self._socket = await self._session.ws_connect(f"ws://127.0.0.1:{self._port}/ws", protocols=SIP, timeout=PATIENCE)
        assert self._socket.protocol == "sip"
        refused = await self._register(1, "")
        assert refused.startswith("SIP/2.0 401 ")
        accepted = await self._register(2, self._authorization(refused))
        assert accepted.startswith("SIP/2.0 200 "), accepted.splitlines()[0]
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._socket is not None:
            await self._socket.close()
        if self._session is not None:
            await self._session.close()

    async def busy(self) -> str:
        """Wait to be rung, and decline; returns the INVITE."""
        request = await self._next("INVITE ")
        await self._answer(request, "486 Busy Here")
        return request

    async def _next(self, start: str) -> str:
        """The next message that starts so; questions whether we are there are answered meanwhile."""
        assert self._socket is not None
        while not (message := await self._socket.receive_str()).startswith(start):
            if message.startswith("OPTIONS "):
                await self._answer(message, "200 OK")
        return str(message)

    async def _register(self, number: int, extra: str) -> str:
        assert self._socket is not None
        address = f"<sip:{self._name}@127.0.0.1>"
        head = [
            "REGISTER sip:127.0.0.1 SIP/2.0",
            f"Via: SIP/2.0/WS {self._name}.invalid;branch=z9hG4bK{secrets.token_hex(8)}",
            "Max-Forwards: 70",
            f"To: {address}",
            f"From: {address};tag=a",
            f"Call-ID: {self._name}",
            f"CSeq: {number} REGISTER",
            f"Contact: <sip:x@{self._name}.invalid;transport=ws>;expires=300",
        ]
        await self._socket.send_str("\r\n".join([*head, *([extra] if extra else []), "Content-Length: 0", "", ""]))
        return await self._next("SIP/2.0 ")

    def _authorization(self, refused: str) -> str:
        said = dict(re.findall(r'(\w+)="?([^",\r]*)"?', next(line for line in refused.splitlines() if line.startswith("WWW-Authenticate"))))
        uri, count, mine = "sip:127.0.0.1", "00000001", secrets.token_hex(8)
        who, what = _md5(self._name, said["realm"], self._password), _md5("REGISTER", uri)
        response = _md5(who, said["nonce"], count, mine, "auth", what)
        return (
            f'Authorization: Digest username="{self._name}",realm="{said["realm"]}",nonce="{said["nonce"]}",uri="{uri}",'
            f'qop=auth,nc={count},cnonce="{mine}",response="{response}",opaque="{said.get("opaque", "")}",algorithm=MD5'
        )

    async def _answer(self, request: str, status: str) -> None:
        assert self._socket is not None
        kept = [line for line in request.splitlines() if re.match(r"(Via|From|Call-ID|CSeq):", line)]
        to = next(line for line in request.splitlines() if line.startswith("To:"))
        await self._socket.send_str("\r\n".join([f"SIP/2.0 {status}", *kept, f"{to};tag=b", "Content-Length: 0", "", ""]))


def _md5(*parts: str) -> str:
    return hashlib.md5(":".join(parts).encode(), usedforsecurity=False).hexdigest()
