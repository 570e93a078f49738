"""The manager connection: login, FullyBooted, resync, ping with a deadline, reconnect with backoff."""

from __future__ import annotations

import asyncio
import itertools
import logging
import random
from collections.abc import Callable, Mapping

from asterisk.ami.event import Event
from asterisk.ami.response import Response

from telephony.ami.actions import Action, CoreShowChannels, Login, Ping, encode
from telephony.ami.messages import AmiProtocolError, MessageReader

CONNECT_S = 5.0
ANSWER_S = 3.0
BOOT_S = 60.0
SYNC_S = 10.0
PING_EVERY_S = 15.0
BACKOFF_S = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
MAX_PENDING = 1000
OURS = "AudioSocket/"
"""Channels of the driver by which wideband callers talk to the service."""
log = logging.getLogger(__name__)


class AmiError(Exception):
    """What went wrong between us and Asterisk's manager."""


class AmiUnavailable(AmiError):
    """There is no manager connection at this moment."""


class AmiRefused(AmiError):
    """Asterisk answered with an error; the message is Asterisk's."""


class AmiClient:
    """`on_event(name, headers)` gets every event; `on_sync(channels)` the names of all live channels, each with whether it is
    joined to another (not to our own end of AudioSocket), after each connect, before `send` is possible; `on_state(connected)` each change.

    All are called on the event loop and must not block.
    """

    def __init__(
        self,
        host: str,
        port: int,
        username: str,
        secret: str,
        *,
        on_event: Callable[[str, dict[str, str]], None],
        on_sync: Callable[[Mapping[str, bool]], None],
        on_state: Callable[[bool], None] = lambda connected: None,
    ) -> None:
        self._address, self._login = (host, port), Login(username, secret)
        self._on_event, self._on_sync, self._on_state = on_event, on_sync, on_state
        self._ids = itertools.count(1)
        self._pending: dict[str, asyncio.Future[Response]] = {}
        self._writer: asyncio.StreamWriter | None = None
        self._ready = asyncio.Event()
        self._booted, self._synced = asyncio.Event(), asyncio.Event()
        self._listing: dict[str, str] | None = None
        """Of live channels the bridge that each is in, empty where it is in none."""
        self.epoch = 0
        """Counts connections: what was learned in an earlier epoch may have changed unseen."""

    @property
    def connected(self) -> bool:
        return self._ready.is_set()

    async def wait_ready(self, timeout_s: float) -> None:
        """Raises TimeoutError."""
        async with asyncio.timeout(timeout_s):
            await self._ready.wait()

    async def run(self) -> None:
        """Keep the connection until cancelled."""
        failures = 0
        while True:
            try:
                try:
                    await self._session()
                finally:
                    was_ready = self._ready.is_set()
                    self._drop()
            except* (OSError, TimeoutError, AmiProtocolError, AmiRefused, AmiUnavailable) as group:
                reasons = "; ".join(str(e) or type(e).__name__ for e in group.exceptions)
                log.warning("AMI connection to %s:%d: %s", *self._address, reasons)
            failures = 0 if was_ready else failures + 1
            pause = BACKOFF_S[min(failures, len(BACKOFF_S) - 1)]
            await asyncio.sleep(pause * random.uniform(0.8, 1.2))

    async def send(self, action: Action, timeout_s: float = ANSWER_S) -> Response:
        """Ask Asterisk and wait for its answer.

        Raises:
            AmiUnavailable: no connection, or it was lost before the answer.
            AmiRefused: Asterisk answered with an error.
            TimeoutError: no answer in time.
            InjectionError: a value holds a line break.
        """
        if not self._ready.is_set():
            raise AmiUnavailable("no AMI connection")
        return await self._ask(action, timeout_s)

    async def _session(self) -> None:
        async with asyncio.timeout(CONNECT_S):
            reader, writer = await asyncio.open_connection(*self._address)
        self._writer = writer
        async with asyncio.TaskGroup() as group:
            reading = group.create_task(self._read(reader), name="ami-reader")
            await self._ask(self._login, ANSWER_S)
            async with asyncio.timeout(BOOT_S):
                await self._booted.wait()
            self.epoch += 1
            self._listing = {}
            await self._ask(CoreShowChannels(), ANSWER_S)
            async with asyncio.timeout(SYNC_S):
                await self._synced.wait()
            self._ready.set()
            self._on_state(True)
            log.info("AMI connected, epoch %d", self.epoch)
            while not reading.done():
                await asyncio.sleep(PING_EVERY_S)
                await self._ask(Ping(), ANSWER_S)

    async def _ask(self, action: Action, timeout_s: float) -> Response:
        writer = self._writer
        if writer is None or writer.is_closing():
            raise AmiUnavailable("no AMI connection")
        if len(self._pending) >= MAX_PENDING:
            raise AmiUnavailable(f"{MAX_PENDING} AMI requests are waiting")
        action_id = f"sapa-{next(self._ids)}"
        answer: asyncio.Future[Response] = asyncio.get_running_loop().create_future()
        self._pending[action_id] = answer
        try:
            writer.write(encode(action, action_id))
            async with asyncio.timeout(timeout_s):
                response = await answer
        finally:
            self._pending.pop(action_id, None)
        if response.is_error():
            raise AmiRefused(f"{action.name}: {response.keys.get('Message', 'refused')}")
        return response

    async def _read(self, reader: asyncio.StreamReader) -> None:
        messages = MessageReader()
        while data := await reader.read(65_536):
            for message in messages.feed(data):
                if isinstance(message, Response):
                    answer = self._pending.get(message.keys.get("ActionID", ""))
                    if answer is not None and not answer.done():
                        answer.set_result(message)
                else:
                    self._dispatch(message)
        raise AmiUnavailable("Asterisk closed the connection")

    def _dispatch(self, event: Event) -> None:
        if event.name == "FullyBooted":
            self._booted.set()
        elif event.name == "CoreShowChannel" and self._listing is not None:
            self._listing[event.keys.get("Channel", "")] = event.keys.get("BridgeId", "")
        elif event.name == "CoreShowChannelsComplete" and self._listing is not None:
            self._tell(self._on_sync, _joined(self._listing))
            self._listing = None
            self._synced.set()
        else:
            if self._listing is not None and event.name in ("Newchannel", "UserEvent"):
                self._listing.setdefault(event.keys.get("Channel", ""), "")  # born after Asterisk took the list
            self._tell(self._on_event, event.name, event.keys)

    def _tell(self, what: Callable[..., None], *news: object) -> None:
        try:
            what(*news)
        except Exception as error:  # noqa: BLE001 - whoever is told may be wrong; the connection is everybody's
            log.exception("what AMI told could not be taken: %s", type(error).__name__)

    def _drop(self) -> None:
        was_ready = self._ready.is_set()
        for flag in (self._ready, self._booted, self._synced):
            flag.clear()
        self._listing = None
        if self._writer is not None:
            self._writer.transport.abort()  # not close(): that waits for a peer which may never read again
            self._writer = None
        for answer in self._pending.values():
            if not answer.done():
                answer.set_exception(AmiUnavailable("the AMI connection was lost"))
        self._pending.clear()
        if was_ready:
            self._on_state(False)


def _joined(bridges: Mapping[str, str]) -> dict[str, bool]:
    ours = {bridge for channel, bridge in bridges.items() if channel.startswith(OURS)}
    return {channel: bool(bridge) and bridge not in ours for channel, bridge in bridges.items()}
