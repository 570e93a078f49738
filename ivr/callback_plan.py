"""When a promise to call back is kept, who may keep it now, and by which short code its number is dialled. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from dialog.calendar import Calendar
from dialog.callback_time import spoken
from ivr.queue_settings import CallbackPlan
from ivr.records.models import CallbackRow

REACHED, NO_ANSWER, BUSY, WRONG_NUMBER, FAILED = "reached", "no_answer", "busy", "wrong_number", "failed"
OUTCOMES = (REACHED, NO_ANSWER, BUSY, WRONG_NUMBER, FAILED)
OPEN, DONE, GIVEN_UP, CALLED_AGAIN = "open", "done", "given_up", "called_again"
MESSAGE = "message"
ALWAYS = Calendar(always=True)
SOON = "secepatnya hari ini"
LATER = "secepatnya pada jam layanan"


class Why(StrEnum):
    """Why an agent may not call somebody back now."""

    GONE = "gone"
    """No such promise, or it is over."""
    LOCKED = "locked"
    """Another agent is about to call."""
    HOLDING = "holding"
    """This agent is about to keep another promise."""
    CLOSED = "closed"
    EARLY = "early"


@dataclass(frozen=True, slots=True)
class Appointment:
    """`at`, in the calendar's zone, and `words` for it; `exact`: it was asked for, or is when the office opens."""

    at: datetime
    words: str
    exact: bool


def appoint(wish: datetime | None, now: datetime, calendar: Calendar, plan: CallbackPlan) -> Appointment:
    """At `wish`, or when the office opens after it; without one (None, or gone by), as soon as possible."""
    here = calendar.local(now)
    at = calendar.within(wish) if wish is not None and calendar.local(wish) > here else _earliest(here, calendar, plan)
    if at is None:  # an operator's mistake; the promise is kept when the calendar is right again
        return Appointment(here, LATER, exact=False)
    return Appointment(at, SOON, exact=False) if at == here else Appointment(at, spoken(at, here, about=True), exact=True)


def again(tried: int, now: datetime, calendar: Calendar, plan: CallbackPlan) -> datetime | None:
    """When to try next after `tried` attempts in vain; None: not any more."""
    if tried >= plan.attempts:
        return None
    rested = calendar.local(now) + timedelta(minutes=plan.pause_min(tried))
    return _earliest(rested, calendar, plan) or rested


def settled(outcome: str, tried: int, now: datetime, calendar: Calendar, plan: CallbackPlan) -> tuple[str, datetime | None]:
    """The state of the promise after an attempt with this outcome, and when the next is due where it stays open."""
    if outcome == REACHED:
        return DONE, None
    due = None if outcome == WRONG_NUMBER else again(tried, now, calendar, plan)
    return (GIVEN_UP, None) if due is None else (OPEN, due)


def refusal(row: CallbackRow | None, login: str, now: datetime, calendar: Calendar) -> Why | None:
    """Why `login` may not deal with it now; a message may always be dealt with."""
    if row is None or row.state != OPEN:
        return Why.GONE
    if row.locked_by != login and row.locked_until > now.timestamp():
        return Why.LOCKED
    if row.kind == MESSAGE:
        return None
    if not calendar.open_at(now):
        return Why.CLOSED
    return Why.EARLY if row.due_at > now.timestamp() else None


def code_of(ticket: str) -> str:
    """Four digits that an agent keys after *8: the serial within the ticket's month, which is its last digits before the check digit.

    Two open promises of different months may share them: then the one meant is the one that the agent has locked, else that due first.
    """
    return ticket[-5:-1]


def _earliest(here: datetime, calendar: Calendar, plan: CallbackPlan) -> datetime | None:
    """The first moment from `here` on at which the office is open, with time for a conversation before it closes."""
    return calendar.earliest(here, timedelta(minutes=plan.room_min))
