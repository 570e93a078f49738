"""What a scripted call was: turns with gaps measured on the two-way recording, outcome, and whether the script's wishes held."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from dialog.scenario.judge import plain
from dialog.scenario.schema import Expected
from speech.pcm import TELEPHONE_RATE, to_float

VOICED = 0.01
"""Amplitude (RMS of 20 ms, full scale 1) above which somebody speaks: -40 dBFS; the line's own noise lies well below."""
FRAME = TELEPHONE_RATE // 50


@dataclass(frozen=True, slots=True)
class TurnLine:
    """One turn. `start_ms`: on the recording. `gap_ms`: from the end of the caller's speech to this reply; None for the caller's own."""

    who: str
    text: str
    confidence: float | None
    start_ms: int
    gap_ms: int | None = None


@dataclass(frozen=True, slots=True)
class CallReport:
    ok: bool
    outcome: str
    intent: str
    slots: dict[str, str]
    ticket: str
    turns: tuple[TurnLine, ...]
    failures: tuple[str, ...] = field(default=())

    @property
    def median_gap_ms(self) -> int | None:
        gaps = [t.gap_ms for t in self.turns if t.gap_ms is not None]
        return int(statistics.median(gaps)) if gaps else None


def spans(pcm: bytes, join_ms: int = 700) -> list[tuple[int, int]]:
    """(start, end) in ms of every stretch of sound in `pcm` (8 kHz), pauses of up to `join_ms` belonging to it."""
    samples = to_float(pcm)
    frames = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME)
    loud = np.sqrt(np.mean(frames**2, axis=1)) > VOICED if len(frames) else np.zeros(0, bool)
    found: list[tuple[int, int]] = []
    for i in np.flatnonzero(loud):
        start = int(i) * 20
        if found and start - found[-1][1] <= join_ms:
            found[-1] = (found[-1][0], start + 20)
        else:
            found.append((start, start + 20))
    return found


def gap_after(speech_end_ms: int, heard: Sequence[tuple[int, int]]) -> int | None:
    """Ms from the end of the caller's speech to the start of the next reply; None when none came, or it was speaking already."""
    starts = [start for start, _ in heard if start >= speech_end_ms]
    speaking = any(start < speech_end_ms < end for start, end in heard)
    return None if speaking or not starts else starts[0] - speech_end_ms


def judge(expected: Expected, outcome: str, intent: str, slots: dict[str, str], said: Iterable[str]) -> list[str]:
    """What did not hold, in words; empty when all did."""
    failures = []
    if expected.outcome and outcome != expected.outcome:
        failures.append(f"outcome is {outcome or 'none'}, expected {expected.outcome}")
    if expected.intent and intent != expected.intent:
        failures.append(f"intent is {intent or 'none'}, expected {expected.intent}")
    for name, value in expected.slots.items():
        if slots.get(name, "").lower() != value.lower():
            failures.append(f"slot {name} is not what was expected")
    text, after = "\n".join(map(plain, said)), 0
    for phrase in expected.heard:
        at = text.find(plain(phrase), after)
        if at < 0:
            failures.append(f"the hotline did not say {phrase!r} (in this order)")
        else:
            after = at + len(plain(phrase))
    return failures
