"""Faults on demand: what a system does wrong to the next requests, so that tests and demonstrations see every failure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

KINDS = {
    "slow": "lambat menjawab",
    "error": "kesalahan server (500)",
    "malformed": "jawaban rusak",
    "schema": "bentuk jawaban berubah",
    "down": "mati, sambungan diputus",
    "lost_reply": "mengerjakan, tetapi jawabannya hilang",
}
"""All but `error` and `down` do the work; `slow` does it after the wait."""
NONE = "none"
SLOW_MS, MAX_MS, MAX_TIMES = 3000, 60_000, 1_000_000


class FaultError(ValueError):
    """There is no such fault."""


@dataclass(frozen=True, slots=True)
class Fault:
    """`ms`: how long a slow one waits. `times`: for so many requests; 0: until it is taken away."""

    system: str
    kind: str
    ms: int = SLOW_MS
    times: int = 0


class Faults:
    """At most one fault a system; a new one replaces it, the kind `none` takes it away."""

    def __init__(self, systems: Iterable[str], faults: Iterable[Fault] = ()) -> None:
        self._systems, self._active = frozenset(systems), dict[str, Fault]()
        for fault in faults:
            self.set(fault)

    def set(self, fault: Fault) -> None:
        """
        Raises:
            FaultError: an unknown system or kind, or numbers out of range.
        """
        if fault.system not in self._systems:
            raise FaultError(f"system: known are {', '.join(sorted(self._systems))}")
        if fault.kind not in (*KINDS, NONE):
            raise FaultError(f"kind: known are {', '.join((*KINDS, NONE))}")
        if not (0 <= fault.ms <= MAX_MS and 0 <= fault.times <= MAX_TIMES):
            raise FaultError(f"ms: 0 to {MAX_MS}, times: 0 to {MAX_TIMES}")
        self._active.pop(fault.system, None)
        if fault.kind != NONE:
            self._active[fault.system] = fault

    def active(self, system: str) -> Fault | None:
        """What the next request will meet."""
        return self._active.get(system)

    def take(self, system: str) -> Fault | None:
        """What this request meets; it counts."""
        fault = self._active.get(system)
        if fault is not None and fault.times:
            if fault.times == 1:
                del self._active[system]
            else:
                self._active[system] = replace(fault, times=fault.times - 1)
        return fault
