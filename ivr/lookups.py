"""Carries out the dialog's lookups: the service's own operations (`sapa.*`), or a government system through its connector."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from sqlalchemy.exc import SQLAlchemyError

from dialog.effects import Lookup, Rated
from dialog.events import LookupDone, LookupFailed, LookupSlow
from ivr.backends.connector import Connector, NoAnswer
from ivr.records.store import Records

log = logging.getLogger(__name__)


async def in_time(
    lookup: Lookup, answer: Awaitable[LookupDone | LookupFailed], slow: Callable[[LookupSlow], None]
) -> LookupDone | LookupFailed:
    """`answer`, or that it did not come within the lookup's deadline; it is then cancelled. `slow` is told once when patience is over."""
    patience = asyncio.get_running_loop().call_later(lookup.patience_ms / 1000, slow, LookupSlow(lookup.request))
    try:
        async with asyncio.timeout(lookup.deadline_ms / 1000):
            return await answer
    except TimeoutError:
        log.warning("%s: no answer within %d ms", lookup.operation, lookup.deadline_ms)
        return LookupFailed(lookup.request, "timeout")
    finally:
        patience.cancel()


class Lookups:
    """Every failure becomes `LookupFailed`: the dialog tells the caller and offers a person."""

    def __init__(self, connector: Connector, records: Records) -> None:
        self._connector, self._records = connector, records

    def rate(self, call_id: str, rated: Rated) -> None:
        pass

    def over(self, call_id: str) -> None:
        pass

    async def run(self, call_id: str, lookup: Lookup) -> LookupDone | LookupFailed:
        try:
            if lookup.operation == "sapa.callback":
                arguments = lookup.arguments
                ticket = await self._records.add_callback(call_id, arguments.get("contact", ""), arguments.get("subject", ""))
                return LookupDone(lookup.request, {"ticket": ticket})
            return LookupDone(lookup.request, await self._connector.call(lookup.operation, lookup.arguments))
        except NoAnswer as error:
            log.warning("call %s: %s", call_id, error)
            return LookupFailed(lookup.request, error.reason)
        except (SQLAlchemyError, OSError) as error:
            log.error("call %s: %s: records: %s", call_id, lookup.operation, type(error).__name__)
            return LookupFailed(lookup.request, "unavailable")
