"""What the supervisor's page shows, gathered. Decides nothing but what may be done with a call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from ivr.console import wording
from ivr.console.figures import Figures
from ivr.console.parts import Parts
from ivr.console.today import Today
from ivr.queue_settings import QueueSettings
from ivr.records.callbacks import MESSAGE
from ivr.records.models import CallbackRow
from ivr.standing import AgentStanding, LiveCall, QueueStanding, Status

PLACES = {"sapa": "Dilayani Sapa", "queue": "Menunggu petugas", "agent": "Bersama petugas", "emergency": "Bersama layanan darurat"}
MAX_CALLS, MAX_PROMISES = 100, 8
"""So many in one list; how many more there are is said."""


@dataclass(frozen=True, slots=True)
class Line:
    """A queue: now, and today. `ready`: agents of it who would be rung at once, of `at_work`."""

    standing: QueueStanding
    settings: QueueSettings
    ready: int
    at_work: int
    today: Figures
    first_at: str
    """Since when the first in line has waited; empty where nobody waits."""


@dataclass(frozen=True, slots=True)
class Board:
    """All queues. `calls`: under way with Sapa, in a queue, or with an agent. `ready` and `at_work` count agents."""

    lines: tuple[Line, ...]
    today: Figures
    calls: int
    ready: int
    at_work: int

    @property
    def busy(self) -> tuple[Line, ...]:
        """Somebody waits there, or has been there today."""
        return tuple(line for line in self.lines if line.standing.waiting or line.today.entered)

    @property
    def quiet(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line not in self.busy)

    @property
    def waiting(self) -> int:
        return sum(line.standing.waiting for line in self.lines)


@dataclass(frozen=True, slots=True)
class CallView:
    """`since`: how long it has been there; for who waits, since they entered the queue. `listen`: the agent's telephone number in the
    codes for listening, empty where there is nothing to listen to; `take`: it can be taken over from Sapa."""

    call: LiveCall
    number: str
    queue: str
    agent: str
    since: str
    since_s: float
    listen: str
    take: bool


@dataclass(frozen=True, slots=True)
class Promise:
    """A call-back that is due. `late`: by more than a slot; `at_it`: somebody is about to call."""

    row: CallbackRow
    late: bool
    at_it: bool


@dataclass(frozen=True, slots=True)
class Promises:
    """`due`: the longest overdue first. `later`: how many are due at `next_at` (0: none) or after it; `messages` wait to be read."""

    due: tuple[Promise, ...]
    later: int
    next_at: float
    messages: int

    @property
    def late(self) -> int:
        return sum(promise.late for promise in self.due)


async def board_of(parts: Parts, day: Today) -> Board:
    now, floor = parts.now(), parts.floor()
    today, _ = await day.look()
    at_work = [standing for standing in parts.agents.standings() if standing.status is not Status.OUT]
    lines = []
    for queue in parts.agents.queues():
        own = [standing for standing in at_work if queue.name in standing.queues]
        figures = today.get(queue.name, Figures())
        lines.append(Line(queue, floor.of(queue.name), sum(map(is_free, own)), len(own), figures, _first_at(queue, now)))
    calls, ready = len(parts.handovers.live()), sum(map(is_free, at_work))
    return Board(tuple(lines), sum(today.values(), Figures()), calls, ready, len(at_work))


async def calls_of(parts: Parts, day: Today, login: str) -> tuple[CallView, ...]:
    """As `login` sees them; those who wait come first, then those with agents, each by how long."""
    _, entered = await day.look()
    agents = {standing.login: standing for standing in parts.agents.standings()}
    views = [_view(parts, call, entered, agents, login) for call in parts.handovers.live()]
    order = ("queue", "emergency", "agent", "sapa")
    return tuple(sorted(views, key=lambda view: (order.index(view.call.place), -view.since_s)))


async def promises_of(parts: Parts) -> Promises:
    now, late_s = parts.clock(), 60.0 * parts.floor().callback.late_min
    rows = await parts.records.open_callbacks()
    calls = [row for row in rows if row.kind != MESSAGE]
    later = [row.due_at for row in calls if row.due_at > now]
    due = tuple(
        Promise(row, row.due_at < now - late_s, row.locked_by != "" and row.locked_until > now) for row in calls if row.due_at <= now
    )
    return Promises(due, len(later), min(later, default=0.0), len(rows) - len(calls))


def may_take(call: LiveCall) -> bool:
    """Who blows a whistle to a machine is not handed to a person unasked."""
    return call.place == "sapa" and not call.confidential


def seconds_since(moment: str, now: datetime) -> float:
    return (now - datetime.fromisoformat(moment)).total_seconds() if moment else 0.0


def is_free(standing: AgentStanding) -> bool:
    """Would be rung at once."""
    return standing.status is Status.READY and standing.reachable and not standing.busy


def _view(parts: Parts, call: LiveCall, entered: Mapping[str, str], agents: Mapping[str, AgentStanding], login: str) -> CallView:
    agent = agents.get(call.agent)
    since = entered.get(call.call_id, call.since) if call.place == "queue" else call.since
    heard = agent is not None and call.place == "agent" and not call.confidential and call.agent != login
    return CallView(
        call,
        wording.masked(call.number) if not call.confidential else "nomor dirahasiakan",
        parts.floor().of(call.queue).title if call.queue else "",
        agent.name if agent is not None else call.agent,
        since,
        seconds_since(since, parts.now()),
        agent.phone.removeprefix("petugas") if heard and agent is not None else "",
        may_take(call),
    )


def _first_at(standing: QueueStanding, now: datetime) -> str:
    return (now - timedelta(seconds=standing.longest_s)).isoformat(timespec="seconds") if standing.waiting else ""
