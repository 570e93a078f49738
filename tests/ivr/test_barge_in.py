"""When our voice ducks, falls silent, goes on and stops."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialog.effects import Expect
from ivr.barge_in import CALM_MS, DUCK_MS, GAP_MS, GUARD_MS, HOLD_MS, LONGEST_MS, NO_TURN_MS, NO_WORDS_MS, STOP_MS, BargeIn, Order

TURN_MS = 100
"""Voiced time that makes a turn."""


def orders(barge_in: BargeIn, sounds: Iterable[tuple[str, int]], expect: Expect = Expect.FREE) -> list[tuple[int, Order]]:
    """What the voice is told, and when, in ms: `v` is a voice too short for a turn, `V` a turn, `p` a pause in it, `.` silence."""
    out, at = list[tuple[int, Order]](), 0
    for kind, ms in sounds:
        for _ in range(ms // 20):
            at += 20
            order = barge_in.process(20, voiced=kind in "vV", in_turn=kind in "Vp", expect=expect)
            if order:
                out.append((at, order))
    return out


def test_speech_ducks_then_silences_then_stops() -> None:
    begun = 1000
    assert orders(BargeIn(), [(".", begun), ("V", STOP_MS[Expect.FREE])]) == [
        (begun + DUCK_MS, Order.DUCK),
        (begun + DUCK_MS + HOLD_MS, Order.HOLD),
        (begun + STOP_MS[Expect.FREE], Order.STOP),
    ]


@pytest.mark.parametrize("expect", Expect)
def test_length_stops_it_sooner_where_a_short_answer_is_due(expect: Expect) -> None:
    _, _, (stopped, order) = orders(BargeIn(), [(".", 1000), ("V", 2000)], expect)[:3]
    assert (stopped, order) == (1000 + STOP_MS[expect], Order.STOP)
    assert STOP_MS[Expect.YES_NO] < STOP_MS[Expect.FREE]


def test_a_click_only_ducks() -> None:
    heard = orders(BargeIn(), [(".", 1000), ("v", DUCK_MS), (".", 1000)])
    assert heard == [(1000 + DUCK_MS, Order.DUCK), (1000 + DUCK_MS + GAP_MS, Order.RESUME)]


def test_a_sound_too_short_to_be_recognised_is_over_soon() -> None:
    heard = orders(BargeIn(), [(".", 1000), ("v", 80), (".", 3000)])
    assert heard[-1] == (1080 + NO_TURN_MS, Order.RESUME)


def test_a_reading_without_words_for_us_ends_the_wait() -> None:
    barge_in = BargeIn()
    orders(barge_in, [(".", 1000), ("V", 300), ("p", 300)])
    barge_in.nothing_said()
    assert orders(barge_in, [("p", 20)]) == [(20, Order.RESUME)]


def test_who_goes_on_speaking_is_read_again() -> None:
    barge_in = BargeIn()
    orders(barge_in, [(".", 1000), ("V", 300)])
    barge_in.nothing_said()
    assert orders(barge_in, [("V", 200), ("p", 600)]) == []


def test_without_any_reading_it_goes_on_all_the_same() -> None:
    heard = orders(BargeIn(), [(".", 1000), ("V", 300), ("p", 1300), (".", 3000)])
    assert heard[-1] == (1300 + NO_WORDS_MS, Order.RESUME)


def test_sounds_here_and_there_hold_it_no_longer_than_the_longest_wait() -> None:
    heard = orders(BargeIn(), [(".", 1000), ("V", 100), *[("p", 1000), ("V", 20)] * 8])
    assert heard[2] == (1000 + DUCK_MS + HOLD_MS + LONGEST_MS, Order.RESUME)


def test_the_first_moment_of_ours_is_not_cut() -> None:
    ((at, order),) = orders(BargeIn(), [("V", GUARD_MS + 20)])
    assert order is Order.DUCK
    assert at > GUARD_MS


def test_each_false_start_doubles_what_the_next_takes_and_calm_forgives() -> None:
    barge_in, cough = BargeIn(), [("v", 60), (".", 800)]
    assert [order for _, order in orders(barge_in, [(".", 1000), *cough])] == [Order.DUCK, Order.HOLD, Order.RESUME]
    assert [order for _, order in orders(barge_in, cough)] == [Order.DUCK, Order.RESUME]
    assert orders(barge_in, cough) == []
    orders(barge_in, [(".", CALM_MS)])
    assert [order for _, order in orders(barge_in, cough)] == [Order.DUCK, Order.HOLD, Order.RESUME]


SOUNDS = st.lists(st.tuples(st.sampled_from("vVp.n"), st.integers(1, 60)), max_size=60)


def after(sounds: list[tuple[str, int]], barge_in: BargeIn) -> list[tuple[int, Order]]:
    """`n`: what was said so far was read, and was nothing."""
    out = []
    for kind, frames in sounds:
        if kind == "n":
            barge_in.nothing_said()
        else:
            out += orders(barge_in, [(kind, frames * 20)])
    return out


@settings(deadline=None)
@given(SOUNDS)
def test_from_anywhere_silence_leads_back_to_speaking(sounds: list[tuple[str, int]]) -> None:
    barge_in = BargeIn()
    told = [order for _, order in after(sounds, barge_in)]
    if Order.STOP in told:
        return
    told += [order for _, order in orders(barge_in, [(".", NO_WORDS_MS)])]
    assert told.count(Order.DUCK) == told.count(Order.RESUME)
    assert not told or told[-1] is Order.RESUME


@settings(deadline=None)
@given(SOUNDS)
def test_orders_come_in_their_order(sounds: list[tuple[str, int]]) -> None:
    voice = Order.RESUME
    for _, order in after(sounds, BargeIn()):
        assert (voice, order) in {
            (Order.RESUME, Order.DUCK),
            (Order.DUCK, Order.HOLD),
            (Order.DUCK, Order.RESUME),
            (Order.HOLD, Order.RESUME),
            (Order.HOLD, Order.STOP),
            (Order.STOP, Order.STOP),
        }
        voice = order


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 20), st.integers(1, 60))
def test_noise_that_comes_and_goes_cannot_stop_a_prompt_from_getting_on(voiced: int, quiet: int) -> None:
    """Half of a minute at least is heard, whatever the rhythm."""
    barge_in, spoken, voice = BargeIn(), 0, Order.RESUME
    for at in range(3000):
        sound = at % (voiced + quiet) < voiced
        order = barge_in.process(20, voiced=sound, in_turn=False, expect=Expect.FREE)
        voice = order or voice
        if voice is Order.STOP:
            return
        spoken += voice is not Order.HOLD
    assert spoken > 1500
