"""The hand-overs that are under way: what happens to each, who is told, and what is written down."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping
from functools import partial
from typing import Protocol
from uuid import UUID

from dialog import handover
from dialog.effects import End, Outcome, Transfer
from ivr.background import Background
from ivr.briefing import Briefing, Decision
from ivr.conversation import Conversation
from ivr.handover_records import HandoverRecords
from ivr.in_order import InOrder
from ivr.journal import Journal
from ivr.records.handovers import LOST
from ivr.records.store import Records, now
from ivr.switchboard import FAILURES, Switchboard
from ivr.voice import Voice
from ivr.ways import RESULTS, Way, restored
from telephony.ami.actions import Action
from telephony.channels import ChannelHungUp
from telephony.handoff import UNDER_WAY, Duty, Happening, Stage
from telephony.media import MediaConnection
from telephony.user_events import Announced, EnteredQueue, Joined, News, RangInVain, Ringing

_DECISIONS = {Decision.ACCEPTED: Happening.ACCEPTED, Decision.DECLINED: Happening.DECLINED}
_IN_VAIN = {"DECLINED": Happening.DECLINED, "HUNGUP": Happening.AGENT_GONE}
GONE_S = 1.0
"""So long after a briefing broke off the news of the agent's hang-up may take; without it the dialplan joins the two."""
log = logging.getLogger(__name__)


class Staff(Protocol):
    """Who is at work: see `ivr.staff`."""

    @property
    def default_queue(self) -> str: ...
    def login_of(self, phone: str) -> str | None: ...
    def phone_of(self, login: str) -> str | None: ...
    async def wrap_up(self, login: str, queue: str) -> None: ...
    async def spoken_to(self, number: str) -> None:
        """An agent has the caller from that number."""

    def event(self, name: str, headers: Mapping[str, str]) -> None:
        """Every AMI event."""

    def link(self, send: Callable[[Action], Awaitable[object]] | None) -> None:
        """The PBX can be asked, or no longer (None)."""


