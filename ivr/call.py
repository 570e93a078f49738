"""One caller's connection: hear, think, act. The only writer of the call's dialog state; nothing here waits for an engine."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field

from dialog.alarms import alarm_in
from dialog.completion import Completion, completion
from dialog.effects import Confidential, Effect, End, Listen, Lookup, Say, Transfer
from dialog.events import (
    Event,
    Heard,
    HungUp,
    Hypothesis,
    Key,
    KeysTimedOut,
    NoInput,
    VoiceFailed,
)
from dialog.journal_codec import encode
from dialog.manager import step
from ivr.barge_in import Order
from ivr.confidential import without_content
from ivr.conversation import Conversation, Line, Services
from ivr.floor import Floor, Moment, Verdict
from ivr.lookups import in_time
from ivr.mouth import Mouth
from ivr.turn import Turns
from ivr.turn_policy import TurnEnd
from speech.echo import EchoGuard
from speech.listener import FRAME_MS, Listener
from telephony.media import Audio, ClipFinished, Closed, Dtmf, MediaEvent

RUN_ON_MS = 700
"""So long after a number is complete a further key is one too many, not an answer to a question that nobody has heard yet."""
MAX_EVENTS = 500
log = logging.getLogger(__name__)


class _Over(Exception):
    """Private: ends the call's task group."""


@dataclass(slots=True)
class _Hearing:
    listen: Listen | None = None
    unasked: bool = False
    """The caller has not been left to answer the question of `listen` yet."""
    looking_up: int = 0
    keyed_until_ms: int = 0
    """Keys before this time belong to the number that was complete without them."""
    spoke_until_ms: int | None = field(default=None)
    """Where the caller's last words ended, until the reply begins."""


