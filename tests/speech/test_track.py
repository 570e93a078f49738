"""Clauses on their way to a line."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from speech.loudness import trimmed
from speech.pcm import from_float, to_float
from speech.reading import Piece
from speech.sound_check import check
from speech.track import LAST_MS, LEAD_MS, LONGEST_PAUSE_MS, MASTER_RATE, SHORTEST_PAUSE_MS, Track, pause_ms


def tone(hertz: float, ms: int = 400) -> bytes:
    samples = 0.2 * np.sin(2 * np.pi * hertz * np.arange(MASTER_RATE * ms // 1000) / MASTER_RATE)
    return from_float(trimmed(samples.astype(np.float32), MASTER_RATE))


def played(rate: int, *masters: bytes, pace: float = 1.0, pause: int = 320) -> NDArray[np.float32]:
    track, piece = Track(rate, pace), Piece("x.", pause)
    return to_float(b"".join(track.add(pcm, piece, last=n == len(masters)) for n, pcm in enumerate(masters, start=1)))


@pytest.mark.parametrize("rate", [8000, 16_000])
def test_lead_pauses_and_end_have_their_length_at_either_rate(rate: int) -> None:
    audio = played(rate, tone(440), tone(440))
    assert len(audio) / rate * 1000 == pytest.approx(LEAD_MS + 400 + 320 + 400 + LAST_MS, abs=2)
    sounding = np.flatnonzero(np.abs(audio) > 0.02)
    assert np.diff(sounding).max() / rate * 1000 == pytest.approx(320, abs=15)


def test_a_narrow_line_gets_nothing_folded_down_and_a_wide_one_all_of_it() -> None:
    def level(rate: int, hertz: float) -> float:
        return float(np.sqrt(np.mean(played(rate, tone(hertz)) ** 2)))

    assert level(8000, 5000) < 0.02 * level(8000, 1000)
    assert level(8000, 3000) == pytest.approx(level(8000, 1000), rel=0.1)
    assert level(16_000, 5000) == pytest.approx(level(16_000, 1000), rel=0.1)


@pytest.mark.parametrize("rate", [8000, 16_000])
@given(st.lists(st.floats(100, 3000), min_size=1, max_size=4), st.sampled_from([0, 40, 200, 320]))
def test_joins_do_not_click(rate: int, hertz: list[float], pause: int) -> None:
    report = check(from_float(played(rate, *map(tone, hertz), pause=pause)), rate)
    assert report.worst_join < 0.01
    assert abs(report.dc) < 0.001


@given(st.integers(0, 3000), st.floats(0.5, 1.6))
def test_pauses_follow_the_pace_within_their_bounds(ms: int, pace: float) -> None:
    pause = pause_ms(Piece("x,", ms), pace)
    if 120 <= ms <= LONGEST_PAUSE_MS:
        assert SHORTEST_PAUSE_MS <= pause <= LONGEST_PAUSE_MS
        assert pause_ms(Piece("x,", ms), pace * 0.9) >= pause
    else:
        assert pause == ms, "too short to be noticed, or as an operator wants it"


def test_a_line_of_another_rate_is_refused() -> None:
    with pytest.raises(ValueError, match="11025"):
        Track(11_025)
