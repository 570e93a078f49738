"""Sign-ins that failed leave a trace: in the audit trail those for a login that there is, in the log how many there were."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable

from ivr.records.store import Records

ACTION = "sign_in_failed"
EVERY_S = 60.0
"""So often at most one login from one address is written down, and the number logged."""
MAX_KEPT, MAX_WRITING = 10_000, 32
log = logging.getLogger(__name__)


class Failed:
    """`clock` gives seconds."""

    def __init__(self, records: Records, clock: Callable[[], float]) -> None:
        self._records, self._clock = records, clock
        self._written: OrderedDict[tuple[str, str], float] = OrderedDict()
        """When a login from an address was last written down."""
        self._writing: set[asyncio.Task[None]] = set()
        self._count, self._logged_at = 0, float("-inf")

    def note(self, login: str, address: str) -> None:
        """Beside the answer, which takes as long for a login that is not there. The log tells neither login nor address."""
        now = self._clock()
        self._count += 1
        if now - self._logged_at >= EVERY_S:
            log.warning("console: failed sign-ins: %d", self._count)
            self._count, self._logged_at = 0, now
        if now - self._written.get((login, address), float("-inf")) < EVERY_S or len(self._writing) >= MAX_WRITING:
            return
        self._written[login, address] = now
        self._written.move_to_end((login, address))
        if len(self._written) > MAX_KEPT:
            self._written.popitem(last=False)
        task = asyncio.create_task(self._write(login, address))
        self._writing.add(task)
        task.add_done_callback(self._done)

    async def written(self) -> None:
        """Once all that was noted is in the records."""
        await asyncio.gather(*self._writing, return_exceptions=True)

    async def _write(self, login: str, address: str) -> None:
        if await self._records.user(login) is not None:
            await self._records.audit(login, ACTION, address)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._writing.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("console: a failed sign-in could not be written down (%s)", type(error).__name__)
