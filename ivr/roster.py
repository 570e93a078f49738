"""What agents say of themselves, kept in the records so that it holds after a restart."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from ivr.agent_members import MISSED, WRITING, Agent, in_one_line
from ivr.queue_settings import Floor
from ivr.records.models import AgentRow, UserRow
from ivr.standing import Status


class UnknownAgent(Exception):
    """Nobody with that login takes calls: no such user, not active, or without a telephone."""


class Kept(Protocol):
    """What of the records is needed."""

    async def users(self) -> Sequence[UserRow]: ...

    async def agents(self) -> Sequence[AgentRow]: ...

    async def keep_agent(self, login: str, status: str, reason: str, until_s: float) -> AgentRow: ...


class Roster:
    """Everybody who takes calls. A change is kept before it holds; one at a time. Errors of the records pass through, and nothing has
    changed then. `changed` is called after each."""

    def __init__(self, records: Kept, floor: Callable[[], Floor], clock: Callable[[], datetime], changed: Callable[[], None]) -> None:
        self._records, self._floor, self._clock, self._changed = records, floor, clock, changed
        self._agents: dict[str, Agent] = {}
        self._changing = asyncio.Lock()

    async def load(self) -> None:
        """Users and what they last did. Who may no longer take calls is signed off. Call it again after users changed."""
        async with self._changing:
            users = {user.login: user for user in await self._records.users() if user.active and user.extension is not None}
            rows = {row.login: row for row in await self._records.agents()}
            for login in rows.keys() - users.keys():
                if rows[login].status != Status.OUT:
                    await self._records.keep_agent(login, Status.OUT, "", 0.0)
            self._agents = {login: _agent(user, rows.get(login)) for login, user in users.items()}
        self._changed()

    def agents(self) -> tuple[Agent, ...]:
        """By telephone."""
        return tuple(sorted(self._agents.values(), key=lambda agent: agent.extension))

    def get(self, login: str) -> Agent | None:
        return self._agents.get(login)

    def login_of(self, phone: str) -> str | None:
        """`phone` is a PJSIP name, of the desk phone (`petugas7`) or of the web phone (`petugas7w`)."""
        name = phone.removesuffix("w")
        return next((agent.login for agent in self._agents.values() if agent.phone == name), None)

    async def sign_on(self, login: str) -> None:
        async with self._changing:
            if self._agent(login).status is Status.OUT:
                await self._become(login, Status.READY)

    async def sign_off(self, login: str) -> None:
        async with self._changing:
            await self._become(login, Status.OUT)

    async def pause(self, login: str, reason: str) -> None:
        async with self._changing:
            await self._become(login, Status.PAUSED, in_one_line(reason))

    async def ready(self, login: str) -> None:
        async with self._changing:
            await self._become(login, Status.READY)

    async def wrap_up(self, login: str, queue: str) -> None:
        async with self._changing:
            seconds = self._floor().of(queue).wrap_up_s
            if seconds and self._agent(login).status in (Status.READY, Status.WRAP_UP):
                await self._become(login, Status.WRAP_UP, WRITING, self._clock().timestamp() + seconds)

    async def missed(self, logins: Iterable[str]) -> None:
        """They let their phone ring in vain: they are on a break until they say otherwise."""
        async with self._changing:
            for login in logins:
                if login in self._agents and self._agents[login].status is Status.READY:
                    await self._become(login, Status.PAUSED, MISSED)

    async def end_wrap_ups(self) -> None:
        """Whose time to write is over is ready again."""
        now_s = self._clock().timestamp()
        async with self._changing:
            for agent in self.agents():
                if agent.status is Status.WRAP_UP and agent.until_s <= now_s:
                    await self._become(agent.login, Status.READY)

    def next_end_s(self) -> float | None:
        """Seconds until the next one's time to write is over; None where nobody writes."""
        ends = [agent.until_s for agent in self._agents.values() if agent.status is Status.WRAP_UP]
        return max(0.0, min(ends) - self._clock().timestamp()) if ends else None

    async def _become(self, login: str, status: Status, reason: str = "", until_s: float = 0.0) -> None:
        agent = self._agent(login)
        row = await self._records.keep_agent(login, status, reason, until_s)
        self._agents[login] = _doing(agent, row)
        self._changed()

    def _agent(self, login: str) -> Agent:
        if login not in self._agents:
            raise UnknownAgent("nobody with that login takes calls: no such user, not active, or without a telephone")
        return self._agents[login]


def _agent(user: UserRow, row: AgentRow | None) -> Agent:
    agent = Agent(user.login, user.name, user.extension or 0, tuple(user.queues))
    return _doing(agent, row) if row is not None else agent


def _doing(agent: Agent, row: AgentRow) -> Agent:
    since_s = datetime.fromisoformat(row.since).timestamp() if row.since else 0.0
    return replace(agent, status=Status(row.status), reason=row.reason, since=row.since, since_s=since_s, until_s=row.until_s)