class UnderWay:
    """`calls()` are the conversations that are not over."""

    def __init__(
        self,
        records: Records,
        journal: Journal,
        writing: InOrder,
        board: Switchboard,
        staff: Staff,
        calls: Callable[[], Mapping[str, Conversation]],
    ) -> None:
        self._records, self._journal, self._board, self._staff = records, journal, board, staff
        self._kept = HandoverRecords(records, writing)
        self._calls = calls
        self._ways: dict[str, Way] = {}
        self._after: dict[str, Way] = {}
        """By agent: the caller whom they have just had, until they have written down what came of it."""
        self._briefed: dict[UUID, tuple[str, str]] = {}
        """By briefing: whom it is about, and the agent's channel."""
        self._watchers: list[Callable[[str], None]] = []
        self._background = Background()

    def watch(self, watcher: Callable[[str], None]) -> None:
        """Call `watcher(call_id)` when something about it has changed; it must not block."""
        self._watchers.append(watcher)

    def begin(self, call: Conversation, transfer: Transfer) -> None:
        """The dialog has ordered it; the caller is told meanwhile."""
        call.briefed = False
        secret = call.confidential
        way = Way(
            call.call_id,
            transfer,
            transfer.queue or self._staff.default_queue,
            "" if secret else call.state.caller,
            "" if secret else call.state.intent or "",
            secret,
            since=now(),
            phone=call.taken_over_by,
        )
        call.taken_over_by = ""
        self.came_back(call.call_id, "")
        self._ways[call.call_id] = way
        self._kept.begun(way, transfer, confidential=secret)
        self._changed(call.call_id)

    async def restore(self, callers: Collection[str], live: Mapping[str, bool]) -> None:
        """What was under way when an earlier service ended, of those callers who are still there; `live` as in `linked`. Raises
        SQLAlchemyError, OSError."""
        for row in await self._records.open_handovers():
            if row.call_id not in callers:
                await self._records.end_handover(row.id, LOST)
            elif row.call_id not in self._ways:
                try:
                    way = restored(row, await self._records.call(row.call_id))
                    self._ways[row.call_id] = way
                    self._joined_unseen(way, live)
                except (ValueError, AssertionError):
                    log.error("call %s: what was known of its hand-over cannot be read", row.call_id)
        for call_id in set(callers) - self._ways.keys() - self._calls().keys():
            # The dialplan has led them to a person, because their service was gone.
            call = await self._records.call(call_id)
            number, secret = (call.caller, call.confidential) if call is not None else ("", False)
            way = Way(call_id, Transfer("failure"), self._staff.default_queue, number, confidential=secret)
            way.stage, way.since = Stage.HOLDING, now()
            self._ways[call_id] = way
            self._kept.begun(way, way.transfer, confidential=secret)
            self._joined_unseen(way, live)

    def came_back(self, call_id: str, why: str) -> None:
        """The caller is here again; that the queue gave up may not have been told."""
        if (way := self._ways.get(call_id)) is not None:
            self._happens(way, Happening.GAVE_UP, why=why)

    async def leave(self, call_id: str, effect: Transfer | End) -> None:
        """All has been said: tell the PBX what comes next."""
        way = self._ways.get(call_id)
        secret = way is not None and way.confidential
        if not (way and way.phone and isinstance(effect, Transfer)):
            await self._board.leave(call_id, effect, secret=secret)
            return
        try:
            await self._board.take_over(call_id, way.phone, secret=secret)
        except FAILURES as error:
            log.error("call %s: the PBX could not be told (%s); its end is left to the dialplan", call_id, error or "no answer")

    async def brief(self, connection: MediaConnection, announced: Announced, voice: Voice) -> None:
        """An agent has picked up: tell them, and carry out what they decide."""
        way = self._way(str(announced.caller_id))
        login = self._staff.login_of(announced.agent) or announced.agent
        if way is None or way.stage not in UNDER_WAY:
            await Briefing("").run(connection, voice, partial(self._settle, None, connection, announced))
            return
        self._briefed[announced.call_id] = way.call_id, announced.channel
        self._happens(way, Happening.ANSWERED, login, announced.channel)
        briefing = way.briefing = Briefing(way.transfer.briefing, taken=way.eager)
        decision = await briefing.run(connection, voice, partial(self._settle, way, connection, announced))
        if decision is Decision.GONE:
            await asyncio.sleep(GONE_S)
            if way.briefing is briefing and self._board.channels.find(announced.call_id) is not None:
                self._happens(way, Happening.BRIDGED)

    def happened(self, news: News | ChannelHungUp) -> None:
        match news:
            case EnteredQueue():
                way = self._way(str(news.call_id))
                if way is not None:
                    way.queue = news.queue
                    self._happens(way, Happening.ENTERED)
            case Ringing():
                self._with(news.call_id, Happening.RANG, news.agent, news.channel)
            case RangInVain(status="CANCEL"):
                pass  # the caller is gone, or with somebody else: both are told by themselves
            case RangInVain():
                self._with(news.call_id, _IN_VAIN.get(news.status, Happening.NO_ANSWER), news.agent)
            case Joined():
                self._with(news.call_id, Happening.BRIDGED)
            case Announced(returned=True):
                self._with(news.call_id, Happening.GAVE_UP, why=str(news.why or ""))
            case Announced(sent_back=True):
                self._with(news.call_id, Happening.SENT_BACK)
            case ChannelHungUp(role="briefing"):
                call_id, channel = self._briefed.pop(news.call_id, ("", ""))
                way = self._ways.get(call_id)
                if way is not None and way.channel == channel:
                    self._happens(way, Happening.AGENT_GONE, way.agent)
            case ChannelHungUp(role="caller"):
                self._caller_gone(str(news.call_id))
            case _:
                pass

    def linked(self, live: Mapping[str, bool] | None) -> None:
        """The link to the PBX was lost (None), or is there again, with its live channels and whether each is joined to another."""
        for way in list(self._ways.values()):
            if live is None or not self._joined_unseen(way, live):
                self._happens(way, Happening.LINK_LOST if live is None else Happening.LINK_BACK)

    def _joined_unseen(self, way: Way, live: Mapping[str, bool]) -> bool:
        announced = self._board.channels.find(UUID(way.call_id))
        joined = announced is not None and live.get(announced.channel, False) and way.stage in UNDER_WAY - {Stage.JOINED}
        if joined:
            self._happens(way, Happening.BRIDGED)
        return joined

    def key(self, channel: str, key: str) -> Way | None:
        """An agent pressed a key, as the PBX tells it. Whom they have, when it is for us to know."""
        way = next((way for way in self._ways.values() if way.channel == channel), None)
        if way is not None and way.briefing is not None:
            way.briefing.key(key)
        return way if way is not None and way.stage is Stage.JOINED else None

    async def finish(self) -> None:
        await self._background.finish()

    def _caller_gone(self, call_id: str) -> None:
        way = self._ways.get(call_id)
        if way is None:
            return
        joined = way.stage is Stage.JOINED
        self._happens(way, Happening.CALLER_GONE)
        del self._ways[call_id]
        if call_id not in self._calls():
            self._kept.call_over(way, Outcome.TRANSFERRED if joined else Outcome.ABANDONED)

    def _with(self, call_id: UUID, happening: Happening, phone: str = "", channel: str = "", why: str = "") -> None:
        way = self._way(str(call_id)) if happening is Happening.RANG else self._ways.get(str(call_id))
        if way is not None:
            self._happens(way, happening, self._staff.login_of(phone) or phone, channel, why)

    def _way(self, call_id: str) -> Way | None:
        """Also of a caller whom the dialplan leads to a person because this service failed them."""
        way, call = self._ways.get(call_id), self._calls().get(call_id)
        if call is not None and (way is None or way.stage not in UNDER_WAY):
            _, effects = handover.go(call.flows, call.state, "failure")
            self.begin(call, next(effect for effect in effects if isinstance(effect, Transfer)))
        return self._ways.get(call_id)

    def _happens(self, way: Way, happening: Happening, agent: str = "", channel: str = "", why: str = "") -> None:
        before, had = way.stage, way.agent
        if happening in (Happening.CALLER_GONE, Happening.GAVE_UP) and way.briefing is not None:
            way.briefing.decide(Decision.GONE)  # or the agent would go on hearing of somebody who is not there
        duties = way.happens(happening, agent, channel)
        if happening in RESULTS and duties and before is not Stage.JOINED and (agent or had):
            self._kept.tried(way, agent or had, happening)
        if way.stage is not before:
            self._moved(way)
        for duty in duties:
            match duty:
                case Duty.WRAP_UP if self._staff.phone_of(had):
                    self._after[had] = way
                    self._background.start("wrap-up", self._staff.wrap_up(had, way.queue))
                case Duty.MISSED:
                    self._kept.missed(way)
                case Duty.CLOSE:
                    lost = "gave_up" if way.stage is Stage.RETURNED else "abandoned"
                    self._kept.closed(way, "joined" if before is Stage.JOINED else lost, why)
                case Duty.SHOW:
                    self._changed(way.call_id)
                case _:
                    pass

    def _moved(self, way: Way) -> None:
        self._kept.moved(way)
        if way.stage is Stage.JOINED and way.number:
            self._kept.spoken_to(self._staff.spoken_to, way.number)
        call = self._calls().get(way.call_id)
        if call is None:
            return
        self._journal.append(call.call_id, call.now_ms(), {"type": "note.handover", "stage": str(way.stage), "agent": way.agent})
        if way.stage is Stage.JOINED:
            call.briefed = True
            to = "emergency" if way.transfer.number and not way.agent else "agent"
            self._journal.append(call.call_id, call.now_ms(), {"type": "note.joined", "to": to})

    async def _settle(self, way: Way | None, connection: MediaConnection, announced: Announced, decision: Decision) -> None:
        """While the agent's call is still ours. That they are joined needs no word: it is what the dialplan does by itself."""
        if way is not None:
            self._happens(way, _DECISIONS[decision], self._staff.login_of(announced.agent) or announced.agent)
        if decision is Decision.DECLINED:
            try:
                await self._board.declined(announced.channel)
            except FAILURES:
                connection.hang_up()  # the caller stays in the queue all the same

    def _changed(self, call_id: str) -> None:
        for watcher in self._watchers:
            watcher(call_id)
