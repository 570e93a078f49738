"""Who may speak, moment by moment."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialog.effects import Expect
from dialog.events import Hypothesis
from ivr.barge_in import LONGEST_MS, NO_WORDS_MS, Order
from ivr.floor import KEY_GAP_MS, Floor, Moment, Verdict

QUIET = Moment(playing=False, interruptible=True, voiced=False, in_turn=False, busy=False)
VOICE = Moment(playing=True, interruptible=True, voiced=False, in_turn=False, busy=False)
SPOKEN_OVER = Moment(playing=True, interruptible=True, voiced=True, in_turn=True, busy=False)
NOTICE = Moment(playing=True, interruptible=False, voiced=True, in_turn=True, busy=True)
MOMENTS = [
    QUIET,
    VOICE,
    SPOKEN_OVER,
    NOTICE,
    Moment(playing=False, interruptible=True, voiced=True, in_turn=True, busy=False),
    Moment(playing=False, interruptible=True, voiced=False, in_turn=False, busy=True),
]


def said(text: str) -> tuple[Hypothesis, ...]:
    return (Hypothesis(text, 0.9),)


def orders(floor: Floor, moment: Moment, ms: int) -> list[Order | Verdict]:
    return [order for _ in range(ms // 20) if (order := floor.process(20, moment))]


def listening(expect: Expect = Expect.FREE, no_input_ms: int = 5000) -> Floor:
    floor = Floor()
    floor.listen(no_input_ms, expect)
    return floor


def test_what_must_be_heard_is_never_touched() -> None:
    assert orders(listening(), NOTICE, 10_000) == []


def test_speech_over_the_voice_ducks_and_silences_it() -> None:
    floor = listening()
    orders(floor, VOICE, 1000)
    assert orders(floor, SPOKEN_OVER, 200) == [Order.DUCK, Order.HOLD]


@pytest.mark.parametrize(
    ("expect", "text", "order"),
    [
        (Expect.FREE, "he-eh", None),
        (Expect.DIGITS, "oke", None),
        (Expect.YES_NO, "iya", Order.STOP),
        (Expect.YES_NO, "hmm", None),
        (Expect.FREE, "bukan itu", Order.STOP),
        (Expect.DIGITS, "tiga dua", Order.STOP),
    ],
)
def test_words_for_us_stop_it_and_signs_of_listening_let_it_go_on(expect: Expect, text: str, order: Order | None) -> None:
    floor = listening(expect)
    orders(floor, VOICE, 1000)
    orders(floor, SPOKEN_OVER, 200)
    assert floor.heard(said(text)) is order
    if order is None:
        assert orders(floor, VOICE, 20) == [Order.RESUME]


def test_nothing_recognised_lets_it_go_on() -> None:
    floor = listening()
    orders(floor, VOICE, 1000)
    orders(floor, SPOKEN_OVER, 200)
    assert floor.heard(()) is None
    assert orders(floor, VOICE, 20) == [Order.RESUME]


def test_words_stop_no_voice_that_is_not_there() -> None:
    floor = listening()
    orders(floor, QUIET, 200)
    assert floor.heard(said("petugas")) is None


def test_a_voice_after_another_begins_without_its_past() -> None:
    floor = listening()
    orders(floor, VOICE, 1000)
    orders(floor, SPOKEN_OVER, 200)
    floor.heard(said("petugas"))
    assert orders(floor, VOICE, 10_000) == []


def test_patience_ends_once() -> None:
    assert [listening(no_input_ms=60).process(20, QUIET) for _ in range(2)] == [None, None]
    floor = listening(no_input_ms=60)
    assert [floor.process(20, QUIET) for _ in range(5)] == [None, None, Verdict.NO_INPUT, None, None]


def test_keys_replace_patience_and_each_key_gives_the_whole_pause_again() -> None:
    floor = listening(no_input_ms=100)
    floor.key_pressed()
    assert floor.process(KEY_GAP_MS - 20, QUIET) is None
    floor.key_pressed()
    assert floor.process(KEY_GAP_MS - 20, QUIET) is None
    assert floor.process(20, QUIET) is Verdict.KEYS_TIMED_OUT


def test_a_new_question_ends_keying() -> None:
    floor = listening(no_input_ms=100)
    floor.key_pressed()
    floor.listen(40, Expect.FREE)
    assert floor.process(40, QUIET) is Verdict.NO_INPUT


def test_at_rest_no_timer_runs_and_keys_start_none() -> None:
    floor = listening(no_input_ms=100)
    floor.rest()
    floor.key_pressed()
    assert floor.process(1_000_000, QUIET) is None


@settings(deadline=None)
@given(st.lists(st.sampled_from(MOMENTS), max_size=200), st.booleans())
def test_patience_counts_exactly_the_quiet_moments(moments: list[Moment], keying: bool) -> None:
    """Playing, speech and work under way never shorten it."""
    allowed = KEY_GAP_MS if keying else 400
    floor = listening(no_input_ms=400)
    if keying:
        floor.key_pressed()
    quiet = 0
    for moment in moments:
        quiet += 20 * (moment == QUIET)
        out = floor.process(20, moment) in (Verdict.NO_INPUT, Verdict.KEYS_TIMED_OUT)
        assert out == (moment == QUIET and quiet == allowed)


@dataclass(frozen=True)
class Read:
    hypotheses: tuple[Hypothesis, ...]


@dataclass(frozen=True)
class Lasts:
    moment: Moment
    frames: int


PAST = st.one_of(
    st.builds(Lasts, st.sampled_from(MOMENTS), st.integers(1, 60)),
    st.builds(Read, st.sampled_from([(), said("iya"), said("petugas")])),
)


@settings(deadline=None)
@given(st.lists(PAST, max_size=60), st.sampled_from(Expect), st.integers(1, 200), st.booleans())
def test_after_whatever_happened_silence_leads_to_the_end_of_what_we_say_and_then_of_patience(
    past: list[Lasts | Read], expect: Expect, left: int, keying: bool
) -> None:
    """No state without a live timer: the voice is never held for good, and somebody who says nothing is asked again."""
    floor, held = listening(expect), False
    for event in past:
        match event:
            case Lasts(moment, frames):
                told = orders(floor, moment, frames * 20)
                held &= moment.playing
            case Read(hypotheses):
                told = [order for order in [floor.heard(hypotheses)] if order]
        for one in told:
            held = one is Order.HOLD or (held and one not in (Order.RESUME, Order.STOP))
    floor.listen(400, expect)
    if keying:
        floor.key_pressed()
        held = False  # keys stop the voice
    waited = 0
    while left and waited < 1000:
        order = floor.process(20, VOICE)
        held = order is Order.HOLD or (held and order is not Order.RESUME)
        left -= not held
        waited += held
    assert waited * 20 <= max(NO_WORDS_MS, LONGEST_MS)
    assert orders(floor, QUIET, KEY_GAP_MS if keying else 400) == [Verdict.KEYS_TIMED_OUT if keying else Verdict.NO_INPUT]
