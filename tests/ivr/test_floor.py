"""Who may speak, moment by moment."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.floor import BARGE_IN_MS, KEY_GAP_MS, Floor, Moment, Verdict

QUIET = Moment(playing=False, interruptible=True, speech_ms=0, busy=False)
HELD = st.sampled_from(
    [
        Moment(playing=True, interruptible=True, speech_ms=0, busy=False),
        Moment(playing=True, interruptible=False, speech_ms=900, busy=True),
        Moment(playing=False, interruptible=True, speech_ms=40, busy=False),
        Moment(playing=False, interruptible=True, speech_ms=0, busy=True),
    ]
)


@pytest.mark.parametrize(
    ("playing", "interruptible", "speech_ms", "verdict"),
    [
        (True, True, 0, None),
        (True, True, BARGE_IN_MS - 20, None),
        (True, True, BARGE_IN_MS, Verdict.STOP_VOICE),
        (True, False, BARGE_IN_MS * 5, None),
        (False, True, BARGE_IN_MS, None),
    ],
)
def test_only_enough_speech_stops_a_voice_that_may_be_stopped(
    playing: bool, interruptible: bool, speech_ms: int, verdict: Verdict | None
) -> None:
    assert Floor().process(20, Moment(playing, interruptible, speech_ms, busy=False)) == verdict


def test_patience_ends_once() -> None:
    floor = Floor()
    floor.listen(60)
    assert [floor.process(20, QUIET) for _ in range(5)] == [None, None, Verdict.NO_INPUT, None, None]


def test_keys_replace_patience_and_each_key_gives_the_whole_pause_again() -> None:
    floor = Floor()
    floor.listen(100)
    floor.key_pressed()
    assert floor.process(KEY_GAP_MS - 20, QUIET) is None
    floor.key_pressed()
    assert floor.process(KEY_GAP_MS - 20, QUIET) is None
    assert floor.process(20, QUIET) is Verdict.KEYS_TIMED_OUT


def test_a_new_question_ends_keying() -> None:
    floor = Floor()
    floor.listen(100)
    floor.key_pressed()
    floor.listen(40)
    assert floor.process(40, QUIET) is Verdict.NO_INPUT


def test_at_rest_no_timer_runs_and_keys_start_none() -> None:
    floor = Floor()
    floor.listen(100)
    floor.rest()
    floor.key_pressed()
    assert floor.process(1_000_000, QUIET) is None


@given(st.lists(st.one_of(HELD, st.just(QUIET)), max_size=200), st.booleans())
def test_patience_counts_exactly_the_quiet_moments(moments: list[Moment], keying: bool) -> None:
    """Playing, speech and work under way never shorten it."""
    allowed = KEY_GAP_MS if keying else 400
    floor = Floor()
    floor.listen(400)
    if keying:
        floor.key_pressed()
    quiet = 0
    for moment in moments:
        quiet += 20 * (moment == QUIET)
        out = floor.process(20, moment) in (Verdict.NO_INPUT, Verdict.KEYS_TIMED_OUT)
        assert out == (moment == QUIET and quiet == allowed)
