"""Which calls an agent may read: those that they had or were offered, and what concerns the caller in front of them now."""

from __future__ import annotations

from ivr.console.parts import Parts
from ivr.records.models import HandoverRow, UserRow

AT_DESK = ("agent", "supervisor", "admin")
"""Roles that take calls."""
SEES_ALL = ("supervisor", "admin")
DESK = "/meja"
GONE = "Panggilan ini tidak lagi di meja Anda."


def was_offered(handover: HandoverRow, login: str) -> bool:
    """They spoke to the caller, or their phone rang for it."""
    return handover.agent == login or any(attempt.get("agent") == login for attempt in handover.attempts)


async def had(parts: Parts, login: str, call_id: str) -> bool:
    """The call was in that agent's hands, now or before: they may still write about it."""
    story = parts.handovers.in_front_of(login)
    if story is not None and story.call_id == call_id:
        return True
    return any(row.agent == login and row.joined_at for row in await parts.records.handovers_of(call_id))


async def may_read(parts: Parts, user: UserRow, call_id: str) -> bool:
    if user.role in SEES_ALL:
        return True
    front = parts.handovers.in_front_of(user.login)
    if front is not None and front.call_id == call_id:
        return True
    if any(was_offered(row, user.login) for row in await parts.records.handovers_of(call_id)):
        return True
    if front is not None and front.number and not front.confidential:
        call = await parts.records.call(call_id)
        if call is not None and call.caller == front.number:
            return True
    return await _promised(parts, user.login, call_id)


async def _promised(parts: Parts, login: str, call_id: str) -> bool:
    """They are about to keep the promise that this call ended with."""
    now = parts.clock()
    rows = await parts.records.open_callbacks()
    return any(row.call_id == call_id and row.locked_by == login and row.locked_until > now for row in rows)
