"""Gaps, cut-offs and barge-ins, from a recording and a journal made by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.scenario.schema import Step
from ivr.bench.pictures import draw_gaps
from ivr.bench.summary import summary
from ivr.bench.turns import Stages, Turn, cut_off, silent_after, turns_of
from ivr.caller.trace import Spoken, Trace
from ivr.journal import Payload

OFFSET = 5000
"""The journal's clock is this far ahead of the recording's."""
FIXED = ("Baik.", "Ada lagi?")


def voice(*stretches: tuple[int, int], length_ms: int = 20_000) -> bytes:
    samples = np.zeros(length_ms * 8)
    for start, end in stretches:
        samples[start * 8 : end * 8] = 8000 * np.sin(np.arange((end - start) * 8) * (2 * np.pi * 400 / 8000))
    return samples.astype("<i2").tobytes()


def spoken(text: str, *said: tuple[int, int], row: int, kind: str = "say", label: str = "") -> Spoken:
    return Spoken(Step(kind, text, label=label), said, row)


def turn_end(speech_end: int, silence: int, wait: int = 0) -> Payload:
    return {
        "type": "note.turn",
        "at_ms": OFFSET + speech_end + silence + wait,
        "silence_ms": silence,
        "wait_ms": wait,
        "decode_ms": 90,
        "completion": "complete",
        "speculative": True,
    }


def say(text: str, at: int) -> Payload:
    return {"type": "Say", "text": text, "at_ms": OFFSET + at}


def test_a_gap_with_its_stages() -> None:
    rows = ({"type": "note.your_turn", "at_ms": OFFSET + 100}, turn_end(2000, 200, 40), say("Baik.", 2240))
    trace = Trace((spoken("ya betul", (1000, 2000), row=1, label="yes_no"),), voice((0, 500), (2320, 3000)), rows)
    stages = Stages(200, 90, 40, "complete", True)
    assert turns_of(trace, FIXED) == [Turn("yes_no", 320, True, False, False, stages=stages)]


def test_a_reply_that_is_not_rendered_ahead_is_told_apart() -> None:
    rows = (turn_end(2000, 200), say("Saya ulangi, 3273.", 2200), say("Baik.", 2200))
    (turn,) = turns_of(Trace((spoken("ya", (1000, 2000), row=0),), voice((2900, 3500)), rows), FIXED)
    assert (turn.gap_ms, turn.cached, turn.kind) == (900, False, "say")


def test_each_utterance_has_its_own_part_of_the_journal() -> None:
    rows = (turn_end(2000, 200), say("Baik.", 2200), turn_end(6000, 500), say("Ada lagi?", 6500))
    trace = Trace((spoken("a", (1000, 2000), row=0), spoken("b", (5000, 6000), row=2)), voice((2300, 3000), (6700, 7000)), rows)
    assert [t.gap_ms for t in turns_of(trace, FIXED)] == [300, 700]


def test_a_turn_that_ended_in_a_pause_is_a_cut_off_and_has_no_gap() -> None:
    said = ((1000, 2000), (3000, 4000))
    rows = (turn_end(2000, 700), say("Baik.", 2700), turn_end(4000, 700), say("Ada lagi?", 4700))
    other = (turn_end(9000, 200), say("Baik.", 9200))
    trace = Trace((spoken("a <jeda 1> b", *said, row=0), spoken("c", (8000, 9000), row=4)), voice((4800, 5000), (9300, 9400)), rows + other)
    first, second = turns_of(trace, FIXED)
    assert (first.cut_off, first.gap_ms, first.paused) == (True, None, True)
    assert (second.cut_off, second.gap_ms, second.paused) == (False, 300, False)


@pytest.mark.parametrize(
    ("ended", "cut"),
    [(1500, True), (1990, False), (2300, True), (2950, True), (3990, False), (4300, False)],
)
def test_what_a_cut_off_is(ended: int, cut: bool) -> None:
    """Voice from 1.0 to 2.0 and from 3.2 to 4.0 s: an end at 1.99 s is followed by 1.2 s of silence."""
    assert cut_off(ended, ((1000, 2000), (3200, 4000))) is cut


def test_a_barge_in_is_measured_to_the_voices_last_sound() -> None:
    stop: Payload = {"type": "note.barge_in", "at_ms": OFFSET + 2500}
    end = (turn_end(3000, 200), say("Baik.", 3200))
    heard = voice((0, 2210), (3300, 4000))
    into_prompt = (spoken("ya", (2000, 3000), row=0, kind="interrupt"),)
    (turn,) = turns_of(Trace(into_prompt, heard, (stop, *end)), FIXED)
    assert turn.barge_in_ms == pytest.approx(210, abs=20)
    assert (turn.gap_ms, turn.ignored) == (300, False)
    (turn,) = turns_of(Trace(into_prompt, heard, end), FIXED)
    assert (turn.barge_in_ms, turn.ignored) == (None, True)


@pytest.mark.parametrize(
    ("reply", "voice_ms", "silent"),
    [
        (None, [(0, 1500), (1800, 2500), (9000, 9500)], 1500),
        (1900, [(0, 1500), (1900, 2500)], 500),
        (None, [(0, 900)], 0),
        (3000, [(0, 900), (1400, 1600), (3000, 4000)], 600),
        (None, [], 0),
    ],
)
def test_until_the_voice_is_silent_for_good(reply: int | None, voice_ms: list[tuple[int, int]], silent: int) -> None:
    assert silent_after(1000, reply, voice_ms) == silent


def test_an_utterance_that_nobody_answered() -> None:
    (turn,) = turns_of(Trace((spoken("ya", (1000, 2000), row=0),), voice(), ()), FIXED)
    assert (turn.gap_ms, turn.cut_off, turn.stages) == (None, False, None)


def turns() -> Iterator[Turn]:
    stages = Stages(180, 90, 10, "complete", True)
    yield from (Turn("yes_no", gap, True, False, False, stages=stages) for gap in (200, 300, 400))
    yield Turn("nik", 900, False, False, True, stages=stages)
    yield Turn("nik", None, True, True, True)
    yield Turn("barge-in", 500, True, False, False, 150, stages=stages)


def test_the_figures_of_many_turns() -> None:
    figures = summary(list(turns()), 61.4)
    assert figures["turns"] == 6
    assert figures["gap_ms"] == {"count": 4, "p50": 350, "p95": 485}
    assert figures["uncached"] == {"gap_ms": {"count": 1, "p50": 900, "p95": 900}}
    assert figures["cut_off_rate"] == pytest.approx(1 / 6)
    assert figures["paused"] == {"turns": 2, "cut_off_rate": 0.5}
    assert figures["barge_in_ms"] == {"count": 1, "p50": 150, "p95": 150, "ignored": 0}
    assert (figures["path_ms"], figures["unanswered"]) == (61, 0)
    assert figures["stages_ms"] == {"silence": 180, "wait": 10, "rest": 160, "decode": 90}
    kinds = figures["kinds"]
    assert isinstance(kinds, dict)
    assert list(kinds) == ["yes_no", "nik", "barge-in"]
    assert kinds["nik"] == {"turns": 2, "cut_off": 1, "gap_ms": {"count": 0, "p50": None, "p95": None}}


def test_no_turns_have_no_figures() -> None:
    figures = summary([], 0)
    assert (figures["turns"], figures["cut_off_rate"]) == (0, None)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 50)), min_size=1, max_size=6))
def test_a_turn_that_ended_after_the_last_word_cuts_nothing_off(gaps_and_lengths: list[tuple[int, int]]) -> None:
    said, at = [], 0
    for gap, length in gaps_and_lengths:
        said.append((at + gap * 20, at + (gap + length) * 20))
        at = said[-1][1]
    assert not cut_off(at, said)


def test_a_picture_of_turns_with_and_without_gaps(tmp_path: Path) -> None:
    draw_gaps(list(turns()), tmp_path / "gaps.png")
    assert (tmp_path / "gaps.png").read_bytes()[:4] == b"\x89PNG"
