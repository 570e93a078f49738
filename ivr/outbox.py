"""Sends what is in the outbox to the government systems until each has acknowledged it: at least once, by the same idempotency key."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import time
from collections.abc import Awaitable, Callable, Mapping

from ivr.backends.errors import NoAnswer
from ivr.outbox_schedule import pause_s
from ivr.records.models import OutboxRow
from ivr.records.store import Records

EACH = 4
"""How many at a time go to one system."""
LOOK_S = 1.0
"""The outbox is looked into this often, and at once when nudged."""
SEND_S = 60.0
"""An answer that takes longer is not waited for; connectors have shorter limits of their own."""
log = logging.getLogger(__name__)

Send = Callable[[str, Mapping[str, str], str], Awaitable[object]]
"""`send("system.operation", arguments, key)` returns once the system has it; raises NoAnswer."""


class Outbox:
    """`run()` works until it is cancelled; what was under way then is sent again by whoever runs next."""

    def __init__(self, records: Records, send: Send) -> None:
        self._records, self._send = records, send
        self._sending: set[str] = set()
        self._settled: set[str] = set()
        """Since the outbox began to be read: what is read may show them as they were before."""
        self._news = asyncio.Event()

    def nudge(self) -> None:
        """Something new is there: send it now."""
        self._news.set()

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            while True:
                self._news.clear()
                self._settled.clear()
                pause = LOOK_S
                try:
                    for row in await self._records.due(time.time(), EACH):
                        if row.key not in self._sending | self._settled:
                            self._sending.add(row.key)
                            group.create_task(self._deliver(row))
                except Exception as error:  # noqa: BLE001 - whatever it is, what waits must not wait for ever
                    pause *= 10
                    log.error("the outbox cannot be read: %s", type(error).__name__)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(pause):
                        await self._news.wait()

    async def _deliver(self, row: OutboxRow) -> None:
        failure = await self._try(row)
        try:
            if failure is None:
                await self._records.sent(row.key)
            else:
                pause = pause_s(failure, row.attempts, random.random())
                await self._records.failed(row.key, failure, None if pause is None else time.time() + pause)
                worth = logging.WARNING if pause is None or not row.attempts else logging.INFO  # not every try of all that waits
                number = "(confidential)" if row.confidential else row.number  # it would tell when somebody blew a whistle
                log.log(worth, "outbox: %s %s: %s, try %d", row.operation, number, failure, row.attempts + 1)
        except Exception as error:  # noqa: BLE001 - as above
            log.error("what became of %s cannot be recorded (%s): it is sent again", row.operation, type(error).__name__)
            await asyncio.sleep(LOOK_S)
        self._sending.discard(row.key)
        self._settled.add(row.key)
        self.nudge()

    async def _try(self, row: OutboxRow) -> str | None:
        """The kind of failure; None when it has arrived."""
        try:
            async with asyncio.timeout(SEND_S):
                await self._send(row.operation, row.arguments, row.key)
        except NoAnswer as error:
            return error.reason
        except TimeoutError:
            return "timeout"
        except Exception as error:  # noqa: BLE001 - one that cannot be sent must not keep the others
            log.error("outbox: %s cannot be sent: %s", row.operation, type(error).__name__)
            return type(error).__name__
        return None
