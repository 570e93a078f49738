"""A small real manager on a loopback socket, which speaks what Asterisk 22 was recorded to say."""

from __future__ import annotations

import asyncio

BOOTED = "Event: FullyBooted\r\nPrivilege: system,all\r\nStatus: Fully Booted\r\nUptime: 12\r\nLastReload: 12\r\n\r\n"


class Manager:
    """Asterisk's side. `mute` holds the names of actions that it does not answer."""

    def __init__(self) -> None:
        self.channels = ["PJSIP/warga-00000001"]
        self.seen: list[dict[str, str]] = []
        self.mute: set[str] = set()
        self.secret = "rahasia"
        self.links: list[asyncio.StreamWriter] = []
        self._server: asyncio.Server | None = None
        self.port = 0

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        self.cut()
        await self._server.wait_closed()

    def cut(self) -> None:
        for link in self.links:
            link.transport.abort()
        self.links.clear()

    def emit(self, text: str) -> None:
        for link in self.links:
            link.write(text.encode())

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.links.append(writer)
        writer.write(b"Asterisk Call Manager/11.0.0\r\n")
        try:
            while True:
                raw = await reader.readuntil(b"\r\n\r\n")
                action = dict(line.split(": ", 1) for line in raw.decode().strip().split("\r\n"))
                self.seen.append(action)
                if action["Action"] not in self.mute:
                    writer.write(self._answer(action).encode())
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    def _answer(self, action: dict[str, str]) -> str:
        tail = f"ActionID: {action['ActionID']}\r\n"
        match action["Action"]:
            case "Login" if action["Secret"] != self.secret:
                return f"Response: Error\r\n{tail}Message: Authentication failed\r\n\r\n"
            case "Login":
                return f"Response: Success\r\n{tail}Message: Authentication accepted\r\n\r\n{BOOTED}"
            case "Ping":
                return f"Response: Success\r\n{tail}Ping: Pong\r\nTimestamp: 1795514400.000000\r\n\r\n"
            case "CoreShowChannels":
                rows = "".join(f"Event: CoreShowChannel\r\n{tail}Channel: {c}\r\nContext: sapa-talk\r\n\r\n" for c in self.channels)
                head = f"Response: Success\r\n{tail}EventList: start\r\nMessage: Channels will follow\r\n\r\n"
                return (
                    f"{head}{rows}Event: CoreShowChannelsComplete\r\n{tail}EventList: Complete\r\nListItems: {len(self.channels)}\r\n\r\n"
                )
            case "Hangup":
                return f"Response: Error\r\n{tail}Message: No such channel\r\n\r\n"
            case _:
                return f"Response: Success\r\n{tail}Message: Variable Set\r\n\r\n"
