"""A request handed to the recogniser's pool, and its answer to come."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator
from typing import Any

from speech.batch_queue import Job, Priority
from speech.recognizer import Request, Transcript


class Recognition(Job):
    """Await it for its Transcript; cancelling whoever awaits it cancels it."""

    def __init__(self, request: Request, priority: Priority, promote: Callable[[Recognition], None]) -> None:
        super().__init__(priority)
        loop = asyncio.get_running_loop()
        self.request, self._promote, self._asked_s = request, promote, loop.time()
        self.answer: asyncio.Future[Transcript] = loop.create_future()
        self.waited_s = 0.0
        """Time in the line, in seconds; known once it began."""

    def __await__(self) -> Generator[Any, None, Transcript]:
        """
        Raises:
            Overloaded: it could not have been answered in time, or made room for more urgent work.
            TimeoutError: no answer within its deadline.
            RecognizerError: it could not be decoded.
        """
        return self.answer.__await__()

    def promote(self) -> None:
        """Somebody waits for it now."""
        self._promote(self)

    def cancel(self) -> None:
        """Nobody wants it any more: it never begins, or its answer is thrown away."""
        self.answer.cancel()

    @property
    def done(self) -> bool:
        return self.answer.done()

    def begin(self, now_s: float) -> None:
        self.waited_s = now_s - self._asked_s

    def succeed(self, transcript: Transcript) -> None:
        if not self.done:
            self.answer.set_result(transcript)

    def fail(self, error: Exception) -> None:
        if not self.done:
            self.answer.set_exception(error)
            self.answer.exception()  # whoever asked need not look at it
