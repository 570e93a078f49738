"""Which engine is worth a try. Pure: it is told the time."""

from __future__ import annotations


class Circuit:
    """Closed until `failures` came in a row; then open, and a trial is due after `rest_s`; a trial that fails doubles the rest, up to
    `longest_s`. Callers never are the trial. Times are seconds of any one clock."""

    def __init__(self, failures: int = 3, rest_s: float = 20.0, longest_s: float = 600.0) -> None:
        self._most, self._first_rest, self._longest = failures, rest_s, longest_s
        self._failures, self._rest = 0, rest_s
        self._since: float | None = None
        self._trying = False

    @property
    def closed(self) -> bool:
        return self._since is None

    def failed(self, now: float, *, at_once: bool = False) -> None:
        """`at_once`: nothing will come of trying again soon."""
        self._failures += 1
        if self._trying:
            self._rest = min(2 * self._rest, self._longest)
            self._since, self._trying = now, False
        elif self.closed and (at_once or self._failures >= self._most):
            self._since = now

    def worked(self) -> None:
        self._failures, self._rest = 0, self._first_rest
        self._since, self._trying = None, False

    def begin_trial(self, now: float) -> bool:
        """Whether one is due; it then is under way, until `worked` or `failed`."""
        if self._since is None or self._trying or now < self._since + self._rest:
            return False
        self._trying = True
        return True
