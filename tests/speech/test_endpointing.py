from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.endpointing import LAG_MS, Endpointer, EndpointSettings, Turn

SETTINGS = EndpointSettings(min_speech_ms=100, pause_ms=100, resume_ms=60, max_utterance_ms=3000)
OPEN_MS, LONGEST_MS = 600, 1500


def endpointer() -> Endpointer:
    made = Endpointer(SETTINGS)
    made.expect(OPEN_MS, LONGEST_MS)
    return made


def turns(endpointer: Endpointer, *spans: tuple[float, int]) -> list[tuple[int, Turn]]:
    """(probability, ms) spans in 20 ms steps -> (ms from the start, turn)."""
    out: list[tuple[int, Turn]] = []
    clock = 0
    for probability, ms in spans:
        for _ in range(ms // 20):
            clock += 20
            if turn := endpointer.process(20, probability):
                out.append((clock, turn))
    return out


def test_starts_after_enough_speech_pauses_early_and_ends_after_the_pause() -> None:
    assert turns(endpointer(), (0.0, 200), (0.9, 500), (0.0, 1000)) == [
        (300, Turn.STARTED),
        (800, Turn.PAUSED),
        (1300, Turn.ENDED),
    ]


def test_a_click_is_no_turn() -> None:
    assert turns(endpointer(), (0.9, 80), (0.0, 40), (0.9, 80), (0.0, 1000)) == []


def test_speech_ends_a_pause_and_patience_is_new() -> None:
    assert turns(endpointer(), (0.9, 200), (0.0, 580), (0.9, 200), (0.0, 600)) == [
        (100, Turn.STARTED),
        (300, Turn.PAUSED),
        (840, Turn.RESUMED),
        (1080, Turn.PAUSED),
        (1580, Turn.ENDED),
    ]


def test_a_gap_shorter_than_a_pause_is_none() -> None:
    assert turns(endpointer(), (0.9, 200), (0.0, 80), (0.9, 20), (0.0, 80), (0.9, 200)) == [(100, Turn.STARTED)]


def test_a_click_does_not_lengthen_a_pause() -> None:
    found = turns(endpointer(), (0.9, 200), (0.0, 300), (0.9, 40), (0.0, 600))
    assert found == [(100, Turn.STARTED), (300, Turn.PAUSED), (800, Turn.ENDED)]


def test_speech_that_has_just_begun_is_not_cut_off_by_the_end_of_a_pause() -> None:
    found = turns(endpointer(), (0.9, 200), (0.0, 560), (0.9, 200))
    assert found == [(100, Turn.STARTED), (300, Turn.PAUSED), (820, Turn.RESUMED)]


def fading(endpointer: Endpointer, *moments: tuple[float, float]) -> list[tuple[int, Turn]]:
    """200 ms of loud speech, then (probability, level) of each 20 ms."""
    spoken = [(1.0, 0.3)] * 10
    found = [(20 * (i + 1), endpointer.process(20, p, level)) for i, (p, level) in enumerate([*spoken, *moments])]
    return [(at, turn) for at, turn in found if turn]


def test_sound_that_fades_is_a_pause_before_the_detector_lets_go() -> None:
    assert fading(endpointer(), *[(0.8, 0.01)] * 8, *[(0.1, 0.01)] * 40) == [
        (100, Turn.STARTED),
        (300, Turn.PAUSED),
        (200 + 160 + OPEN_MS - LAG_MS, Turn.ENDED),
    ]


@pytest.mark.parametrize(("probability", "level"), [(0.99, 0.01), (0.8, 0.1)])
def test_clear_speech_and_loud_speech_do_not_fade(probability: float, level: float) -> None:
    assert fading(endpointer(), *[(probability, level)] * 40) == [(100, Turn.STARTED)]


def test_soft_speech_that_goes_on_is_speech() -> None:
    found = fading(endpointer(), *[(0.8, 0.01)] * 25, *[(0.1, 0.0)] * 40)
    assert [turn for _, turn in found] == [Turn.STARTED, Turn.PAUSED, Turn.RESUMED, Turn.PAUSED, Turn.ENDED]
    assert found[-1][0] == 200 + 500 + OPEN_MS


def test_between_the_thresholds_what_was_goes_on() -> None:
    assert turns(endpointer(), (0.4, 1000)) == []
    assert turns(endpointer(), (0.9, 100), (0.4, 1000)) == [(100, Turn.STARTED)]


@pytest.mark.parametrize(("patience_ms", "silence_ms"), [(200, 200), (1000, 1000), (9000, LONGEST_MS)])
def test_patience_sets_when_this_pause_ends_the_turn_within_limits(patience_ms: int, silence_ms: int) -> None:
    listening = endpointer()
    turns(listening, (0.9, 200), (0.0, 100))
    assert listening.patience(patience_ms) is None
    assert turns(listening, (0.0, 2000)) == [(silence_ms - 100, Turn.ENDED)]


def test_patience_that_is_over_already_ends_the_turn_at_once() -> None:
    listening = endpointer()
    turns(listening, (0.9, 200), (0.0, 300))
    assert listening.patience(180) is Turn.ENDED
    assert not listening.in_turn
    assert listening.said_ms == 200


def test_patience_is_for_one_pause() -> None:
    listening = endpointer()
    turns(listening, (0.9, 200), (0.0, 100))
    listening.patience(1400)
    found = turns(listening, (0.0, 1000), (0.9, 200), (0.0, 1000))
    assert [turn for _, turn in found] == [Turn.RESUMED, Turn.PAUSED, Turn.ENDED]
    assert found[-1][0] == 1200 + OPEN_MS


def test_patience_outside_a_pause_ends_nothing() -> None:
    listening = endpointer()
    assert listening.patience(0) is None
    turns(listening, (0.9, 200))
    assert listening.patience(0) is None
    assert listening.in_turn


def test_who_does_not_stop_is_cut_and_heard_again() -> None:
    found = turns(endpointer(), (0.9, 3300))
    assert [turn for _, turn in found] == [Turn.STARTED, Turn.TOO_LONG, Turn.STARTED]
    assert found[1][0] == 3100


@given(st.lists(st.floats(0, 1) | st.sampled_from([0.0, 1.0]), max_size=500), st.lists(st.integers(0, 3000), min_size=1))
def test_turns_alternate_and_none_outlasts_its_patience(probabilities: list[float], patience: list[int]) -> None:
    listening = endpointer()
    in_turn = paused = False
    silent_ms = 0
    for number, probability in enumerate(probabilities):
        turn = listening.process(20, probability)
        if listening.paused and number % 7 == 0:
            turn = turn or listening.patience(patience[number % len(patience)])
        assert (turn is Turn.STARTED) <= (not in_turn)
        assert (turn in (Turn.ENDED, Turn.TOO_LONG)) <= in_turn
        assert (turn is Turn.PAUSED) <= (in_turn and not paused)
        assert (turn is Turn.RESUMED) <= paused
        in_turn, paused = listening.in_turn, listening.paused
        silent_ms = silent_ms + 20 if probability < SETTINGS.stop else 0
        assert silent_ms <= LONGEST_MS or not in_turn
