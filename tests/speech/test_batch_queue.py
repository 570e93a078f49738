"""The choice of what goes next, against its promises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from speech.batch_queue import BatchQueue, Job, Pace, Priority
from speech.pool import Overloaded

PRIORITIES, BUCKETS = st.sampled_from(Priority), st.sampled_from(["short", "long"])
MAX_BATCH, MAX_WAITING = 3, 6


class Line(RuleBasedStateMachine):
    """Whatever comes, goes, fails and is promoted in whatever order."""

    def __init__(self) -> None:
        super().__init__()
        self.queue: BatchQueue[Job] = BatchQueue(MAX_BATCH, MAX_WAITING)
        self.waiting: list[Job] = []
        """In the order in which they asked, or became final."""

    @rule(priority=PRIORITIES, bucket=BUCKETS)
    def ask(self, priority: Priority, bucket: str) -> None:
        job = Job(priority, bucket)
        speculative = [other for other in self.waiting if other.priority is Priority.SPECULATIVE]
        if len(self.waiting) < MAX_WAITING:
            assert self.queue.add(job) is None
        elif priority is Priority.FINAL and speculative:
            shed = self.queue.add(job)
            assert shed is speculative[-1], "the one that would have gone last"
            self.waiting.remove(shed)
        else:
            with pytest.raises(Overloaded):
                self.queue.add(job)
            return
        self.waiting.append(job)

    @precondition(lambda self: self.waiting)
    @rule(data=st.data())
    def forget(self, data: st.DataObject) -> None:
        job = data.draw(st.sampled_from(self.waiting))
        self.queue.discard(job)
        self.waiting.remove(job)

    @precondition(lambda self: self.waiting)
    @rule(data=st.data())
    def promote(self, data: st.DataObject) -> None:
        job = data.draw(st.sampled_from(self.waiting))
        if job.priority is Priority.SPECULATIVE:
            self.waiting.remove(job)
            self.waiting.append(job)
        self.queue.promote(job)

    @rule(fails=st.booleans())
    def take(self, fails: bool) -> None:
        batch = self.queue.take()
        assert bool(batch) == bool(self.waiting)
        if not batch:
            return
        first = batch[0]
        urgent = [job for job in self.waiting if job.priority is min(j.priority for j in self.waiting)]
        assert first is min(urgent, key=lambda job: job.seat)
        assert all((job.bucket, job.priority) == (first.bucket, first.priority) for job in batch)
        assert len(batch) == 1 or not any(job.alone for job in batch)
        could = [job for job in urgent if job.bucket == first.bucket and not job.alone]
        assert len(batch) == (1 if first.alone else min(MAX_BATCH, len(could))), "what can share a batch does"
        if fails and len(batch) > 1:
            self.queue.put_back(batch)
            assert self.queue.take() == [first], "then alone, in its old place"
            self.queue.put_back([first])
        else:
            self.waiting = [job for job in self.waiting if job not in batch]

    @invariant()
    def nobody_is_lost_and_the_line_is_bounded(self) -> None:
        assert len(self.queue) == len(self.waiting) <= MAX_WAITING
        assert self.queue.ahead_of(Priority.SPECULATIVE) == len(self.waiting)
        assert self.queue.ahead_of(Priority.FINAL) == sum(job.priority is Priority.FINAL for job in self.waiting)


TestLine = Line.TestCase


@given(st.lists(st.tuples(st.floats(0.01, 5), st.integers(1, 4)), min_size=1), st.integers(0, 20), st.integers(1, 4))
def test_the_forecast_grows_with_the_line_and_shrinks_with_workers(batches: list[tuple[float, int]], ahead: int, workers: int) -> None:
    pace = Pace()
    for took_s, size in batches:
        pace.learn(took_s, size)
    times = [took_s for took_s, _ in batches]
    alone = pace.answer_s(0, [], workers)
    assert min(times) * 0.999 <= alone <= max(times) * 1.001, "a pace between what was seen"
    assert pace.answer_s(ahead, [0.0] * workers, workers) >= alone
    assert pace.answer_s(ahead + 1, [], workers) > pace.answer_s(ahead, [], workers)
    assert pace.answer_s(ahead + 1, [], workers + 1) < pace.answer_s(ahead + 1, [], workers)
    assert pace.answer_s(ahead, [99.0], workers) == pace.answer_s(ahead, [], workers), "what is overdue is as good as done"


def test_nothing_is_foretold_before_anything_was_measured() -> None:
    assert Pace().answer_s(50, [0.0], 1) == 0.0
