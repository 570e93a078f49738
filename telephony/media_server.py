"""Accepts AudioSocket connections: handshake deadline, admission, call limit, one task a connection, graceful stop."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Awaitable, Callable
from uuid import UUID

from telephony.audiosocket import AudioSocketError
from telephony.media import MediaConnection

HANDSHAKE_S = 2.0
MAX_STRANGERS = 64
"""Connections that have not yet said which call they carry, or are not admitted yet; they take no caller's place."""
log = logging.getLogger(__name__)

Admit = Callable[[UUID], Awaitable[bool]]
Handle = Callable[[MediaConnection], Awaitable[None]]


class MediaServer:
    """`admit` says whether our dialplan announced this call (it must answer well within Asterisk's 2 s of patience); `handle` runs it.
    `rate_of` is the rate that was announced for it, None where it is not known. Only what `is_new` among those admitted needs one of the
    `max_calls` places. A refused call's connection is closed cleanly, so that
    the dialplan goes on to the agents."""

    def __init__(
        self,
        host: str,
        port: int,
        admit: Admit,
        handle: Handle,
        max_calls: int = 100,
        handshake_s: float = HANDSHAKE_S,
        is_new: Callable[[UUID], bool] = lambda call_id: True,
        rate_of: Callable[[UUID], int | None] = lambda call_id: None,
    ) -> None:
        self._host, self._port = host, port
        self._admit, self._handle, self._max, self._handshake_s, self._is_new = admit, handle, max_calls, handshake_s, is_new
        self._rate_of = rate_of
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._calls: set[MediaConnection] = set()
        self._places: set[MediaConnection] = set()
        self.refused = 0
        self.failed = 0

    @property
    def port(self) -> int:
        assert self._server is not None, "not started"
        return int(self._server.sockets[0].getsockname()[1])

    @property
    def active(self) -> int:
        """Calls under way, briefings and notices too; connections that are not admitted yet are not counted."""
        return len(self._calls)

    async def start(self) -> None:
        """Raises OSError when the port is taken."""
        self._server = await asyncio.start_server(self._accept, self._host, self._port)

    async def stop(self, grace_s: float = 5.0) -> None:
        """Take no more calls, let those that run end by themselves for `grace_s`, then end them."""
        assert self._server is not None, "not started"
        self._server.close()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=grace_s)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # A task of our own: asyncio's for a coroutine callback reports every cancelled call as an error.
        task = asyncio.create_task(self._connection(reader, writer), name="media-connection")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._serve(reader, writer)
        finally:
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection = MediaConnection(reader, writer)
        if len(self._tasks) - len(self._calls) > MAX_STRANGERS:
            self._refuse("a connection on the AudioSocket port: of %d others it is not known what they carry", MAX_STRANGERS)
            return
        try:
            async with asyncio.timeout(self._handshake_s):
                call_id = await connection.handshake()
        except (TimeoutError, AudioSocketError, ConnectionError) as error:
            reason = f"silent for {self._handshake_s:g} s" if isinstance(error, TimeoutError) else str(error)
            self._refuse("a connection on the AudioSocket port: %s", reason)
            return
        try:
            await self._run(connection, call_id)
            await connection.close()
        except Exception:
            # The border of one call: its fault must not reach the others, and must not pass unseen.
            self.failed += 1
            log.exception("call %s failed; it goes to the agents", call_id)
        finally:
            self._calls.discard(connection)
            self._places.discard(connection)
            connection.closing()

    async def _run(self, connection: MediaConnection, call_id: UUID) -> None:
        if not await self._admit(call_id):
            self._refuse("call %s was not announced by our dialplan; it goes to the agents", call_id)
            return
        self._calls.add(connection)
        if self._is_new(call_id):
            if len(self._places) >= self._max:
                self._refuse("call %s: all %d places are taken; it goes to the agents", call_id, self._max)
                return
            self._places.add(connection)
        connection.settle(self._rate_of(call_id))
        await self._handle(connection)

    def _refuse(self, reason: str, *values: object) -> None:
        self.refused += 1
        log.warning(f"refused {reason}", *values)  # noqa: G004 - the format comes from this file alone
