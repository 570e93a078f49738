"""The circuit breaker of one system. Pure: it is told the time."""

from __future__ import annotations


class Breaker:
    """Closed until `failures` came in a row; then open for `rest_s`; then one try decides between closed and open again.

    Every `allows` that was true is followed by one of `answered`, `failed`, `undecided`. Times are seconds of any one clock.
    """

    def __init__(self, failures: int, rest_s: float) -> None:
        self._most, self._rest = failures, rest_s
        self._failures, self._opened, self._trying = 0, 0.0, False

    def allows(self, now: float) -> bool:
        if self._failures < self._most:
            return True
        if self._trying or now < self._opened + self._rest:
            return False
        self._trying = True
        return True

    def answered(self) -> None:
        self._failures, self._trying = 0, False

    def failed(self, now: float) -> bool:
        """Whether it is open now."""
        self._failures, self._opened, self._trying = self._failures + 1, now, False
        return self._failures >= self._most

    def undecided(self) -> None:
        """The try was given up before the system could answer."""
        self._trying = False
