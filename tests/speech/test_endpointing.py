from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from speech.endpointing import Endpointer, EndpointSettings, Turn

SETTINGS = EndpointSettings(min_speech_ms=100, end_silence_ms=600, max_utterance_ms=3000)


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


def test_starts_after_enough_speech_and_ends_after_the_pause() -> None:
    assert turns(Endpointer(SETTINGS), (0.0, 200), (0.9, 500), (0.0, 1000)) == [
        (300, Turn.STARTED),
        (1300, Turn.ENDED),
    ]


def test_a_click_is_no_turn() -> None:
    assert turns(Endpointer(SETTINGS), (0.9, 80), (0.0, 40), (0.9, 80), (0.0, 1000)) == []


def test_a_pause_inside_a_turn_does_not_end_it() -> None:
    assert turns(Endpointer(SETTINGS), (0.9, 200), (0.0, 580), (0.9, 200), (0.0, 600)) == [
        (100, Turn.STARTED),
        (1580, Turn.ENDED),
    ]


def test_between_the_thresholds_what_was_goes_on() -> None:
    assert turns(Endpointer(SETTINGS), (0.4, 1000)) == []
    assert turns(Endpointer(SETTINGS), (0.9, 100), (0.4, 1000)) == [(100, Turn.STARTED)]


def test_a_digits_answer_waits_longer_when_told_to() -> None:
    endpointer = Endpointer(SETTINGS)
    endpointer.expect(1200)
    assert turns(endpointer, (0.9, 200), (0.0, 1180), (0.9, 200)) == [(100, Turn.STARTED)]


def test_who_does_not_stop_is_cut_and_heard_again() -> None:
    found = turns(Endpointer(SETTINGS), (0.9, 3300))
    assert [turn for _, turn in found] == [Turn.STARTED, Turn.TOO_LONG, Turn.STARTED]
    assert found[1][0] == 3100


@given(st.lists(st.floats(0, 1), max_size=500))
def test_starts_and_ends_alternate(probabilities: list[float]) -> None:
    endpointer = Endpointer(SETTINGS)
    found = [turn for p in probabilities if (turn := endpointer.process(20, p))]
    assert all((turn is Turn.STARTED) == (i % 2 == 0) for i, turn in enumerate(found))
    assert endpointer.in_turn == (len(found) % 2 == 1)
