"""What all calls hear with: utterances to what the dialog is told, recognition off the loop."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from dialog.effects import Expect, Listen
from dialog.events import Heard, Hypothesis, RecognizerFailed
from speech.batch_pool import BatchPool
from speech.batch_queue import Priority
from speech.pcm import TELEPHONE_RATE
from speech.pool import Overloaded
from speech.recognition import Recognition
from speech.recognizer import Expectation, RecognizerError, Request

RECOGNITION_S = 10.0
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ears:
    """Shared by all calls."""

    pool: BatchPool

    def begin(self, pcm: bytes, listen: Listen, priority: Priority, rate: int = TELEPHONE_RATE) -> Recognition:
        """Returns at once; what is listened for steers decoding. `rate`: samples a second of `pcm`."""
        expectation = Expectation(listen.expect is Expect.DIGITS, listen.digits, listen.phrases, listen.hot_words)
        return self.pool.submit(Request(pcm, expectation, rate), priority=priority, deadline_s=RECOGNITION_S)


async def heard(recognition: Recognition, turn: int) -> tuple[Heard | RecognizerFailed, int]:
    """The event that the dialog is told, and how many ms decoding took; failures are events too."""
    try:
        transcript = await recognition
    except (Overloaded, TimeoutError, RecognizerError) as error:
        log.error("recognition failed: %s", error or f"no result within {RECOGNITION_S:.0f} s")
        return RecognizerFailed(turn, type(error).__name__), 0
    hypotheses = tuple(Hypothesis(h.text, h.confidence) for h in transcript.hypotheses)
    return Heard(turn, hypotheses), round(transcript.decode_ms)