class Call:
    """Run once with `run(first_event)`."""

    def __init__(self, conversation: Conversation, line: Line, listener: Listener, services: Services) -> None:
        self._conversation, self._line, self._listener, self._services = conversation, line, listener, services
        self._events: asyncio.Queue[Event] = asyncio.Queue(MAX_EVENTS)
        self._floor, self._hearing, self._echo = Floor(), _Hearing(), EchoGuard()
        self._leaving: Transfer | End | None = None
        self._left = self._mute = False
        self._mouth: Mouth
        self._turns: Turns
        self._group: asyncio.TaskGroup

    async def run(self, first: Event) -> None:
        """Returns when the connection is over."""
        with self._conversation.connected():
            try:
                async with asyncio.TaskGroup() as self._group:
                    self._mouth = Mouth(self._line.player, self._services.voice, self._group, self._voice_failed)
                    self._turns = Turns(
                        self._listener, self._services.ears, self._group, complete=self._complete, read=self._read, ended=self._turn_ended
                    )
                    self._put(first)
                    self._group.create_task(self._media())
                    self._group.create_task(self._think())
            except* _Over:
                pass

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
            self._hearing.keyed_until_ms = self._turns.clock_ms + RUN_ON_MS
        conversation.confidential |= any(isinstance(effect, Confidential) for effect in effects)
        self._note(event)  # only now: what makes a call confidential is confidential itself
        for effect in effects:
            self._note(effect)
            self._perform(effect)

    def _perform(self, effect: Effect) -> None:
        match effect:
            case Say():
                self._mouth.say(effect)
            case Listen():
                self._hearing.listen, self._hearing.unasked = effect, True
                self._turns.listen(effect)
                self._floor.listen(effect.no_input_ms, effect.expect)
            case Lookup():
                self._group.create_task(self._look_up(effect))
            case Transfer() | End():
                self._leaving = effect
                self._hearing.listen = None
                self._turns.listen(None)
                self._floor.rest()
                if isinstance(effect, Transfer):
                    self._conversation.transfer, self._conversation.briefed = effect, False

    def _take(self, event: MediaEvent) -> None:
        match event:
            case Audio():
                self._hear(event.pcm)
            case Dtmf():
                self._key(event.key)
            case ClipFinished():
                self._mouth.finished(event.clip)
            case Closed():
                if not self._left:
                    self._decide(HungUp())
            case _:
                pass

    def _hear(self, pcm: bytes) -> None:
        echo = self._echo.explains(self._line.player.latest, pcm)
        self._turns.feed(pcm, playing=self._mouth.playing, interruptible=self._mouth.interruptible, echo=echo)
        listen, busy = self._hearing.listen, self._turns.busy or self._hearing.looking_up > 0 or not self._events.empty()
        interruptible = self._mouth.interruptible and listen is not None
        moment = Moment(self._mouth.playing, interruptible, self._turns.voiced, self._turns.speaking, busy)
        if moment.playing and self._hearing.spoke_until_ms is not None and not busy:
            gap, self._hearing.spoke_until_ms = self._turns.clock_ms - self._hearing.spoke_until_ms, None
            self._remark("gap", ms=gap)
        if not moment.playing:
            self._after_our_voice(quiet=not (moment.in_turn or busy))
        match self._floor.process(FRAME_MS, moment):
            case Order() as order:
                self._obey(order)
            case Verdict.NO_INPUT if listen is not None:
                self._put(NoInput(listen.turn))
            case Verdict.KEYS_TIMED_OUT if listen is not None:
                self._put(KeysTimedOut(listen.turn))
            case _:
                pass

    def _after_our_voice(self, *, quiet: bool) -> None:
        """Every moment, not only the first: the caller may sound when our voice ends, and what they said may be nothing."""
        if self._leaving is not None:
            self._leave(self._leaving)
        elif quiet and self._hearing.listen is None:
            log.error("call %s: the dialog is over and the line is not; it is left to the dialplan", self._conversation.call_id)
            self._line.closing()
        elif quiet and self._hearing.unasked:
            self._hearing.unasked = False
            self._remark("your_turn")

    def _complete(self, hypotheses: tuple[Hypothesis, ...]) -> Completion:
        return completion(self._conversation.flows, self._conversation.state, hypotheses)

    def _read(self, hypotheses: tuple[Hypothesis, ...]) -> None:
        """What the caller has said so far."""
        self._obey(self._floor.heard(hypotheses))

    def _obey(self, order: Order | None) -> None:
        if order is None:
            return
        self._mouth.obey(order)
        if order is Order.STOP:
            self._turns.voice_stopped()
        self._remark("barge_in" if order is Order.STOP else order.value)

    def _turn_ended(self, end: TurnEnd) -> None:
        """Words for us count when said into a prompt too; noise, signs of listening and what cannot be recognised let it go on. Into what
        nobody may interrupt, only an alarm counts."""
        self._remark("turn", **end.note)
        said = end.event.hypotheses if isinstance(end.event, Heard) else ()
        if end.over_notice:
            if alarm_in(self._conversation.flows, said) is None:
                return
            self._mouth.stop()  # what comes after the notice
        if end.over_prompt:
            self._read(said)
        if end.event is None or (end.over_prompt and not self._floor.for_us(said)):
            return
        self._hearing.spoke_until_ms = end.ended_ms
        self._put(end.event)

    def _key(self, key: str) -> None:
        listen = self._hearing.listen
        if listen is None or self._turns.clock_ms < self._hearing.keyed_until_ms:
            return
        self._hearing.unasked = False
        self._mouth.stop()
        self._turns.forget()
        self._floor.key_pressed()
        self._put(Key(key))

    async def _look_up(self, lookup: Lookup) -> None:
        self._hearing.looking_up += 1
        try:
            event = await in_time(lookup, self._services.lookup(self._conversation.call_id, lookup))
        finally:
            self._hearing.looking_up -= 1
        if self._leaving is None:
            self._put(event)

    def _voice_failed(self) -> None:
        """A caller who hears nothing must not wait: the dialog hands over to a person."""
        self._mute = True
        if self._leaving is None:
            self._put(VoiceFailed())

    def _leave(self, effect: Transfer | End) -> None:
        if not self._left:
            self._left = True
            self._group.create_task(self._go(effect))

    async def _go(self, effect: Transfer | End) -> None:
        # A call that ends because no voice speaks is left to the dialplan as a failure: it plays the apology.
        if not (self._mute and isinstance(effect, End)):
            await self._services.leave(self._conversation.call_id, effect)
        self._line.closing()

    def _put(self, event: Event) -> None:
        if self._events.full():
            log.error("call %s: %d events wait; one of %s is dropped", self._conversation.call_id, MAX_EVENTS, type(event).__name__)
            return
        self._events.put_nowait(event)

    def _note(self, entry: Event | Effect) -> None:
        payload = without_content(encode(entry)) if self._conversation.confidential else encode(entry)
        self._services.journal.append(self._conversation.call_id, self._conversation.now_ms(), payload)

    def _remark(self, kind: str, **data: object) -> None:
        self._services.journal.append(self._conversation.call_id, self._conversation.now_ms(), {"type": f"note.{kind}", **data})
