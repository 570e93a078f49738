"""What one call hears: frames to utterances to hypotheses, recognition off the loop."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from dialog.effects import Expect, Listen
from dialog.events import Heard, Hypothesis, RecognizerFailed
from speech.listener import Utterance
from speech.pool import Overloaded, Pool
from speech.recognizer import Expectation, Recognizer, RecognizerError, Request

RECOGNITION_S = 10.0
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ears:
    """Shared by all calls."""

    recognizer: Recognizer
    pool: Pool

    async def recognize(self, utterance: Utterance, listen: Listen) -> Heard | RecognizerFailed:
        """The event that the dialog is told; failures are events too."""
        expectation = Expectation(digits=listen.expect is Expect.DIGITS, length=listen.digits)
        try:
            requests = [Request(utterance.pcm, expectation)]
            (transcript,) = await self.pool.run(lambda: self.recognizer.transcribe(requests), deadline_s=RECOGNITION_S)
        except (Overloaded, TimeoutError, RecognizerError) as error:
            log.error("recognition failed: %s", error or f"no result within {RECOGNITION_S:.0f} s")
            return RecognizerFailed(listen.turn, type(error).__name__)
        return Heard(listen.turn, tuple(Hypothesis(h.text, h.confidence) for h in transcript.hypotheses))
