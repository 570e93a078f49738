"""A caller's turns: what is said so far is recognised in each pause, and decides with what is expected how long the pause may last."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from dialog.completion import Completion
from dialog.effects import Listen
from dialog.events import Heard, Hypothesis, RecognizerFailed
from ivr.ears import Ears, heard
from ivr.turn_policy import Noises, TurnEnd, patience_ms
from speech.batch_queue import Priority
from speech.listener import Listener, Pause, SpeechResumed, Utterance
from speech.recognition import Recognition

EARLY_MS = 400
"""Of speech over a prompt are recognised without waiting for a pause, and again after as much more: is it said to us?"""


@dataclass(slots=True, eq=False)
class _Attempt:
    """One recognition. `whole`: of all that was said, as far as is known."""

    work: Recognition
    listen: Listen
    speculative: bool
    whole: bool
    speech_ms: int
    result: Heard | RecognizerFailed | None = None
    decode_ms: int = 0
    completion: Completion | None = None


@dataclass(frozen=True, slots=True)
class _Ended:
    """A turn that waits for its result."""

    utterance: Utterance
    over_prompt: bool
    over_notice: bool
    at_ms: int
    since_s: float


class Turns:
    """Feed every frame. At most one speculation at a time: a new pause makes a new one, and speech ends it.

    `complete` judges what was said so far; `read` is told each reading of it, empty for sound without words, early enough to decide
    whether our voice goes on; `ended` is told each end of a turn, once its words are known.
    """

    def __init__(
        self,
        listener: Listener,
        ears: Ears,
        group: asyncio.TaskGroup,
        *,
        complete: Callable[[tuple[Hypothesis, ...]], Completion],
        read: Callable[[tuple[Hypothesis, ...]], None],
        ended: Callable[[TurnEnd], None],
    ) -> None:
        self._listener, self._ears, self._group = listener, ears, group
        self._complete, self._read, self._ended = complete, read, ended
        self._listen: Listen | None = None
        self._noises = Noises()
        self._playing, self._interruptible, self._over_prompt = False, True, False
        self._attempt: _Attempt | None = None
        self._waiting: dict[_Attempt, _Ended] = {}

    @property
    def voiced(self) -> bool:
        """There is speech in the latest frame."""
        return self._listener.voiced

    @property
    def speaking(self) -> bool:
        """From the start of a turn to its end, pauses included."""
        return self._listener.speaking

    @property
    def speech_ms(self) -> int:
        """Voiced time of the turn under way, 0 between turns."""
        return self._listener.speech_ms

    @property
    def clock_ms(self) -> int:
        return self._listener.clock_ms

    @property
    def busy(self) -> bool:
        """A turn is over, and its words are not known yet."""
        return bool(self._waiting)

    def listen(self, listen: Listen | None) -> None:
        """What is due from now on; None: nothing that is said counts any more."""
        self._listen, self._noises = listen, Noises()
        self._forget()
        if listen is not None:
            self._listener.expect(listen.pauses.open_ms, listen.pauses.incomplete_ms)
            if self._listener.paused:
                self._try(self._listener.so_far, whole=True)

    def voice_stopped(self) -> None:
        """Our voice gave way to what is said: should it hold no words after all, the dialog must be told, or nobody speaks."""
        self._noises.allowed, self._over_prompt = 0, False

    def forget(self) -> None:
        """The caller keys: what was said before is no answer any more."""
        self._listener.reset()
        self._forget()

    def feed(self, frame: bytes, *, playing: bool, interruptible: bool, echo: bool = False) -> None:
        """`playing`: our voice is to be heard; `interruptible`: it may be cut off; `echo`: the frame holds nothing but our voice."""
        self._playing, self._interruptible = playing, interruptible
        if self._listener.voiced:
            self._over_prompt = playing
        match self._listener.feed(frame, echo=echo):
            case Pause(so_far):
                self._try(so_far, whole=True)
            case SpeechResumed():
                self._drop()
            case Utterance() as utterance:
                self._end(utterance)
            case None if playing and interruptible and self._unread_ms >= EARLY_MS and not (self._listener.paused or self._reading):
                self._try(self._listener.so_far, whole=False)

    @property
    def _unread_ms(self) -> int:
        """Speech since the latest recognition began."""
        return self._listener.speech_ms - (self._attempt.speech_ms if self._attempt else 0)

    @property
    def _reading(self) -> bool:
        return self._attempt is not None and self._attempt.result is None

    @property
    def _over_notice(self) -> bool:
        """What is said now is said into what nobody may interrupt."""
        return self._playing and not self._interruptible

    def _forget(self) -> None:
        """Answers to come are none to what is due now."""
        self._drop()
        for attempt in self._waiting:
            attempt.work.cancel()
        self._waiting.clear()

    def _drop(self) -> None:
        if self._attempt is not None:
            self._attempt.work.cancel()
            self._attempt = None

    def _try(self, so_far: Utterance, *, whole: bool) -> None:
        self._drop()
        if self._listen is not None:
            self._attempt = self._begin(so_far, Priority.SPECULATIVE, whole=whole)

    def _begin(self, utterance: Utterance, priority: Priority, *, whole: bool) -> _Attempt:
        assert self._listen is not None
        work = self._ears.begin(utterance.pcm, self._listen, priority, utterance.rate)
        attempt = _Attempt(work, self._listen, priority is Priority.SPECULATIVE, whole, utterance.speech_ms)
        self._group.create_task(self._follow(attempt))
        return attempt

    async def _follow(self, attempt: _Attempt) -> None:
        attempt.result, attempt.decode_ms = await heard(attempt.work, attempt.listen.turn)
        if attempt in self._waiting:
            self._finish(attempt)
        elif attempt is self._attempt and isinstance(attempt.result, Heard):
            self._judge(attempt, attempt.result.hypotheses)

    def _judge(self, attempt: _Attempt, hypotheses: tuple[Hypothesis, ...]) -> None:
        if not self._over_notice:
            self._read(hypotheses)
        if attempt.whole:
            attempt.completion = self._complete(hypotheses)
            utterance = self._listener.patience(patience_ms(attempt.listen.pauses, attempt.completion))
            if utterance:
                self._end(utterance)

    def _end(self, utterance: Utterance) -> None:
        """Nothing more was said since the last pause: its speculation is the result, and is only begun anew when it failed."""
        attempt, self._attempt = self._attempt, None
        if self._listen is None:
            return attempt.work.cancel() if attempt else None
        if attempt is None or not attempt.whole or isinstance(attempt.result, RecognizerFailed):
            if attempt is not None:
                attempt.work.cancel()
            attempt = self._begin(utterance, Priority.FINAL, whole=True)
        attempt.work.promote()
        now_s = asyncio.get_running_loop().time()
        self._waiting[attempt] = _Ended(utterance, self._over_prompt, self._over_notice, self._listener.clock_ms, now_s)
        if attempt.result is not None:
            self._finish(attempt)

    def _finish(self, attempt: _Attempt) -> None:
        end, event = self._waiting.pop(attempt), attempt.result
        if isinstance(event, Heard):
            if attempt.completion is None:
                if not end.over_notice:
                    self._read(event.hypotheses)
                attempt.completion = self._complete(event.hypotheses)
            if not event.hypotheses and (end.over_prompt or not self._noises.tell(end.utterance)):
                event = None
        note: dict[str, object] = {
            "speech_end_ms": end.utterance.ended_ms,
            "silence_ms": end.at_ms - end.utterance.ended_ms,
            "completion": attempt.completion and attempt.completion.value,
            "decode_ms": attempt.decode_ms,
            "wait_ms": round((asyncio.get_running_loop().time() - end.since_s) * 1000),
            "speculative": attempt.speculative,
        }
        self._ended(TurnEnd(event, end.utterance.ended_ms, end.over_prompt, end.over_notice, note))
