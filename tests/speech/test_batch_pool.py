"""The pool on the loop's virtual clock; the last tests use real threads."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from line import EngineLoop

from speech.batch_pool import BatchPool
from speech.batch_queue import Priority
from speech.pool import Overloaded
from speech.recognition import Recognition
from speech.recognizer import Hypothesis, RecognizerError, Request, Transcript

LONG = 60.0
FINAL, SPECULATIVE = Priority.FINAL, Priority.SPECULATIVE


def said(text: str) -> Request:
    return Request(text.encode())


@dataclass
class Echo:
    """Says what the PCM spells, in a second a batch; its length is its bucket. `hangs` and `breaks` on these words."""

    takes_s: float = 1.0
    hangs: dict[str, float] = field(default_factory=dict)
    breaks: dict[str, Exception] = field(default_factory=dict)
    heard: list[list[str]] = field(default_factory=list)

    def bucket(self, request: Request) -> Hashable:
        if not request.pcm:
            raise ValueError("secret words")
        return len(request.pcm)

    def transcribe(self, requests: Sequence[Request]) -> list[Transcript]:
        words = [request.pcm.decode() for request in requests]
        self.heard.append(words)
        loop = asyncio.get_running_loop()
        assert isinstance(loop, EngineLoop)
        loop.work_takes(max(self.hangs.get(word, self.takes_s) for word in words))
        for word in words:
            if word in self.breaks:
                raise self.breaks[word]
        return [Transcript((Hypothesis(word, 1.0),), 0.0) for word in words]


def virtually(main: Callable[[], Coroutine[Any, Any, None]]) -> None:
    loop = EngineLoop()
    try:
        loop.run_until_complete(main())
    finally:
        loop.close()


def ask(pool: BatchPool, text: str, priority: Priority = FINAL, deadline_s: float = LONG) -> Recognition:
    return pool.submit(said(text), priority=priority, deadline_s=deadline_s)


async def outcome(recognition: Recognition) -> str:
    try:
        return (await recognition).text
    except (Overloaded, TimeoutError, RecognizerError) as error:
        return type(error).__name__


async def outcomes(*recognitions: Recognition) -> list[str]:
    return await asyncio.gather(*map(outcome, recognitions))


def test_a_free_worker_begins_at_once_and_what_waits_meanwhile_shares_a_batch() -> None:
    async def main() -> None:
        echo = Echo()
        pool = BatchPool(echo, max_batch=2)
        assert await outcomes(*(ask(pool, word) for word in ("a1", "a2", "long", "a3", "a4"))) == ["a1", "a2", "long", "a3", "a4"]
        assert echo.heard == [["a1"], ["a2", "a3"], ["long"], ["a4"]]
        assert (pool.metrics.batches, pool.metrics.mean_batch, pool.depth) == (4, 1.25, 0)
        assert pool.metrics.worst_wait_s == pytest.approx(3)
        assert pool.metrics.mean_wait_s == pytest.approx((0 + 1 + 2 + 1 + 3) / 5)

    virtually(main)


def test_final_work_goes_first_and_promoted_work_is_final() -> None:
    async def main() -> None:
        echo = Echo()
        pool = BatchPool(echo, max_batch=1)
        first = ask(pool, "first")
        guess, other = ask(pool, "guess", SPECULATIVE), ask(pool, "other", SPECULATIVE)
        final = ask(pool, "final")
        other.promote()
        later = ask(pool, "later")
        await outcomes(first, guess, other, final, later)
        assert echo.heard == [["first"], ["final"], ["other"], ["later"], ["guess"]]
        assert (final.waited_s, guess.waited_s) == (pytest.approx(1), pytest.approx(4))

    virtually(main)


def test_cancelled_work_never_runs() -> None:
    async def main() -> None:
        echo = Echo()
        pool = BatchPool(echo)
        running = ask(pool, "running")
        unwanted = ask(pool, "unwanted")

        async def waiting() -> None:
            await ask(pool, "task")

        task = asyncio.create_task(waiting())
        await asyncio.sleep(0.1)
        assert pool.depth == 2
        unwanted.cancel()
        task.cancel()
        await asyncio.gather(running, task, return_exceptions=True)
        assert await outcome(ask(pool, "next")) == "next"
        assert echo.heard == [["running"], ["next"]]
        assert (pool.metrics.cancelled, pool.depth) == (2, 0)

    virtually(main)


def test_cancelling_what_runs_only_throws_its_answer_away() -> None:
    async def main() -> None:
        pool = BatchPool(Echo())
        running, waiting = ask(pool, "running"), ask(pool, "waiting")
        running.cancel()
        assert await outcome(waiting) == "waiting"
        assert waiting.waited_s == pytest.approx(1), "its worker was not free before it was done"

    virtually(main)


def test_the_deadline_holds_in_line_and_at_work() -> None:
    async def main() -> None:
        echo, loop = Echo(takes_s=5.0), asyncio.get_running_loop()
        pool = BatchPool(echo)
        at_work, in_line = ask(pool, "work", deadline_s=2.0), ask(pool, "line", deadline_s=3.0)
        assert await outcomes(at_work, in_line) == ["TimeoutError", "TimeoutError"]
        assert loop.time() == pytest.approx(3)
        assert await outcome(ask(pool, "next")) == "next"
        assert echo.heard == [["work"], ["next"]]
        assert pool.metrics.timeouts == 2

    virtually(main)


def test_a_promise_that_cannot_be_kept_is_not_given() -> None:
    async def main() -> None:
        echo, loop = Echo(), asyncio.get_running_loop()
        pool = BatchPool(echo, max_batch=1)
        await ask(pool, "learn")
        accepted = [ask(pool, f"{i}", deadline_s=3.5) for i in range(3)]
        asked = loop.time()
        assert await outcome(ask(pool, "refused", deadline_s=3.5)) == "Overloaded"
        assert loop.time() == asked, "at once"
        patient = ask(pool, "patient", deadline_s=4.5)
        assert await outcomes(*accepted, patient) == ["0", "1", "2", "patient"]
        assert pool.metrics.shed == 1

    virtually(main)


def test_an_old_pace_never_keeps_a_free_worker_from_work() -> None:
    async def main() -> None:
        echo = Echo(takes_s=8.0)
        pool = BatchPool(echo)
        await ask(pool, "slow")
        echo.takes_s = 0.2
        assert await outcome(ask(pool, "quick", deadline_s=1.0)) == "quick"

    virtually(main)


def test_a_full_line_sheds_speculative_work_first() -> None:
    async def main() -> None:
        pool = BatchPool(Echo(), max_waiting=2)
        running = ask(pool, "running")
        kept, shed = ask(pool, "kept", SPECULATIVE), ask(pool, "shed", SPECULATIVE)
        refused = ask(pool, "refused", SPECULATIVE)
        final = ask(pool, "final")
        assert await outcomes(running, kept, shed, refused, final) == ["running", "kept", "Overloaded", "Overloaded", "final"]
        assert pool.metrics.shed == 2

    virtually(main)


@pytest.mark.parametrize(
    ("error", "told"), [(RecognizerError("no"), "no"), (ValueError("secret words"), "the recogniser failed (ValueError)")]
)
def test_one_fault_does_not_spoil_its_batch_and_never_tells_what_was_said(error: Exception, told: str) -> None:
    async def main() -> None:
        echo = Echo(breaks={"b2": error})
        pool = BatchPool(echo)
        blocker = ask(pool, "blocker")
        good, bad, fine = ask(pool, "b1"), ask(pool, "b2"), ask(pool, "b3")
        later = ask(pool, "b4", SPECULATIVE)
        assert await outcomes(blocker, good, bad, fine, later) == ["blocker", "b1", "RecognizerError", "b3", "b4"]
        assert echo.heard == [["blocker"], ["b1", "b2", "b3"], ["b1"], ["b2"], ["b3"], ["b4"]]
        with pytest.raises(RecognizerError) as caught:
            await bad
        assert str(caught.value) == told

    virtually(main)


def test_a_request_without_a_bucket_fails_alone() -> None:
    async def main() -> None:
        pool = BatchPool(Echo())
        assert await outcomes(ask(pool, ""), ask(pool, "good")) == ["RecognizerError", "good"]

    virtually(main)


def test_a_missing_transcript_is_an_error_not_another_callers_words() -> None:
    class Forgetful(Echo):
        def transcribe(self, requests: Sequence[Request]) -> list[Transcript]:
            return super().transcribe(requests)[1:]

    async def main() -> None:
        pool = BatchPool(Forgetful())
        assert await outcomes(*(ask(pool, word) for word in ("a", "b", "c"))) == ["RecognizerError"] * 3

    virtually(main)


def test_a_hung_worker_is_replaced() -> None:
    async def main() -> None:
        echo, loop = Echo(hangs={"hang": 1000.0}), asyncio.get_running_loop()
        pool = BatchPool(echo, hang_s=10.0)
        hung, waiting = ask(pool, "hang", deadline_s=5.0), ask(pool, "waiting")
        assert await outcome(hung) == "TimeoutError"
        assert loop.time() == pytest.approx(5), "its asker waits no longer than promised"
        assert await outcome(waiting) == "waiting"
        assert loop.time() == pytest.approx(11)
        assert pool.metrics.hung == 1

    virtually(main)


def test_when_no_worker_is_left_all_is_refused_until_one_comes_back(caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        echo = Echo(hangs={"hang": 100.0})
        pool = BatchPool(echo, hang_s=10.0, max_hung=1)
        first, second, waiting = ask(pool, "hang"), ask(pool, "hang", SPECULATIVE), ask(pool, "waiting", SPECULATIVE)
        assert await outcomes(first, second, waiting) == ["TimeoutError", "TimeoutError", "Overloaded"]
        assert await outcome(ask(pool, "refused")) == "Overloaded"
        assert "restart the service" in caplog.text
        await asyncio.sleep(100)
        assert pool.metrics.hung == 0
        assert await outcome(ask(pool, "back")) == "back"

    virtually(main)


def test_closing_drops_the_line_and_waits_for_what_runs() -> None:
    async def main() -> None:
        pool, loop = BatchPool(Echo(takes_s=2.0)), asyncio.get_running_loop()
        running, waiting = ask(pool, "running"), ask(pool, "waiting")
        await pool.close()
        assert (running.answer.result().text, waiting.answer.cancelled()) == ("running", True)
        assert loop.time() == pytest.approx(2)

    virtually(main)


class Held:
    """Real threads: held until opened."""

    def __init__(self) -> None:
        self.open, self.threads = threading.Event(), set[bool]()

    def bucket(self, request: Request) -> Hashable:
        return None

    def transcribe(self, requests: Sequence[Request]) -> list[Transcript]:
        self.threads.add(threading.current_thread().daemon)
        assert self.open.wait(30)
        return [Transcript((Hypothesis(request.pcm.decode(), 1.0),), 0.0) for request in requests]


async def test_threads_work_beside_the_loop() -> None:
    held = Held()
    pool = BatchPool(held, workers=2)
    recognitions = [ask(pool, word) for word in ("a", "b", "c")]
    held.open.set()
    assert await outcomes(*recognitions) == ["a", "b", "c"]
    assert held.threads == {True}, "a thread that hangs must not keep the process from ending"
