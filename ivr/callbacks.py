"""Promises to call back, and messages for the agents: stored with a time within office hours, and closed when the caller was faster."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from datetime import datetime

from dialog.slots.phone import premium
from ivr.callback_attempts import Attempt, Attempts, Refused
from ivr.callback_plan import CALLED_AGAIN, MESSAGE, OUTCOMES, Appointment, Why, appoint, code_of, refusal
from ivr.records.models import CallbackRow
from ivr.records.store import RecordsError

__all__ = ["OUTCOMES", "Attempt", "Callbacks", "Refused", "Why", "code_of"]
log = logging.getLogger(__name__)


class Callbacks(Attempts):
    """All that must last is in the records: a restart changes nothing."""

    async def promise(self, call_id: str, arguments: Mapping[str, str], confidential: bool) -> dict[str, str]:
        """What the lookup `sapa.callback` answers: `ticket`, `kapan` (words; empty for a message), `sms` ("ya": one is on its way).

        Raises:
            RecordsError, SQLAlchemyError: it could not be stored, or the number is one that nobody should be made to call.
        """
        contact, message = arguments.get("contact", ""), arguments.get("kind") == MESSAGE
        if premium(contact):
            raise RecordsError("a premium service is not called back")
        queue, now = self._floor().of(arguments.get("queue", "")).name, self._clock()
        calendar = self._calendar(queue)
        appointment = (
            Appointment(now, "", exact=False) if message else appoint(_moment(arguments.get("when", "")), now, calendar, self._plan)
        )
        ticket = await self._records.add_callback(
            call_id,
            contact,
            arguments.get("subject", ""),
            kind=MESSAGE if message else "callback",
            queue=queue,
            message=arguments.get("message", ""),
            due_at=appointment.at.timestamp(),
            confidential=confidential,
        )
        told = self._plan.sms and await (
            self._texts.message(ticket, contact, confidential)
            if message
            else self._texts.promised(ticket, contact, appointment, calendar.zone_name, confidential)
        )
        return {"ticket": ticket, "kapan": appointment.words, "sms": "ya" if told else ""}

    async def due(self, queues: Collection[str] | None = None) -> list[CallbackRow]:
        """What can be done now in those queues (None: in all): calls that are due while their office is open and nobody is about to make
        them, and messages. The longest due first."""
        now = self._clock()
        rows = await self._records.open_callbacks(queues)
        return [row for row in rows if refusal(row, "", now, self._calendar(row.queue)) is None]

    async def by_code(self, code: str, login: str, queues: Collection[str] | None = None) -> CallbackRow | None:
        """The open promise with that code (see `code_of`) in those queues; None: in all."""
        found = [row for row in await self._records.open_callbacks(queues) if row.kind != MESSAGE and code_of(row.ticket) == code]
        now = self._clock().timestamp()
        return min(found, key=lambda row: not (row.locked_by == login and row.locked_until > now), default=None)

    async def called_again(self, number: str) -> list[str]:
        """They called before we did and have been spoken to: the promises are closed, but for those of confidential calls, which somebody
        else may wait for at that number. Returns their tickets."""
        return await self._records.close_callbacks(number, CALLED_AGAIN) if number else []


def _moment(text: str) -> datetime | None:
    """None for what is no moment: then as soon as possible."""
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        log.warning("a call back was wanted at no moment that is known: as soon as possible then")
        return None
