"""One caller's connection: hear, think, act. The only writer of the call's dialog state; nothing here waits for an engine."""

from __future__ import annotations

import asyncio
import logging

from dialog.effects import Confidential, Listen
from dialog.events import Event, HungUp, Key, LookupDone
from dialog.manager import step
from ivr.acting import Acting
from ivr.call_log import CallLog
from ivr.conversation import Conversation, Line, Services
from ivr.hearing import Hearing
from ivr.mouth import Mouth
from speech.listener import Listener
from telephony.media import Audio, ClipFinished, Closed, Dtmf, MediaEvent

MAX_EVENTS = 500
log = logging.getLogger(__name__)


class _Over(Exception):
    """Private: ends the call's task group."""


class Call:
    """Run once with `run(first_event)`."""

    def __init__(self, conversation: Conversation, line: Line, listener: Listener, services: Services) -> None:
        self._conversation, self._line, self._listener, self._services = conversation, line, listener, services
        self._events: asyncio.Queue[Event] = asyncio.Queue(MAX_EVENTS)
        self._log = CallLog(services.journal, conversation)
        self._mouth: Mouth
        self._hearing: Hearing
        self._acting: Acting

    async def run(self, first: Event) -> None:
        """Returns when the connection is over."""
        conversation, services = self._conversation, self._services
        conversation.take = self._put
        with conversation.connected():
            try:
                async with asyncio.TaskGroup() as group:
                    self._mouth = Mouth(self._line.player, services.voice, group, lambda: self._acting.voice_failed())
                    self._hearing = Hearing(conversation, self._log, self._listener, services.ears, self._mouth, group, self._put)
                    self._acting = Acting(conversation, self._line, services, self._mouth, self._hearing, group, self._put)
                    self._put(first)
                    group.create_task(self._media())
                    group.create_task(self._think())
            except* _Over:
                pass
            finally:
                self._pass_on()

    async def _media(self) -> None:
        await self._line.run(self._take)
        raise _Over

    async def _think(self) -> None:
        while True:
            event = await self._events.get()
            self._decide(event)

    def _decide(self, event: Event) -> None:
        conversation = self._conversation
        keying = isinstance(event, Key) and conversation.state.keyed
        conversation.state, effects = step(conversation.flows, conversation.state, event)
        if keying and any(isinstance(effect, Listen) for effect in effects):
            self._hearing.number_complete()
        conversation.confidential |= any(isinstance(effect, Confidential) for effect in effects)
        self._log.note(event)  # only now: what makes a call confidential is confidential itself
        for effect in effects:
            self._log.note(effect)
            self._acting.perform(effect)

    def _pass_on(self) -> None:
        """What the conversation gets from now on, and has got and not seen; unless it is over, or the caller is back already."""
        if self._conversation.take == self._put:
            self._conversation.take = self._take_down
        while not self._events.empty():
            event = self._events.get_nowait()
            if isinstance(event, LookupDone):
                self._conversation.tell(event)

    def _take_down(self, event: Event) -> None:
        """No connection carries the conversation: it is known when the caller comes back."""
        conversation = self._conversation
        conversation.state, _ = step(conversation.flows, conversation.state, event)
        self._log.note(event)

    def _take(self, event: MediaEvent) -> None:
        match event:
            case Audio():
                waiting = self._acting.looking_up > 0 or not self._events.empty()
                moment = self._hearing.frame(event.pcm, self._line.player.latest, waiting=waiting)
                if not moment.playing:
                    self._acting.after_our_voice(moment)
            case Dtmf():
                self._hearing.key(event.key)
            case ClipFinished():
                self._mouth.finished(event.clip)
            case Closed():
                if not self._acting.left:
                    self._decide(HungUp())
                    self._conversation.over()
            case _:
                pass

    def _put(self, event: Event) -> None:
        if self._events.full():
            log.error("call %s: %d events wait; one of %s is dropped", self._conversation.call_id, MAX_EVENTS, type(event).__name__)
            return
        self._events.put_nowait(event)
