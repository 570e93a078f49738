"""One recogniser for all calls: its requests off the event loop, the urgent first, in batches under load, with promises it keeps.

Everything here runs on the event loop; only `transcribe` runs in threads.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

from speech.batch_queue import BatchQueue, Pace, Priority
from speech.pool import Overloaded
from speech.recognition import Recognition
from speech.recognizer import Recognizer, RecognizerError, Request, Transcript
from speech.threads import DaemonThreads

HANG_S = 8.0
"""The longest utterance (30 s) decodes in about 3 s on two cores: what takes longer than this is not waited for. Shorter than the
deadlines of those who wait in line (ten seconds), so that another thread may still answer them in time."""
MAX_HUNG = 2
CLOSE_S = 3.0
log = logging.getLogger(__name__)


@dataclass(slots=True)
class PoolMetrics:
    """Counts since the start, except `hung`: threads that hang now. Waits are from asking to beginning."""

    batches: int = 0
    begun: int = 0
    wait_s: float = 0.0
    worst_wait_s: float = 0.0
    cancelled: int = 0
    timeouts: int = 0
    shed: int = 0
    """Refused or dropped as Overloaded."""
    hung: int = 0

    @property
    def mean_batch(self) -> float:
        return self.begun / self.batches if self.batches else 0.0

    @property
    def mean_wait_s(self) -> float:
        return self.wait_s / self.begun if self.begun else 0.0


@dataclass(slots=True, eq=False)
class _Run:
    """A batch in a thread."""

    batch: list[Recognition]
    since_s: float


class BatchPool:
    """`workers` batches at a time of at most `max_batch` requests, at most `max_waiting` requests in line.

    A batch is what waits when a worker becomes free: nothing ever waits for company. A batch that takes longer than `hang_s` loses
    its worker to another thread; its answers still count when they come in time. Of the threads that hang, those beyond
    `max_hung` are not replaced, until one comes back.
    """

    def __init__(
        self,
        recognizer: Recognizer,
        *,
        workers: int = 1,
        max_batch: int = 4,
        max_waiting: int = 100,
        hang_s: float = HANG_S,
        max_hung: int = MAX_HUNG,
    ) -> None:
        self._recognizer, self._workers = recognizer, workers
        self._hang_s, self._max_hung = hang_s, max_hung
        self._queue: BatchQueue[Recognition] = BatchQueue(max_batch, max_waiting)
        self._running: set[_Run] = set()
        self._pace, self._threads = Pace(), DaemonThreads("recognizer")
        self.metrics = PoolMetrics()

    @property
    def depth(self) -> int:
        """Requests in line."""
        return len(self._queue)

    def submit(self, request: Request, *, priority: Priority, deadline_s: float) -> Recognition:
        """Never waits and raises nothing: a refusal too is told to whoever awaits what it returns."""
        recognition = Recognition(request, priority, self._queue.promote)
        try:
            recognition.bucket = self._recognizer.bucket(request)
            self._admit(recognition, deadline_s)
        except Overloaded as error:
            self._shed(recognition, error)
            return recognition
        except Exception as error:  # noqa: BLE001 - one request's fault is told to its asker
            recognition.fail(_told(error))
            return recognition
        late = asyncio.get_running_loop().call_later(deadline_s, self._late, recognition)
        recognition.answer.add_done_callback(lambda answer: self._answered(recognition, late))
        self._dispatch()
        return recognition

    async def close(self) -> None:
        """Drop what waits, and give what runs a moment to end: an engine must not be torn down while it works."""
        while batch := self._queue.take():
            for recognition in batch:
                recognition.cancel()
        answers = [recognition.answer for run in self._running for recognition in run.batch if not recognition.done]
        if answers:
            await asyncio.wait(answers, timeout=CLOSE_S)

    @property
    def _places(self) -> int:
        return self._workers - max(0, self.metrics.hung - self._max_hung)

    def _admit(self, recognition: Recognition, deadline_s: float) -> None:
        if self._places <= 0:
            raise Overloaded("every worker hangs")
        # A free worker takes any work: the pace may be old, and only work can correct it.
        if len(self._running) >= self._places:
            now = asyncio.get_running_loop().time()
            running_s = [now - run.since_s for run in self._running]
            answer_s = self._pace.answer_s(self._queue.ahead_of(recognition.priority), running_s, self._places)
            if answer_s > deadline_s:
                raise Overloaded(f"an answer would take {answer_s:.1f} s")
        if shed := self._queue.add(recognition):
            self._shed(shed, Overloaded("more urgent work took its place"))

    def _shed(self, recognition: Recognition, reason: Overloaded) -> None:
        self.metrics.shed += not recognition.done
        recognition.fail(reason)

    def _late(self, recognition: Recognition) -> None:
        self.metrics.timeouts += not recognition.done
        recognition.fail(TimeoutError("no answer within the deadline"))

    def _answered(self, recognition: Recognition, late: asyncio.TimerHandle) -> None:
        late.cancel()
        self._queue.discard(recognition)
        self.metrics.cancelled += recognition.answer.cancelled()

    def _dispatch(self) -> None:
        while len(self._running) < self._places and (batch := self._queue.take()):
            if wanted := [recognition for recognition in batch if not recognition.done]:
                self._begin(wanted)

    def _begin(self, batch: list[Recognition]) -> None:
        loop, metrics = asyncio.get_running_loop(), self.metrics
        run = _Run(batch, loop.time())
        self._running.add(run)
        for recognition in batch:
            recognition.begin(run.since_s)
            metrics.wait_s += recognition.waited_s
            metrics.worst_wait_s = max(metrics.worst_wait_s, recognition.waited_s)
        metrics.begun += len(batch)
        metrics.batches += 1
        alarm = loop.call_later(self._hang_s, self._abandon, run)
        work = loop.run_in_executor(self._threads, self._recognizer.transcribe, [recognition.request for recognition in batch])
        work.add_done_callback(lambda work: self._finished(run, alarm, work))

    def _finished(self, run: _Run, alarm: asyncio.TimerHandle, work: asyncio.Future[list[Transcript]]) -> None:
        alarm.cancel()
        if run not in self._running:
            self.metrics.hung -= 1  # it came back after all
        self._running.discard(run)
        error = work.exception()
        if error is None and len(work.result()) != len(run.batch):
            error = RecognizerError(f"{len(work.result())} transcripts came for {len(run.batch)} requests")
        if error is None:
            self._pace.learn(asyncio.get_running_loop().time() - run.since_s, len(run.batch))
            for recognition, transcript in zip(run.batch, work.result(), strict=True):
                recognition.succeed(transcript)
        elif len(run.batch) == 1:
            run.batch[0].fail(_told(error))
        else:  # it may be the fault of one alone: each is tried again without the others
            self._queue.put_back([recognition for recognition in run.batch if not recognition.done])
        self._dispatch()

    def _abandon(self, run: _Run) -> None:
        self._running.discard(run)
        self.metrics.hung += 1
        log.error(
            "a thread of the recogniser has hung for %.0f s; %d hang, %d of %d workers are left. When none is left all is refused: restart "
            "the service; if it happens again, look at the machine's load and fetch the model anew",
            *(self._hang_s, self.metrics.hung, max(0, self._places), self._workers),
        )
        while self._places <= 0 and (batch := self._queue.take()):
            for recognition in batch:
                self._shed(recognition, Overloaded("every worker hangs"))
        self._dispatch()


def _told(error: BaseException) -> RecognizerError:
    """Of an unforeseen error only the type is told: its text may hold what a caller said."""
    if isinstance(error, RecognizerError):
        return error
    log.error("the recogniser failed: %s", type(error).__name__)
    return RecognizerError(f"the recogniser failed ({type(error).__name__})")
