"""Where connections arrive: finds what each one is about, runs it, and writes down how calls ended."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from dialog import manager
from dialog.events import AgentUnavailable, CallStarted, Event, SentBack, Unfinished
from dialog.schema import Flows
from ivr.call import Call
from ivr.conversation import Conversation, Services, final_outcome
from ivr.handovers import Handovers
from ivr.in_order import InOrder
from ivr.phone_codes import PhoneCodes
from ivr.records.store import Records, now
from ivr.resuming import state_of, unfinished_of
from ivr.switchboard import FAILURES, Switchboard
from ivr.under_way import Staff
from speech.listener import Listener
from telephony.channels import ChannelHungUp
from telephony.media import MediaConnection
from telephony.user_events import Announced, CodeDialled, News

WIND_UP_S = 5.0
log = logging.getLogger(__name__)


class Reception:
    """Takes connections, and what the PBX tells of them; `staff` is told too."""

    def __init__(
        self,
        services: Services,
        records: Records,
        writing: InOrder,
        listener: Callable[[int], Listener],
        flows: Callable[[], Flows],
        staff: Staff,
        codes: PhoneCodes | None = None,
    ) -> None:
        """`listener(rate)` makes one for a connection of that rate. `flows()` is what a new conversation begins with and keeps."""
        self._services, self._records, self._listener, self._flows = services, records, listener, flows
        self._conversations: dict[str, Conversation] = {}
        self._endings: set[asyncio.Task[None]] = set()
        self._staff, self._codes = staff, codes
        self._gone_on = False
        self.switchboard = Switchboard(self._happened, self._event, self._link)
        self.handovers = Handovers(records, services.journal, writing, self.switchboard, staff, lambda: self._conversations)

    @property
    def busy(self) -> bool:
        """Somebody is on the line."""
        return bool(self._conversations)

    async def go_on(self) -> None:
        """With the hand-overs of an earlier service whose callers are still there; those of others are lost from sight. Where it fails it
        is tried again at the next link."""
        try:
            callers = await self.switchboard.callers()
            await self.handovers.restore(callers, self.switchboard.live)
            self._gone_on = True
        except (*FAILURES, SQLAlchemyError, OSError, ValueError) as error:
            log.error("hand-overs of an earlier service could not be taken up: %s", type(error).__name__)

    async def admit(self, call_id: UUID) -> bool:
        """Calls that our dialplan announced, and those that are known: who comes back while the PBX cannot be asked."""
        return str(call_id) in self._conversations or await self.switchboard.admit(call_id)

    async def handle(self, connection: MediaConnection) -> None:
        call_id = str(connection.call_id)
        announced = self.switchboard.channels.find(connection.call_id)
        if announced is not None and announced.role == "briefing":
            await self.handovers.brief(connection, announced, self._services.voice)
            return
        if announced is not None and announced.role == "notice":
            if self._codes is not None:
                await self._codes.notice(connection)
            return
        conversation = self._conversations.get(call_id)
        first: Event
        fresh = announced is not None and (conversation is None or conversation.announced is not announced)
        if announced is not None and fresh and announced.sent_back:
            first = SentBack(announced.intent)
        elif announced is not None and fresh and not announced.returned and conversation is None:
            first = CallStarted(now(), announced.number)
        else:
            first = AgentUnavailable(str(announced.why)) if announced is not None and announced.why else AgentUnavailable()
            self.handovers.came_back(call_id, first.reason)
        if conversation is None:
            if announced is None:
                return
            conversation, cut_off = await self._begin(call_id, announced)
            if isinstance(first, CallStarted):
                first = replace(first, unfinished=cut_off)
        conversation.announced = announced
        await Call(conversation, connection, self._listener(connection.player.rate), self._services).run(first)

    async def _begin(self, call_id: str, announced: Announced) -> tuple[Conversation, Unfinished | None]:
        """With what the caller was about in a call that was cut off. Known before its journal is open: a caller may hang up meanwhile, and
        that must be written too."""
        flows, number = self._flows(), announced.number
        conversation = Conversation(call_id, flows, manager.start(), asyncio.get_running_loop().time())
        self._conversations[call_id] = conversation
        cut_off: Unfinished | None = None
        try:
            if announced.returned or announced.sent_back:
                conversation.state = await state_of(self._records, flows, call_id)
                conversation.confidential = conversation.state.confidential
            else:
                cut_off = await unfinished_of(self._records, flows, number, now(), self._conversations.__contains__)
            await self._services.journal.open(call_id, number, flows.version)
        except BaseException:
            self._conversations.pop(call_id, None)
            raise
        self._services.journal.append(call_id, 0, {"type": "note.config", "version": flows.version})
        return conversation, cut_off

    def _happened(self, news: News | ChannelHungUp) -> None:
        self.handovers.happened(news)
        if isinstance(news, ChannelHungUp):
            self._hung_up(news)
        elif isinstance(news, CodeDialled) and self._codes is not None:
            self._codes.dialled(news, self.switchboard)

    def _event(self, name: str, headers: Mapping[str, str]) -> None:
        self._staff.event(name, headers)
        if self._codes is not None:
            self._codes.event(name, headers, self.handovers)

    def _link(self, live: Mapping[str, bool] | None) -> None:
        self.handovers.linked(live)
        if live is not None and not self._gone_on:
            task = asyncio.create_task(self.go_on())
            self._endings.add(task)
            task.add_done_callback(self._endings.discard)
        self._staff.link(self.switchboard.send if live is not None else None)

    def _hung_up(self, gone: ChannelHungUp) -> None:
        conversation = self._conversations.pop(str(gone.call_id), None)
        if gone.role == "caller" and conversation is not None:
            task = asyncio.create_task(self._end(conversation))
            self._endings.add(task)
            task.add_done_callback(self._endings.discard)

    async def _end(self, conversation: Conversation) -> None:
        """After the last word of the call's own task, so that the journal's last entry is this one."""
        try:
            async with asyncio.timeout(WIND_UP_S):
                await conversation.quiet.wait()
        except TimeoutError:
            log.error("call %s: its connection did not end within %.0f s of the hang-up", conversation.call_id, WIND_UP_S)
        conversation.over()
        outcome = final_outcome(conversation)
        self._services.journal.append(conversation.call_id, conversation.now_ms(), {"type": "note.ended", "outcome": outcome.value})
        self._services.journal.close_call(conversation.call_id)
        self._services.systems.over(conversation.call_id)
        try:
            await self._records.end_call(conversation.call_id, outcome.value, *conversation.on_record)
        except (SQLAlchemyError, OSError) as error:
            # The journal holds the same end, and is retried.
            log.error("call %s: its end could not be recorded: %s", conversation.call_id, type(error).__name__)

    async def finish(self) -> None:
        """Write the end of every call that is still open."""
        for call_id in list(self._conversations):
            await self._end(self._conversations.pop(call_id))
        await asyncio.gather(*self._endings)
        await self.handovers.finish()
        if self._codes is not None:
            await self._codes.finish()
