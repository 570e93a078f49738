"""Our side of a call: carries out what the dialog orders. Nothing here waits; what takes time ends in an event."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from dialog.effects import Confidential, Effect, End, Listen, Lookup, Rated, Say, Transfer
from dialog.events import Event, VoiceFailed
from ivr.conversation import Conversation, Line, Services
from ivr.floor import Moment
from ivr.hearing import Hearing
from ivr.lookups import in_time
from ivr.mouth import Mouth

log = logging.getLogger(__name__)


class Acting:
    """`put` takes the events that come of it, and the conversation those of what is filed; after a hand-over or an end only these come."""

    def __init__(
        self,
        conversation: Conversation,
        line: Line,
        services: Services,
        mouth: Mouth,
        hearing: Hearing,
        group: asyncio.TaskGroup,
        put: Callable[[Event], None],
    ) -> None:
        self._conversation, self._line, self._services = conversation, line, services
        self._mouth, self._hearing, self._group, self._put = mouth, hearing, group, put
        if conversation.confidential:
            mouth.forget()
        self._leaving: Transfer | End | None = None
        self._mute = False
        self.left = False
        """The caller is on the way to a person, or out."""
        self.looking_up = 0

    def perform(self, effect: Effect) -> None:
        match effect:
            case Say():
                self._mouth.say(effect)
            case Listen():
                self._hearing.listen(effect)
            case Lookup():
                least_ms = self._services.systems.least_ms(effect)
                if least_ms:
                    self._conversation.file(self._look_up(effect, self._conversation.tell, least_ms))
                else:
                    self._group.create_task(self._look_up(effect, self._tell))
            case Confidential():
                self._services.journal.forget_caller(self._conversation.call_id)
                self._mouth.forget()
            case Rated() if not self._conversation.confidential:
                self._services.systems.rate(self._conversation.call_id, effect)
            case Transfer() | End():
                self._leaving = effect
                self._hearing.stop()
                if isinstance(effect, Transfer):
                    self._services.handed_over(self._conversation, effect)

    def voice_failed(self) -> None:
        """A caller who hears nothing must not wait: the dialog hands over to a person."""
        self._mute = True
        self._tell(VoiceFailed())

    def after_our_voice(self, moment: Moment) -> None:
        """Everything has been said for now."""
        if self._leaving is not None:
            if not self.left:
                self.left = True
                self._group.create_task(self._go(self._leaving))
        elif moment.quiet and not self._hearing.asked:
            log.error("call %s: the dialog is over and the line is not; it is left to the dialplan", self._conversation.call_id)
            self._line.closing()

    async def _look_up(self, lookup: Lookup, tell: Callable[[Event], None], least_ms: int = 0) -> None:
        self.looking_up += 1
        try:
            event = await in_time(lookup, self._services.systems.run(self._conversation.call_id, lookup), tell, least_ms)
        finally:
            self.looking_up -= 1
        tell(event)

    def _tell(self, event: Event) -> None:
        if self._leaving is None:
            self._put(event)

    async def _go(self, effect: Transfer | End) -> None:
        # A call that ends because no voice speaks is left to the dialplan as a failure: it plays the apology.
        if not (self._mute and isinstance(effect, End)):
            await self._services.leave(self._conversation.call_id, effect)
        self._line.closing()
