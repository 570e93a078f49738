"""Who may speak. Pure: fed with moments of 20 ms and told what is heard and what is played."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dialog.backchannel import is_backchannel
from dialog.effects import Expect
from dialog.events import Hypothesis
from ivr.barge_in import BargeIn, Order

KEY_GAP_MS = 4000
"""After the last key of an unfinished number."""


@dataclass(frozen=True, slots=True)
class Moment:
    """`playing`: our voice, held or not; `interruptible`: it may be cut off; `voiced`: the caller's speech in this moment; `in_turn`: from
    the start of a caller's turn to its end, pauses included; `busy`: an utterance is being recognised or a system is being asked."""

    playing: bool
    interruptible: bool
    voiced: bool
    in_turn: bool
    busy: bool

    @property
    def quiet(self) -> bool:
        """Nobody speaks and nothing goes on."""
        return not (self.playing or self.in_turn or self.busy)


class Verdict(StrEnum):
    """Somebody has waited long enough."""

    NO_INPUT = "no_input"
    KEYS_TIMED_OUT = "keys_timed_out"


class Floor:
    """One a call. Patience runs only while nobody speaks, nothing plays and nothing is being looked up."""

    def __init__(self) -> None:
        self._patience_ms: int | None = None
        self._keys_ms: int | None = None
        self._expect = Expect.FREE
        self._barge_in: BargeIn | None = None
        """While our voice plays."""

    def listen(self, no_input_ms: int, expect: Expect) -> None:
        """A question was asked: from when it has been heard, this long may be silent."""
        self._patience_ms, self._keys_ms, self._expect = no_input_ms, None, expect

    def rest(self) -> None:
        """Nothing is asked: no timer runs."""
        self._patience_ms = self._keys_ms = None

    def key_pressed(self) -> None:
        """Keying has begun: speech patience gives way to the pause between keys."""
        self._barge_in = None
        if self._patience_ms is not None:
            self._keys_ms = KEY_GAP_MS

    def for_us(self, hypotheses: tuple[Hypothesis, ...]) -> bool:
        """Words that are said to us: more than noise and signs of listening."""
        return bool(hypotheses) and not is_backchannel(hypotheses[0].text, self._expect)

    def heard(self, hypotheses: tuple[Hypothesis, ...]) -> Order | None:
        """What the caller has said so far, as far as it was recognised; nothing where that failed."""
        if self._barge_in is None:
            return None
        if self.for_us(hypotheses):
            self._barge_in = None
            return Order.STOP
        self._barge_in.nothing_said()
        return None

    def process(self, ms: int, moment: Moment) -> Order | Verdict | None:
        return self._over_voice(ms, moment) if moment.playing else self._in_silence(ms, moment)

    def _over_voice(self, ms: int, moment: Moment) -> Order | None:
        voice = self._barge_in = self._barge_in or BargeIn()
        if not moment.interruptible:
            return voice.resume()
        order = voice.process(ms, voiced=moment.voiced, in_turn=moment.in_turn, expect=self._expect)
        if order is Order.STOP:
            self._barge_in = None
        return order

    def _in_silence(self, ms: int, moment: Moment) -> Verdict | None:
        self._barge_in = None
        if moment.in_turn or moment.busy:
            return None
        if self._keys_ms is not None:
            self._keys_ms -= ms
            if self._keys_ms <= 0:
                self._keys_ms = None
                return Verdict.KEYS_TIMED_OUT
        elif self._patience_ms is not None:
            self._patience_ms -= ms
            if self._patience_ms <= 0:
                self._patience_ms = None
                return Verdict.NO_INPUT
        return None
