"""What an agent's desk shows beside the call: what they do, their queues, and which calls they had today. Decides nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ivr.callback_plan import MESSAGE
from ivr.console.desk_view import step_of
from ivr.console.parts import Parts
from ivr.records.models import HandoverRow, UserRow
from ivr.standing import AgentStanding, LiveCall, QueueStanding, Status
from telephony.handoff import Stage

HELD = (Stage.RINGING, Stage.BRIEFING, Stage.JOINED)
LATEST = 30
"""So many of today's calls are listed."""


@dataclass(frozen=True, slots=True)
class State:
    """`since_s`: how long they do what is shown: the call, where there is one. `left_s`: until wrap-up ends by itself, -1 where
    it does not. `step`: of the call in front of them, 0 for none. `due`, `messages`: promises of this agent's queues that are due."""

    standing: AgentStanding | None
    call: LiveCall | None
    since: str
    since_s: float
    left_s: float
    step: int
    queues: tuple[QueueStanding, ...]
    pauses: tuple[str, ...]
    due: int
    messages: int


@dataclass(frozen=True, slots=True)
class Had:
    """A call that this agent had. `code`: what came of it, empty while nobody has said so. `secret`: nothing else is told of it."""

    handover: int
    call_id: str
    joined_at: str
    subject: str
    code: str
    secret: bool


async def state_of(parts: Parts, user: UserRow) -> State:
    standing = parts.agents.standing(user.login)
    names = standing.queues if standing is not None else tuple(user.queues)
    front, now = parts.handovers.in_front_of(user.login), parts.clock()
    call = held_by(user.login, parts.handovers.live())
    since = call.since if call is not None else standing.since if standing is not None else ""
    wrapping = standing is not None and standing.status is Status.WRAP_UP and standing.until_s
    due = await parts.callbacks.due(list(names))
    messages = sum(row.kind == MESSAGE for row in due)
    return State(
        standing,
        call,
        since,
        now - datetime.fromisoformat(since).timestamp() if since else 0.0,
        standing.until_s - now if standing is not None and wrapping else -1.0,
        step_of(front) if front is not None else 0,
        tuple(queue for queue in parts.agents.queues() if queue.name in names),
        parts.floor().pauses,
        len(due) - messages,
        messages,
    )


def held_by(login: str, calls: Iterable[LiveCall]) -> LiveCall | None:
    """The call that this agent has now: it rings, they hear about it, or they speak."""
    return next((call for call in calls if call.agent == login and call.stage in HELD), None)


async def calls_of(parts: Parts, login: str) -> tuple[Had, ...]:
    """Those of today that are over and no longer in front of them; newest first."""
    front = parts.handovers.in_front_of(login)
    rows = await parts.records.handovers_with(login, parts.now().date().isoformat(), LATEST)
    return tuple(_had(row, code) for row, code in rows if row.outcome and (front is None or front.handover != row.id))


def _had(row: HandoverRow, code: str) -> Had:
    return Had(row.id, row.call_id, row.joined_at, str(row.story.get("subject", "")), code, not row.story)
