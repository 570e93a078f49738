"""Which calls an agent may read: those that they had, and what concerns the caller in front of them now; of a call that is only offered to
them, no more than they need to accept it."""

from __future__ import annotations

from enum import IntEnum

from ivr.console.desk_view import WRITING, step_of
from ivr.console.parts import Parts
from ivr.records.models import UserRow

AT_DESK = ("agent", "supervisor", "admin")
"""Roles that take calls."""
SEES_ALL = ("supervisor", "admin")
DESK = "/meja"
GONE = "Panggilan ini tidak lagi di meja Anda."


class Reading(IntEnum):
    """How much of a call somebody may read."""

    NOTHING = 0
    OFFERED = 1
    """While a phone rings, until the two are joined: the caller's number is hidden, and what colleagues wrote and filed."""
    ALL = 2


async def had(parts: Parts, login: str, call_id: str) -> bool:
    """That agent spoke to the caller, now or before: they may write about it."""
    story = parts.handovers.in_front_of(login)
    if story is not None and story.call_id == call_id and step_of(story) in WRITING:
        return True
    return any(row.agent == login and row.joined_at for row in await parts.records.handovers_of(call_id))


async def reading(parts: Parts, user: UserRow, call_id: str) -> Reading:
    if user.role in SEES_ALL or await had(parts, user.login, call_id) or await _promised(parts, user.login, call_id):
        return Reading.ALL
    front = parts.handovers.in_front_of(user.login)
    if front is None:
        return Reading.NOTHING
    if front.call_id != call_id:
        call = await parts.records.call(call_id)
        if call is None or not front.number or front.confidential or call.caller != front.number:
            return Reading.NOTHING
    return Reading.ALL if step_of(front) in WRITING else Reading.OFFERED


async def _promised(parts: Parts, login: str, call_id: str) -> bool:
    """They are about to keep the promise that this call ended with."""
    now = parts.clock()
    rows = await parts.records.open_callbacks()
    return any(row.call_id == call_id and row.locked_by == login and row.locked_until > now for row in rows)
