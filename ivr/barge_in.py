"""What our voice does when there is sound from the caller: it ducks, falls silent, and then stops or goes on. Pure.

Silence comes first and judgement later, as people do it: a tenth of a second is too short to tell words from a cough.
"""

from __future__ import annotations

from enum import Enum, StrEnum, auto

from dialog.effects import Expect

DUCK_MS = 20
HOLD_MS = 40
"""Voiced time until we duck, and from there until we are silent. The detector itself needs 120 ms, 220 at most in 19 of 20, from a
caller's first sound (76 sentences of the Kokoro voice): consonants come first."""
STOP_MS = {Expect.FREE: 1000, Expect.DIGITS: 1000, Expect.CHOICE: 800, Expect.YES_NO: 700}
"""Voiced time that is no cough and no back-channel: we stop before any word is known. Until then we are silent anyway."""
GUARD_MS = 200
"""At the start of what we say, and after each false start: sound is noted, but moves nothing yet."""
GAP_MS = 60
"""Silence after which a sound that did not silence us is forgotten."""
NO_TURN_MS = 200
"""Silence after a sound too short to be recognised: a click, a breath."""
NO_WORDS_MS = 2000
LONGEST_MS = 4000
"""We wait for words no longer than this after the last sound, and in all."""
CALM_MS = 5000
"""Undisturbed speech of ours after which earlier false starts no longer count."""
_MOST_DOUBLINGS = 6


class Order(StrEnum):
    """What the voice is told."""

    DUCK = "duck"
    HOLD = "hold"
    RESUME = "resume"
    STOP = "stop"


class _Voice(Enum):
    FULL = auto()
    DUCKED = auto()
    HELD = auto()


class BargeIn:
    """From the start of our voice to its end: `process` each moment. Each false start doubles the sound that the next one takes."""

    def __init__(self) -> None:
        self._voice = _Voice.FULL
        self._voiced_ms = self._silent_ms = 0
        self._lasted_ms = 0
        """How long the voice has been as it is."""
        self._turn = self._nothing_said = False
        self._false_starts = 0

    def nothing_said(self) -> None:
        """What the caller said so far held no words for us."""
        self._nothing_said = True

    def process(self, ms: int, *, voiced: bool, in_turn: bool, expect: Expect) -> Order | None:
        """`voiced`: speech in this moment; `in_turn`: it is long enough to be recognised, or a pause in such."""
        self._lasted_ms += ms
        self._listen(ms, voiced)
        self._turn |= in_turn
        needed_ms = DUCK_MS << min(self._false_starts, _MOST_DOUBLINGS)
        match self._voice:
            case _Voice.FULL:
                if self._lasted_ms >= CALM_MS:
                    self._false_starts = 0
                if self._lasted_ms > GUARD_MS and self._voiced_ms >= needed_ms:
                    return self._turn_to(_Voice.DUCKED, Order.DUCK)
            case _Voice.DUCKED:
                if self._voiced_ms >= needed_ms + HOLD_MS:
                    self._turn, self._nothing_said = in_turn, False
                    return self._turn_to(_Voice.HELD, Order.HOLD)
                if self._silent_ms >= GAP_MS:
                    return self.resume()
            case _Voice.HELD:
                if self._voiced_ms >= STOP_MS[expect]:
                    return Order.STOP
                if self._lasted_ms >= LONGEST_MS or self._over:
                    return self.resume()
        return None

    def resume(self) -> Order | None:
        """Go on, where the voice was turned down: it was a false start."""
        if self._voice is _Voice.FULL:
            return None
        self._false_starts += 1
        self._voiced_ms = 0
        return self._turn_to(_Voice.FULL, Order.RESUME)

    @property
    def _over(self) -> bool:
        """The sound has ended and was nothing, or nothing will come of it any more."""
        short = not self._turn and self._silent_ms >= NO_TURN_MS
        return short or (self._nothing_said and self._silent_ms > 0) or self._silent_ms >= NO_WORDS_MS

    def _listen(self, ms: int, voiced: bool) -> None:
        if voiced:
            self._voiced_ms += ms
            self._silent_ms, self._nothing_said = 0, False
            return
        self._silent_ms += ms
        if self._voice is _Voice.FULL and self._silent_ms >= GAP_MS:
            self._voiced_ms = 0

    def _turn_to(self, voice: _Voice, order: Order) -> Order:
        self._voice, self._lasted_ms = voice, 0
        return order
