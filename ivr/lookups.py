"""Carries out the dialog's lookups: the service's own operations (`sapa.*`), what is to be written, and questions to government systems."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from dialog.effects import Lookup, Rated
from dialog.events import LookupDone, LookupFailed, LookupSlow
from ivr.backends.connectors import Connectors
from ivr.backends.errors import BackendTimeout, BackendUnavailable, NoAnswer, NotFound, Rejected
from ivr.backends.request import given
from ivr.backends.schema import TICKET, Operation
from ivr.codes import Codes, TooManyCodes
from ivr.records.database import WAIT_S
from ivr.records.store import Records, RecordsError

CALLBACK, SMS = "sapa.callback", "sms.kirim"
FINISH_S = 5.0
WRITE_MS = int(WAIT_S * 1000) + 2000
"""For what is kept here: longer than the database is given, so that a caller seldom hears that it failed when it did not."""
CODE = "{kode}"
"""Stands for the code in what the dialog wants said in an SMS."""
log = logging.getLogger(__name__)
T = TypeVar("T")
Own = Callable[[str, Lookup], Awaitable[Mapping[str, str]]]
"""`answer(call_id, lookup)`."""


async def in_time(
    lookup: Lookup, answer: Awaitable[LookupDone | LookupFailed], slow: Callable[[LookupSlow], None], least_ms: int = 0
) -> LookupDone | LookupFailed:
    """`answer`, or that it did not come within the lookup's deadline (at least `least_ms`); it is then cancelled. `slow` is told once when
    patience is over."""
    deadline_ms = max(lookup.deadline_ms, least_ms)
    patience = asyncio.get_running_loop().call_later(lookup.patience_ms / 1000, slow, LookupSlow(lookup.request))
    try:
        async with asyncio.timeout(deadline_ms / 1000):
            return await answer
    except TimeoutError:
        log.warning("%s: no answer within %d ms", lookup.operation, deadline_ms)
        return LookupFailed(lookup.request, "timeout")
    finally:
        patience.cancel()


class Lookups:
    """Every failure becomes `LookupFailed`: the dialog tells the caller and offers a person.

    What is written is written although the caller hangs up meanwhile; `nudge` tells the outbox that there is something to send.
    """

    def __init__(self, connectors: Connectors, records: Records, nudge: Callable[[], None] = lambda: None) -> None:
        self._connectors, self._records, self.nudge = connectors, records, nudge
        self.own: dict[str, Own] = {}
        """Further operations of the service itself, by name."""
        self._codes = Codes()
        self._writing: set[asyncio.Task[Any]] = set()

    @property
    def operations(self) -> Mapping[str, Operation]:
        """What the government's systems can be asked, by `system.operation`."""
        return self._connectors.operations

    async def run(self, call_id: str, lookup: Lookup) -> LookupDone | LookupFailed:
        call = "a confidential call" if lookup.confidential else f"call {call_id}"
        try:
            return LookupDone(lookup.request, await self._answer(call_id, lookup))
        except NoAnswer as error:
            log.warning("%s: %s", call, error)
            return LookupFailed(lookup.request, error.reason)
        except RecordsError as error:
            log.error("%s: %s: %s", call, lookup.operation, error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the call goes on
            log.error("%s: %s: %s", call, lookup.operation, type(error).__name__)
        return LookupFailed(lookup.request, "unavailable")

    def least_ms(self, lookup: Lookup) -> int:
        operation = self._connectors.operations.get(lookup.operation)
        return WRITE_MS if lookup.operation == CALLBACK or (operation is not None and operation.write) else 0

    def rate(self, call_id: str, rated: Rated) -> None:
        if not rated.value.isdecimal():
            log.error("questionnaire %s: a choice of %s is no number, so it is not kept", rated.questionnaire, rated.question)
            return
        self._write(self._records.rate(call_id, rated.questionnaire, rated.question, int(rated.value)))

    def over(self, call_id: str) -> None:
        self._codes.forget(call_id)

    async def finish(self) -> None:
        """Wait, but not for ever, for what is being written."""
        if self._writing:
            await asyncio.wait(self._writing, timeout=FINISH_S)

    async def _answer(self, call_id: str, lookup: Lookup) -> dict[str, str]:
        if own := self.own.get(lookup.operation):
            return dict(await asyncio.shield(self._write(own(call_id, lookup))))
        match lookup.operation:
            case "sapa.kirim_kode":
                return await self._send_code(call_id, lookup)
            case "sapa.periksa_kode":
                right = self._codes.check(call_id, lookup.arguments.get("kode", ""), asyncio.get_running_loop().time())
                return {"cocok": "ya" if right else "tidak"}
        declared = self._connectors.operations.get(lookup.operation)
        if declared is not None and declared.write:
            return await self._file(call_id, lookup, declared)
        try:
            return await self._connectors.call(lookup.operation, lookup.arguments)
        except NotFound:
            if await self._records.is_waiting(lookup.arguments.get(TICKET, "")):
                raise BackendUnavailable(f"{lookup.operation}: what is asked about has not been sent there yet") from None
            raise

    async def _file(self, call_id: str, lookup: Lookup, operation: Operation) -> dict[str, str]:
        """Our own number at once, whatever the system does: the outbox sends it until the system has it."""
        needed = given(operation, lookup.arguments)
        filing = self._records.file(call_id, lookup.request, operation.full, needed, operation.ticket, lookup.confidential)
        number = await asyncio.shield(self._write(filing))
        self.nudge()
        return {TICKET: number} if number else {}

    async def _send_code(self, call_id: str, lookup: Lookup) -> dict[str, str]:
        """To the number that a register has (`melalui`), never to one that the caller says."""
        arguments = dict(lookup.arguments)
        through, wording = arguments.pop("melalui", ""), arguments.pop("isi", "")
        if CODE not in wording:
            raise Rejected(f"{lookup.operation}: the SMS has no place for the code: write {CODE} into it")
        number = (await self._connectors.call(through, arguments)).get("telepon", "")
        if not number:
            raise NotFound(f"{lookup.operation}: the register has no telephone number")
        try:
            code = self._codes.make(call_id, number, asyncio.get_running_loop().time())
        except TooManyCodes:
            raise Rejected(f"{lookup.operation}: too many codes in one call, or to one number") from None
        try:
            await self._connectors.call(SMS, {"ke": number, "isi": wording.replace(CODE, code)}, f"{call_id}/{lookup.request}")
        except NoAnswer as error:
            if not isinstance(error, BackendTimeout):  # then it may be on its way
                self._codes.unsent(call_id, number)
            raise
        return {"akhiran": number[-3:]}

    def _write(self, work: Awaitable[T]) -> asyncio.Task[T]:
        """Goes on when whoever waits for it is cancelled."""
        task = asyncio.ensure_future(work)
        self._writing.add(task)
        task.add_done_callback(self._written)
        return task

    def _written(self, task: asyncio.Task[Any]) -> None:
        self._writing.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("the records could not be written: %s", type(error).__name__)
