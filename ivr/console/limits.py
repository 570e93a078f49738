"""How often somebody may try a password: buckets that fill up again, in bounded memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

MAX_KEYS = 20_000
"""The longest unused is forgotten for one more."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """So many tries at once, and one more every so many seconds."""

    tries: int
    refill_s: float


LOGIN = Bucket(8, 60.0)
"""For one login from one address."""
ANYWHERE = Bucket(30, 60.0)
"""For one login from wherever: many machines guess at one account."""
ADDRESS = Bucket(40, 30.0)
"""From one address: one machine guesses at many accounts. An office behind one address signs in at eight in the morning."""


class Limits:
    """`clock` gives seconds. A try counts from when it begins, so that a hundred at once count too; a good one is given back."""

    def __init__(self, clock: Callable[[], float], max_keys: int = MAX_KEYS) -> None:
        self._clock, self._max_keys = clock, max_keys
        self._full_at: OrderedDict[str, float] = OrderedDict()
        """When the bucket of a key is full again."""

    def take(self, login: str, address: str) -> float:
        """0 if they may try now; otherwise after how many seconds."""
        wait = max(self._wait(key, bucket) for key, bucket in _keys(login, address))
        if not wait:
            for key, bucket in _keys(login, address):
                self._use(key, bucket.refill_s)
        return wait

    def give_back(self, login: str, address: str) -> None:
        """That try was a good one."""
        for key, bucket in _keys(login, address):
            self._use(key, -bucket.refill_s)

    def _wait(self, key: str, bucket: Bucket) -> float:
        missing_s = self._full_at.get(key, 0.0) - self._clock()
        return max(0.0, missing_s - (bucket.tries - 1) * bucket.refill_s)

    def _use(self, key: str, seconds: float) -> None:
        now = self._clock()
        full_at = max(now, self._full_at.pop(key, now)) + seconds
        if full_at > now:
            self._full_at[key] = full_at
            if len(self._full_at) > self._max_keys:
                self._full_at.popitem(last=False)


def _keys(login: str, address: str) -> tuple[tuple[str, Bucket], ...]:
    """Without a login (OpenID Connect: the provider knows who it is, we do not yet) only the address counts."""
    theirs = ((f"{login}@{address}", LOGIN), (f"{login}@", ANYWHERE)) if login else ()
    return *theirs, (f"@{address}", ADDRESS)
