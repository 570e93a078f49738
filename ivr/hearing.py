"""The caller's side of a call: sound and keys become events, and our voice gives way to them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from dialog.alarms import alarm_in
from dialog.completion import Completion, completion
from dialog.effects import Listen
from dialog.events import Event, Heard, Hypothesis, Key, KeysTimedOut, NoInput
from ivr.barge_in import Order
from ivr.call_log import CallLog
from ivr.conversation import Conversation
from ivr.ears import Ears
from ivr.floor import Floor, Moment, Verdict
from ivr.mouth import Mouth
from ivr.turn import Turns
from ivr.turn_policy import TurnEnd
from speech.echo import EchoGuard
from speech.listener import FRAME_MS, Listener

RUN_ON_MS = 700
"""So long after a number is complete a further key is one too many, not an answer to a question that nobody has heard yet."""


class Hearing:
    """Fed with every frame and key; `put` takes the events. Nothing counts before the first `listen` and after `stop`."""

    def __init__(
        self,
        conversation: Conversation,
        log: CallLog,
        listener: Listener,
        ears: Ears,
        mouth: Mouth,
        group: asyncio.TaskGroup,
        put: Callable[[Event], None],
    ) -> None:
        self._conversation, self._log, self._mouth, self._put = conversation, log, mouth, put
        self._turns = Turns(listener, ears, group, complete=self._complete, read=self._read, ended=self._turn_ended)
        self._floor, self._echo = Floor(), EchoGuard()
        self._listen: Listen | None = None
        self._unasked = False
        """The caller has not been left to answer the question of `_listen` yet."""
        self._keyed_until_ms = 0
        """Keys before this time belong to the number that was complete without them."""
        self._spoke_until_ms: int | None = None
        """Where the caller's last words ended, until the reply begins."""

    @property
    def asked(self) -> bool:
        """Somebody is to answer something."""
        return self._listen is not None

    def listen(self, listen: Listen) -> None:
        self._listen, self._unasked = listen, True
        self._turns.listen(listen)
        self._floor.listen(listen.no_input_ms, listen.expect)

    def stop(self) -> None:
        """Nothing that the caller says counts any more."""
        self._listen = None
        self._turns.listen(None)
        self._floor.rest()

    def number_complete(self) -> None:
        """The keys so far were all that was due."""
        self._keyed_until_ms = self._turns.clock_ms + RUN_ON_MS

    def frame(self, pcm: bytes, latest: bytes, *, waiting: bool) -> Moment:
        """20 ms from the caller. `latest`: what they heard meanwhile; `waiting`: a system is being asked, or the dialog has not decided."""
        self._turns.feed(
            pcm, playing=self._mouth.playing, interruptible=self._mouth.interruptible, echo=self._echo.explains(latest, pcm)
        )
        busy, interruptible = self._turns.busy or waiting, self._mouth.interruptible and self.asked
        moment = Moment(self._mouth.playing, interruptible, self._turns.voiced, self._turns.speaking, busy)
        self._measure(moment)
        match self._floor.process(FRAME_MS, moment):
            case Order() as order:
                self._obey(order)
            case Verdict.NO_INPUT if self._listen is not None:
                self._put(NoInput(self._listen.turn))
            case Verdict.KEYS_TIMED_OUT if self._listen is not None:
                self._put(KeysTimedOut(self._listen.turn))
            case _:
                pass
        return moment

    def key(self, key: str) -> None:
        if self._listen is None or self._turns.clock_ms < self._keyed_until_ms:
            return
        self._unasked = False
        self._mouth.stop()
        self._turns.forget()
        self._floor.key_pressed()
        self._put(Key(key))

    def _measure(self, moment: Moment) -> None:
        """Every moment, not only the first: the caller may sound when our voice ends, and what they said may be nothing."""
        if moment.playing and self._spoke_until_ms is not None and not moment.busy:
            gap, self._spoke_until_ms = self._turns.clock_ms - self._spoke_until_ms, None
            self._log.remark("gap", ms=gap)
        if moment.quiet and self.asked and self._unasked:
            self._unasked = False
            self._log.remark("your_turn")

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
        self._log.remark("barge_in" if order is Order.STOP else order.value)

    def _turn_ended(self, end: TurnEnd) -> None:
        """Words for us count when said into a prompt too; noise, signs of listening and what cannot be recognised let it go on. Into what
        nobody may interrupt, only an alarm counts."""
        self._log.remark("turn", **end.note)
        said = end.event.hypotheses if isinstance(end.event, Heard) else ()
        if end.over_notice:
            if alarm_in(self._conversation.flows, said) is None:
                return
            self._mouth.stop()  # what comes after the notice
        if end.over_prompt:
            self._read(said)
        if end.event is None or (end.over_prompt and not self._floor.for_us(said)):
            return
        self._spoke_until_ms = end.ended_ms
        self._put(end.event)
