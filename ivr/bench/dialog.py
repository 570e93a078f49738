"""How long the dialog takes to decide: every example of the configuration said to it, then what callers do next."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import quantiles

from dialog.events import CallStarted, Event, Heard, Hypothesis, Key, LookupDone, LookupFailed, NoInput
from dialog.load import load
from dialog.manager import start, step
from dialog.schema import Flows
from dialog.state import Phase, State

ANSWERS = ("tiga dua tujuh tiga nol satu empat satu nol tujuh sembilan nol nol nol nol satu", "iya", "bukan yang terakhir dua", "iya betul",
           "di jalan merdeka nomor sepuluh dekat pasar", "eh salah jalan sudirman bukan jalan merdeka", "petugas")  # fmt: skip


@dataclass(frozen=True, slots=True)
class DialogSpeed:
    """Times of `step` in microseconds over `steps` steps, and of loading the configuration in seconds."""

    intents: int
    load_s: float
    steps: int
    p50_us: float
    p95_us: float
    p99_us: float
    worst_us: float

    def as_json(self) -> dict[str, float]:
        return asdict(self)


def measure_dialog(folder: Path) -> DialogSpeed:
    """Raises ConfigError when the configuration is wrong."""
    began = time.perf_counter()
    flows = load(folder)
    load_s = time.perf_counter() - began
    times = [took for intent in flows.intents.values() for example in intent.examples for took in _call(flows, example)]
    cuts = quantiles(times, n=100)
    return DialogSpeed(len(flows.intents), load_s, len(times), cuts[49], cuts[94], cuts[98], max(times))


def _call(flows: Flows, example: str) -> Iterator[float]:
    """One call that begins with `example`; the time of each step that had something to decide."""
    state = step(flows, start(), CallStarted("2026-11-24T10:00:00+07:00"))[0]
    for text in (example, "", "xyzzy", *ANSWERS):
        for event in _events(state, text):
            began = time.perf_counter()
            state, _ = step(flows, state, event)
            yield (time.perf_counter() - began) * 1e6
        if state.phase in (Phase.TRANSFERRING, Phase.ENDED):
            return


def _events(state: State, text: str) -> tuple[Event, ...]:
    if state.phase in (Phase.LOOKUP, Phase.CALLBACK_LOOKUP):
        return (LookupDone(state.request, {"status": "siap"}) if text == "iya betul" else LookupFailed(state.request, "timeout"),)
    if not text:
        return (NoInput(state.turn), Key("1"))
    return (Heard(state.turn, (Hypothesis(text, 0.9), Hypothesis(f"{text} ya", 0.4))),)
