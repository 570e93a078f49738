"""An agent calls somebody back: one at a time, at the right time, and what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from dialog.calendar import Calendar, Calendars
from ivr.callback_plan import ALWAYS, GIVEN_UP, OPEN, OUTCOMES, REACHED, WRONG_NUMBER, Why, refusal, settled
from ivr.callback_texts import Texts
from ivr.queue_settings import CallbackPlan, Floor
from ivr.records.store import Records

BEGUN, CANCELLED = "telepon_kembali", "batal_telepon_kembali"
"""What the audit trail calls it that somebody has got a number to call, and has not called it."""


class Refused(Exception):
    """No call back now; `why` says why."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Attempt:
    """One agent calls one number; nobody else does before `until` (seconds since 1970)."""

    id: int
    ticket: str
    login: str
    number: str
    until: float


class Attempts:
    """All that must last is in the records: a lock that nobody ends is over at its time.

    `clock` gives the moment, with its offset; `nudge` tells the outbox that there is something to send.
    """

    def __init__(
        self,
        records: Records,
        calendars: Callable[[], Calendars | None],
        floor: Callable[[], Floor],
        clock: Callable[[], datetime],
        nudge: Callable[[], None] = lambda: None,
    ) -> None:
        self._records, self._calendars, self._floor, self._clock = records, calendars, floor, clock
        self._texts = Texts(records, nudge)
        self._beginning = asyncio.Lock()

    async def begin(self, ticket: str, login: str, *, forced: bool = False) -> Attempt:
        """This agent calls now, and keeps no other promise meanwhile: each shows a number. Begun twice by the same agent it is the same
        attempt, also when the office closes in between. `forced`: although it is too early, or closed, or they keep another.

        Raises:
            Refused: not now, or not by this agent.
        """
        async with self._beginning:
            return await self._begin(ticket, login, forced)

    async def _begin(self, ticket: str, login: str, forced: bool) -> Attempt:
        now = self._clock()
        row, before = await self._records.callback(ticket), await self.attempt_of(ticket, login)
        why = refusal(row, login, now, self._calendar(row.queue if row is not None else ""))
        allowed = why is None or (why in (Why.CLOSED, Why.EARLY) and (forced or before is not None))
        if row is None or not allowed:
            raise Refused(why or Why.GONE)
        if not forced and await self._holds_another(ticket, login, now.timestamp()):
            raise Refused(Why.HOLDING)
        until = now + timedelta(minutes=self._plan.lock_min)
        if not await self._records.lock_callback(ticket, login, until.timestamp(), now.timestamp()):
            raise Refused(Why.LOCKED)
        if before is None and not forced:
            await self._records.audit(login, BEGUN, ticket)
        number = before.id if before is not None else await self._records.callback_attempt(ticket, login)
        return Attempt(number, ticket, login, row.contact, until.timestamp())

    async def _holds_another(self, ticket: str, login: str, now: float) -> bool:
        rows = await self._records.open_callbacks()
        return any(row.ticket != ticket and row.locked_by == login and row.locked_until > now for row in rows)

    async def attempt_of(self, ticket: str, login: str) -> Attempt | None:
        """What this agent has begun and not ended, however long it takes, unless another has begun since."""
        row = await self._records.callback(ticket)
        if row is None or row.state != OPEN or row.locked_by != login:
            return None
        begun = [one for one in await self._records.attempts(ticket) if one.login == login and not one.outcome]
        return Attempt(begun[-1].id, ticket, login, row.contact, row.locked_until) if begun else None

    async def cancel(self, attempt: Attempt) -> None:
        """They did not call after all: it counts as no attempt, and is anybody's again."""
        await self._records.callback_cancelled(attempt.id)
        await self._records.audit(attempt.login, CANCELLED, attempt.ticket)

    async def outcome(self, attempt: Attempt, outcome: str) -> str:
        """One of OUTCOMES; returns the state of the promise then. In vain for the last time it is given up, and the caller told by SMS.

        Raises:
            ValueError: no such outcome.
        """
        if outcome not in OUTCOMES:
            raise ValueError(f"{outcome!r} is no outcome of a call back")
        row = await self._records.callback(attempt.ticket)
        if row is None:
            return GIVEN_UP
        if any(one.id == attempt.id and one.outcome for one in await self._records.attempts(attempt.ticket)):
            return row.state  # told twice
        now = self._clock()
        state, due = settled(outcome, row.attempts, now, self._calendar(row.queue), self._plan)
        await self._records.callback_outcome(attempt.id, outcome, due.timestamp() if due is not None else None, state)
        if row.state != OPEN:  # the caller was faster
            return row.state
        if state == GIVEN_UP and outcome != WRONG_NUMBER and self._plan.sms:
            await self._texts.given_up(row.ticket, row.contact, not row.call_id)
        return state

    async def read(self, ticket: str, login: str) -> str:
        """An agent has dealt with a message, or with a promise in another way than by calling. Raises Refused."""
        return await self.outcome(await self.begin(ticket, login, forced=True), REACHED)

    @property
    def _plan(self) -> CallbackPlan:
        return self._floor().callback

    def _calendar(self, queue: str) -> Calendar:
        calendars = self._calendars()
        return calendars.of(self._floor().of(queue).calendar) if calendars is not None else ALWAYS
