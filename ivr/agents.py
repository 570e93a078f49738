"""Who is at work, and how a caller stands who would like a person. What agents say of themselves is kept in the records; the members of
Asterisk's queues are made to agree with it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from dialog.calendar import Calendar, Calendars
from ivr import agent_finding
from ivr.agent_members import PHONES, Agent
from ivr.agents_link import AgentsLink
from ivr.queue_settings import Floor, QueueSettings
from ivr.roster import Kept, Roster, UnknownAgent
from ivr.standing import AgentStanding, Availability, QueueStanding
from telephony.ami.actions import Action
from telephony.extensions import Extensions
from telephony.queues import MISSED, Queues

__all__ = ["Agents", "UnknownAgent"]
RETRY_S = 15.0
"""What could not be recorded is tried again after it."""
log = logging.getLogger(__name__)


class Agents:
    """`run()` works until it is cancelled; all else may be called before. What is asked of an agent holds as soon as the records have it;
    the PBX follows, now or when it is there again. What changes an agent raises UnknownAgent, and errors of the records."""

    def __init__(
        self, records: Kept, floor: Callable[[], Floor], calendars: Callable[[], Calendars | None], clock: Callable[[], datetime]
    ) -> None:
        self._floor, self._calendars, self._clock = floor, calendars, clock
        self._roster = Roster(records, floor, clock, self._changed)
        self._queues, self._phones = Queues(), Extensions(PHONES)
        self._link = AgentsLink(self._queues)
        self._missed: set[str] = set()
        self._wake = asyncio.Event()
        self._watchers: list[Callable[[], None]] = []

    async def load(self) -> None:
        """Users and what they last did; again after users changed."""
        await self._roster.load()

    def login_of(self, phone: str) -> str | None:
        """Whose telephone it is: `petugas7`, or the web phone `petugas7w`."""
        return self._roster.login_of(phone)

    def phone_of(self, login: str) -> str | None:
        agent = self._roster.get(login)
        return agent.phone if agent is not None else None

    def standing(self, login: str) -> AgentStanding | None:
        agent = self._roster.get(login)
        return self._standing(agent) if agent is not None else None

    def standings(self) -> tuple[AgentStanding, ...]:
        """By telephone."""
        return tuple(self._standing(agent) for agent in self._roster.agents())

    def queues(self) -> tuple[QueueStanding, ...]:
        """In the order in which they are declared."""
        return tuple(
            agent_finding.standing(settings, self._calendar(settings), self._clock(), self._queues, time.monotonic())
            for settings in self._floor().queues.values()
        )

    def find(self, queue: str) -> Availability:
        """How a caller stands who would like somebody of `queue` (empty: the default one)."""
        settings = self._floor().of(queue)
        return agent_finding.find(settings, self._calendar(settings), self._clock(), self._queues)

    def working(self, queue: str) -> frozenset[str] | None:
        """The telephones of those who take calls of `queue`, now or as soon as the present one is written down; None while the PBX cannot
        be asked."""
        phones = {agent.interface: agent.phone for agent in self._roster.agents()}
        members = [member for member in self._queues.members(queue) if agent_finding.works(member)]
        return frozenset(phones.get(m.interface, m.interface) for m in members) if self._queues.known else None

    async def sign_on(self, login: str) -> None:
        """Ready for calls; who is at work already stays as they are."""
        await self._roster.sign_on(login)

    async def sign_off(self, login: str) -> None:
        await self._roster.sign_off(login)

    async def pause(self, login: str, reason: str) -> None:
        """Who was not at work is then at work, and on a break."""
        await self._roster.pause(login, reason)

    async def ready(self, login: str) -> None:
        await self._roster.ready(login)

    async def wrap_up(self, login: str, queue: str) -> None:
        """After a call: no next one for as long as the queue says, or until they are ready. A break that began during the call goes on."""
        await self._roster.wrap_up(login, queue)

    def event(self, name: str, headers: Mapping[str, str]) -> None:
        """Every AMI event."""
        listed = name == "QueueStatusComplete"
        if self._queues.event(name, headers, time.monotonic()) | self._phones.event(name, headers):
            if name == "QueueMemberPause" or listed:
                self._missed |= self._missed_of(None if listed else headers.get("Interface", ""))
            self._changed()
        if listed:
            self._link.listed()

    def link(self, send: Callable[[Action], Awaitable[object]] | None) -> None:
        """The PBX is there and must be asked anew, or it is lost (None)."""
        self._phones.lose()
        self._link.change(send)
        self._changed()

    def watch(self, watcher: Callable[[], None]) -> None:
        """It is called after any change; must neither block nor raise."""
        self._watchers.append(watcher)

    async def run(self) -> None:
        while True:
            self._wake.clear()
            kept = await self._keep_up()
            if kept and self._missed:
                continue  # heard of meanwhile; to make the PBX agree now would have them rung again
            if kept:
                again_s = await self._link.agree(self._roster.agents(), self._floor().queues.keys())
                pauses = [pause for pause in (again_s, self._roster.next_end_s()) if pause is not None]
            else:
                pauses = [RETRY_S]  # and the PBX keeps its own pause for a missed call
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(min(pauses, default=None)):
                    await self._wake.wait()

    async def _keep_up(self) -> bool:
        """What follows without being said: wrap-up ends, a missed call is a break. Says whether it is recorded."""
        try:
            missed = frozenset(self._missed)
            await self._roster.missed(missed)
            self._missed -= missed
            await self._roster.end_wrap_ups()
        except Exception as error:  # noqa: BLE001 - whatever it is, the agents' work goes on, and it is tried again
            log.error("what agents do cannot be recorded: %s", type(error).__name__)
            return False
        return True

    def _missed_of(self, interface: str | None) -> set[str]:
        """Whom Asterisk has paused, at this interface or (None) at any, for a call missed after what they last said of themselves. Of those
        whom it kept over its restart it only knows when it started: then what they have said holds."""
        agents = {agent.interface: agent for agent in self._roster.agents()}
        members = [member for member in self._queues.all_members() if interface in (None, member.interface)]
        paused = [m for m in members if m.paused and m.reason == MISSED and m.paused_at != m.added_at]
        return {
            agents[m.interface].login
            for m in paused
            if m.interface in agents and m.paused_at >= int(agents[m.interface].since_s)  # Asterisk's times are whole seconds
        }

    def _calendar(self, settings: QueueSettings) -> Calendar | None:
        calendars = self._calendars()
        return calendars.of(settings.calendar) if calendars is not None else None

    def _standing(self, agent: Agent) -> AgentStanding:
        return AgentStanding(
            agent.login,
            agent.name,
            agent.phone,
            agent.queues,
            agent.status,
            agent.reason,
            agent.since,
            agent.until_s,
            reachable=self._phones.reachable(agent.phone),
            busy=self._phones.busy(agent.phone),
        )

    def _changed(self) -> None:
        self._wake.set()
        for watcher in self._watchers:
            watcher()
