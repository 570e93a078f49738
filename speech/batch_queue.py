"""Which requests a recogniser takes next, and whether a new one can be answered in time. No threads, no clock."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from enum import IntEnum
from typing import Generic, TypeVar

from speech.pool import Overloaded

SMOOTHING = 0.2
"""Weight of the latest batch in the measured pace: about the last ten count."""


class Priority(IntEnum):
    """A caller waits for FINAL work; SPECULATIVE work may turn out to be of no use."""

    FINAL = 0
    SPECULATIVE = 1


class Job:
    """`bucket`: work of one can be done together. `alone`: it was in a batch that failed, and shares none again. `seat`: its place
    among those of its priority."""

    def __init__(self, priority: Priority, bucket: Hashable = None) -> None:
        self.priority, self.bucket = priority, bucket
        self.alone = False
        self.seat = 0


J = TypeVar("J", bound=Job)


class Pace:
    """Seconds that a batch takes, and its share for each request, as measured lately; 0 before the first."""

    def __init__(self) -> None:
        self._batch_s = self._job_s = 0.0

    def learn(self, took_s: float, size: int) -> None:
        weight = SMOOTHING if self._batch_s else 1.0
        self._batch_s += weight * (took_s - self._batch_s)
        self._job_s += weight * (took_s / size - self._job_s)

    def answer_s(self, ahead: int, running_s: Sequence[float], workers: int) -> float:
        """Seconds until a new request is answered: `ahead` others go first, and what runs on all `workers` began `running_s` ago."""
        under_way = sum(max(0.0, self._batch_s - since) for since in running_s)
        return (under_way + ahead * self._job_s) / workers + self._batch_s


class BatchQueue(Generic[J]):
    """Final before speculative, then first come, first served: nothing that comes later delays what was promised before.

    A batch holds requests of one bucket and one priority, so speculative work never makes a caller wait longer.
    """

    def __init__(self, max_batch: int, max_waiting: int) -> None:
        self._max_batch, self._max_waiting = max_batch, max_waiting
        self._waiting: list[J] = []
        self._seats = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def ahead_of(self, priority: Priority) -> int:
        """How many would be taken before a new request of `priority`."""
        return sum(job.priority <= priority for job in self._waiting)

    def add(self, job: J) -> J | None:
        """Into the line; returns the speculative job that lost its place to a final one.

        Raises:
            Overloaded: the line is full of work no less urgent.
        """
        shed = None
        if len(self._waiting) >= self._max_waiting:
            shed = max(self._waiting, key=_order, default=job)
            if shed.priority <= job.priority:
                raise Overloaded(f"{len(self._waiting)} requests are waiting")
            self._waiting.remove(shed)
        self._seat(job)
        self._waiting.append(job)
        return shed

    def promote(self, job: J) -> None:
        """Now final: behind the final work that waits already."""
        if job.priority is not Priority.FINAL:
            job.priority = Priority.FINAL
            self._seat(job)

    def discard(self, job: J) -> None:
        if job in self._waiting:
            self._waiting.remove(job)

    def put_back(self, batch: Sequence[J]) -> None:
        """A batch failed: each goes back to its own seat, to be tried without the others."""
        for job in batch:
            job.alone = True
        self._waiting += batch

    def take(self) -> list[J]:
        """The next batch; empty when nothing waits."""
        if not self._waiting:
            return []
        first, *others = sorted(self._waiting, key=_order)
        mates = [job for job in others if _mates(first, job)]
        batch = [first, *mates[: self._max_batch - 1]]
        self._waiting = [job for job in self._waiting if job not in batch]
        return batch

    def _seat(self, job: J) -> None:
        self._seats += 1
        job.seat = self._seats


def _order(job: Job) -> tuple[int, int]:
    return job.priority, job.seat


def _mates(first: Job, other: Job) -> bool:
    return not (first.alone or other.alone) and (first.bucket, first.priority) == (other.bucket, other.priority)
