"""Turns measured on a call's two-way recording and its journal: gaps, cut-offs, barge-ins. Pure.

The recording tells when somebody spoke; the journal tells which of the hotline's decisions belongs to it. The two clocks are laid
over one another by what both know: where the caller's speech ended.
"""

from __future__ import annotations

import statistics
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from dialog.scenario.pauses import pieces
from ivr.caller.report import spans
from ivr.caller.trace import Spoken, Trace
from ivr.journal import Payload

JOIN_MS = 60
"""Silence in the hotline's voice that is none: a stop consonant."""
WENT_ON_MS = 1000
"""A turn that ended while the caller went on within this time was cut off (the definition of LiveKit's and others' benchmarks)."""
TOLERANCE_MS = 60
"""A frame of the journal's clock, one of the recording's, and the voice's own fading."""
GONE_MS = 1000
"""Where no reply follows, a silence of the voice that is longer than any between its sentences."""


@dataclass(frozen=True, slots=True)
class Stages:
    """What the hotline says of one end of turn (ms): silence waited, decoding, and how long the result came after the end of turn."""

    silence_ms: int
    decode_ms: int
    wait_ms: int
    completion: str
    speculative: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """One utterance of the caller and what became of it. `gap_ms`: caller's last sound to the reply's first, None where the hotline did
    not reply to it, or too early. `cached`: the reply begins with a sentence that is rendered ahead. `barge_in_ms`: from the caller's
    first sound into a prompt until the hotline was silent, None where it went on (`ignored`). `paused`: it has a pause inside."""

    kind: str
    gap_ms: int | None
    cached: bool
    cut_off: bool
    paused: bool
    barge_in_ms: int | None = None
    ignored: bool = False
    stages: Stages | None = None


def turns_of(trace: Trace, fixed: Collection[str]) -> list[Turn]:
    """Every utterance of a call; `fixed`: sentences that are rendered ahead."""
    parts = [_rows(trace, number) for number in range(len(trace.spoken))]
    offset = _offset(trace.spoken, parts)
    voice = spans(trace.heard, JOIN_MS)
    return [_turn(spoken, rows, offset, voice, fixed) for spoken, rows in zip(trace.spoken, parts, strict=True)]


def _turn(spoken: Spoken, rows: Sequence[Payload], offset: float, voice: Sequence[tuple[int, int]], fixed: Collection[str]) -> Turn:
    ends = [row for row in rows if row["type"] == "note.turn"]
    reply = _reply(rows, _int(ends[-1], "at_ms")) if ends else None
    start = _begins(reply, offset, voice) if reply else None
    cut = any(cut_off(_ended_ms(end) - offset, spoken.said) for end in ends)
    replied = start is not None and start >= spoken.end_ms and not cut
    interrupting, stopped = spoken.step.kind == "interrupt", any(row["type"] == "note.barge_in" for row in rows)
    return Turn(
        kind=spoken.step.label or spoken.step.kind,
        gap_ms=start - spoken.end_ms if start is not None and replied else None,
        cached=bool(reply and reply.get("text") in fixed),
        cut_off=cut,
        paused=spoken.step.kind != "wav" and len(pieces(spoken.step.value)) > 1,
        barge_in_ms=silent_after(spoken.said[0][0], start, voice) if interrupting and stopped else None,
        ignored=interrupting and not stopped,
        stages=_stages(ends[-1]) if ends else None,
    )


def cut_off(ended_ms: float, said: Sequence[tuple[int, int]]) -> bool:
    """Whether a turn that ended at `ended_ms` left out something that the caller was saying, or said within a second."""
    return any(end > ended_ms + TOLERANCE_MS and max(start, ended_ms) - ended_ms <= WENT_ON_MS for start, end in said)


def silent_after(start_ms: int, reply_ms: int | None, voice: Sequence[tuple[int, int]]) -> int:
    """From `start_ms` until the hotline's voice was silent for good: until its reply, or for longer than between two sentences."""
    silent = start_ms
    for begin, end in voice:
        if begin >= (silent + GONE_MS if reply_ms is None else reply_ms):
            break
        silent = max(silent, end)
    return silent - start_ms


def _rows(trace: Trace, number: int) -> tuple[Payload, ...]:
    """Journal entries from this utterance's beginning to the next one's."""
    later = trace.spoken[number + 1].row if number + 1 < len(trace.spoken) else len(trace.rows)
    return trace.rows[trace.spoken[number].row : later]


def _offset(spoken: Sequence[Spoken], parts: Sequence[Sequence[Payload]]) -> float:
    """The journal's clock minus the recording's."""
    seen = [
        _speech_ended_ms(ends[-1]) - said.end_ms
        for said, rows in zip(spoken, parts, strict=True)
        if (ends := [row for row in rows if row["type"] == "note.turn"])
    ]
    return statistics.median(seen) if seen else 0.0


def _reply(rows: Sequence[Payload], from_ms: int) -> Payload | None:
    """The first sentence after the end of turn."""
    return next((row for row in rows if row["type"] == "Say" and _int(row, "at_ms") >= from_ms - 1), None)


def _begins(reply: Payload, offset: float, voice: Sequence[tuple[int, int]]) -> int | None:
    """Where a sentence's sound begins: the first sound after it was ordered."""
    ordered = _int(reply, "at_ms") - offset - TOLERANCE_MS
    return next((start for start, _ in voice if start >= ordered), None)


def _ended_ms(end: Payload) -> int:
    return _int(end, "at_ms") - _int(end, "wait_ms")


def _speech_ended_ms(end: Payload) -> int:
    return _ended_ms(end) - _int(end, "silence_ms")


def _stages(end: Payload) -> Stages:
    return Stages(
        _int(end, "silence_ms"),
        _int(end, "decode_ms"),
        _int(end, "wait_ms"),
        str(end.get("completion") or ""),
        bool(end.get("speculative")),
    )


def _int(row: Payload, key: str) -> int:
    return round(float(str(row.get(key) or 0)))
