"""What a scripted caller knows of the hotline's side: the journal of its own call, read from the records."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from ivr.journal import Payload
from ivr.records.store import Records, now

POLL_S = 0.1


class CallerError(Exception):
    """The call did not go as a call must; the message says what was waited for."""


class Listening:
    """Finds the call that comes from number `caller` after this moment, and follows it."""

    def __init__(self, records: Records, caller: str) -> None:
        self._records, self._caller, self._since = records, caller, now()
        self.call_id = ""

    async def find(self, timeout_s: float = 15.0) -> None:
        """Raises CallerError when the hotline's records do not show the call in time."""

        async def found() -> bool:
            call = await self._records.last_call(self._caller, self._since)
            self.call_id = call.call_id if call else ""
            return call is not None

        await self._until(found, timeout_s, "the call to appear in the hotline's records")

    async def rows(self, call_id: str = "") -> list[Payload]:
        """Every entry so far, each with its time since the call began as `at_ms`."""
        return [{**row.payload, "at_ms": row.at_ms} for row in await self._records.journal(call_id or self.call_id)]

    async def wait_for(self, kinds: Sequence[str], after: int, timeout_s: float, what: str) -> str:
        """Wait for an entry of one of the types `kinds` at index `after` or later, with nothing said or heard behind it; returns its type.

        Raises:
            CallerError: there is none in time; it says that it waited for `what`.
        """
        found = ""

        async def there() -> bool:
            nonlocal found
            rows = await self.rows()
            place = max((i for i, row in enumerate(rows) if row["type"] in kinds and i >= after), default=-1)
            found = str(rows[place]["type"]) if place >= 0 else ""
            return place >= 0 and not any(row["type"] in ("Heard", "Say", "Lookup") for row in rows[place + 1 :])

        await self._until(there, timeout_s, what)
        return found

    async def ended(self, timeout_s: float) -> tuple[str, str, str]:
        """(outcome, intent, ticket) once the hotline has written the call's end."""
        result = ("", "", "")

        async def over() -> bool:
            nonlocal result
            call = await self._records.call(self.call_id)
            result = (call.outcome, call.intent, call.ticket) if call else result
            return bool(call and call.outcome)

        await self._until(over, timeout_s, "the hotline to write the call's end")
        return result

    async def _until(self, condition: Callable[[], Awaitable[bool]], timeout_s: float, what: str) -> None:
        try:
            async with asyncio.timeout(timeout_s):
                while not await condition():
                    await asyncio.sleep(POLL_S)
        except TimeoutError as error:
            raise CallerError(f"waited {timeout_s:.0f} s in vain for {what}") from error
