"""What a caller's turn is: how long its pauses may last, and whether sound without words is one. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from dialog.completion import Completion
from dialog.effects import Pauses
from dialog.events import Heard, RecognizerFailed
from speech.listener import Utterance

LONG_NOISE_MS = 2500
"""Voiced time without a word that is no cough any more: somebody spoke and was not understood."""
NOISES = 3
"""Sounds without a word after one question: as many are a caller who is not understood."""


@dataclass(frozen=True, slots=True)
class TurnEnd:
    """`event`: what the dialog is told; None when nothing was said to us. `over_prompt`: the last of it was said into our voice;
    `over_notice`: it ended in what nobody may interrupt."""

    event: Heard | RecognizerFailed | None
    ended_ms: int
    """The last speech, on the listener's clock."""
    over_prompt: bool
    over_notice: bool
    note: dict[str, object]


@dataclass(slots=True)
class Noises:
    """Which sound without words is worth telling the dialog. A cough is not: the call listens on, and its patience goes on."""

    allowed: int = NOISES - 1

    def tell(self, utterance: Utterance) -> bool:
        self.allowed -= 1
        return utterance.too_long or utterance.speech_ms >= LONG_NOISE_MS or self.allowed < 0


def patience_ms(pauses: Pauses, completion: Completion) -> int:
    match completion:
        case Completion.COMPLETE:
            return pauses.complete_ms
        case Completion.OPEN:
            return pauses.open_ms
        case Completion.INCOMPLETE:
            return pauses.incomplete_ms
