"""Where connections arrive: finds the conversation that each belongs to, runs it, and writes down how it ended."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from dialog import manager
from dialog.events import AgentUnavailable, CallStarted, Unfinished
from dialog.schema import Flows
from ivr.briefing import brief
from ivr.call import Call
from ivr.conversation import Conversation, Services, final_outcome
from ivr.records.store import Records, now
from ivr.resuming import unfinished_of
from ivr.switchboard import Switchboard
from speech.listener import Listener
from telephony.channels import ChannelHungUp
from telephony.media import MediaConnection
from telephony.user_events import Announced, Joined

WIND_UP_S = 5.0
log = logging.getLogger(__name__)


class Reception:
    """Takes connections, finds the conversation that each belongs to, and runs it."""

    def __init__(self, services: Services, records: Records, listener: Callable[[], Listener], flows: Callable[[], Flows]) -> None:
        """`flows()` is what a new conversation begins with and keeps."""
        self._services, self._records, self._listener, self._flows = services, records, listener, flows
        self._conversations: dict[str, Conversation] = {}
        self._endings: set[asyncio.Task[None]] = set()
        self.switchboard = Switchboard(self._hung_up, self._emergency_answered)

    @property
    def busy(self) -> bool:
        """Somebody is on the line."""
        return bool(self._conversations)

    async def handle(self, connection: MediaConnection) -> None:
        announced = self.switchboard.channels.find(connection.call_id)
        if announced is None:
            return
        if announced.role == "briefing":
            await self._brief(connection, str(announced.caller_id))
            return
        call_id = str(connection.call_id)
        conversation = self._conversations.get(call_id)
        cut_off: Unfinished | None = None
        if conversation is None:
            conversation, cut_off = await self._begin(call_id, announced)
        first = AgentUnavailable() if announced.returned else CallStarted(now(), announced.number, cut_off)
        await Call(conversation, connection, self._listener(), self._services).run(first)

    async def _begin(self, call_id: str, announced: Announced) -> tuple[Conversation, Unfinished | None]:
        """With what the caller was about in a call that was cut off. Known before its journal is open: a caller may hang up meanwhile, and
        that must be written too."""
        flows, number = self._flows(), announced.number
        conversation = Conversation(call_id, flows, manager.start(), asyncio.get_running_loop().time())
        self._conversations[call_id] = conversation
        try:
            cut_off = await unfinished_of(self._records, flows, number, now(), self._conversations.__contains__)
            await self._services.journal.open(call_id, number, flows.version)
        except BaseException:
            self._conversations.pop(call_id, None)
            raise
        self._services.journal.append(call_id, 0, {"type": "note.config", "version": flows.version})
        return conversation, cut_off

    async def _brief(self, connection: MediaConnection, caller_id: str) -> None:
        conversation = self._conversations.get(caller_id)
        text = conversation.transfer.briefing if conversation and conversation.transfer else ""
        joined = await brief(connection, self._services.voice, text)
        if joined and conversation is not None and caller_id in self._conversations:
            self._join(conversation, to="agent")

    def _emergency_answered(self, joined: Joined) -> None:
        conversation = self._conversations.get(str(joined.call_id))
        if conversation is not None:
            self._join(conversation, to="emergency")

    def _join(self, conversation: Conversation, to: str) -> None:
        conversation.briefed = True
        self._services.journal.append(conversation.call_id, conversation.now_ms(), {"type": "note.joined", "to": to})

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
