"""How the voice has been since the service began: what failed, who stood in, how late it was. Numbers alone, nothing that was said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from speech.faults import Fault

LATE_S = 1.5
"""A clause that comes so long after silence began is late."""


class Rescue(StrEnum):
    """Who spoke instead of the chosen voice, each clause once; or that nobody did, and the caller goes to a person."""

    FALLBACK = "fallback"
    RECORDED = "recorded"
    PERSON = "person"


FAULTS = {
    Fault.RAISED: "mesin suara gagal",
    Fault.LATE: "terlalu lama",
    Fault.BUSY: "terlalu banyak yang menunggu",
    Fault.NAN: "keluaran rusak",
    Fault.SILENT: "keluaran kosong",
    Fault.LENGTH: "panjangnya tidak wajar",
    Fault.CLIPPED: "suara pecah",
    Fault.MISSING: "model tidak dapat dimuat",
}
RESCUES = {
    Rescue.FALLBACK: "diganti suara cadangan",
    Rescue.RECORDED: "diganti rekaman",
    Rescue.PERSON: "tanpa suara, ke petugas",
}


@dataclass(slots=True)
class VoiceHealth:
    """`done` of `of` fixed sentences are ready. `watch` is told of every change."""

    faults: Counter[tuple[str, Fault]] = field(default_factory=Counter)
    rescues: Counter[Rescue] = field(default_factory=Counter)
    clauses: int = 0
    late: int = 0
    worst_s: float = 0.0
    done: int = 0
    of: int = 0
    watch: Callable[[], None] = lambda: None
    voices: Callable[[], Sequence[tuple[str, bool]]] = tuple
    """Each voice by its name, the chosen one first, and whether it works."""

    @property
    def mute(self) -> bool:
        """No engine works: recordings alone are heard."""
        return bool(self.voices()) and not any(works for _, works in self.voices())

    def snapshot(self) -> dict[str, object]:
        """Plain values, equal while nothing has changed that is worth telling."""
        return {
            "voices": [{"name": name, "works": works} for name, works in self.voices()],
            "prepared": {"done": self.done, "of": self.of},
            "faults": {f"{name}: {fault}": count for (name, fault), count in sorted(self.faults.items())},
            "rescues": {str(by): count for by, count in sorted(self.rescues.items())},
            "late": self.late,
        }

    def fell(self, engine: str, fault: Fault) -> None:
        self.faults[engine, fault] += 1
        self.watch()

    def rescued(self, by: Rescue) -> None:
        self.rescues[by] += 1
        self.watch()

    def heard(self, late_s: float) -> None:
        """A clause went to a caller, so long after silence began."""
        self.clauses += 1
        self.late += late_s > LATE_S
        self.worst_s = max(self.worst_s, late_s)

    def prepared(self, done: int, of: int) -> None:
        self.done, self.of = done, of
        self.watch()
