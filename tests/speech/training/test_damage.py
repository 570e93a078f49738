from __future__ import annotations

from collections.abc import Callable
from random import Random

import numpy as np
import pytest

from speech.training.damage import (
    PACKET,
    RATE,
    Samples,
    a_law,
    add_babble,
    add_noise,
    lose_packets,
    measured_line,
    mu_law,
    room,
    telephone_band,
    telephone_line,
)


def tone(hz: float, seconds: float = 1.0) -> Samples:
    return (0.5 * np.sin(2 * np.pi * hz * np.arange(int(RATE * seconds)) / RATE)).astype(np.float32)


def level(x: Samples) -> float:
    return float(np.sqrt(np.mean(x**2)))


@pytest.mark.parametrize("law", [mu_law, a_law])
def test_a_companding_law_keeps_the_speech_and_coarsens_it(law: Callable[[Samples], Samples]) -> None:
    x = tone(440)
    y = law(x)
    error = level((y - x).astype(np.float32))
    assert 0 < error < 0.03 * level(x)
    assert len(np.unique(y)) <= 256


def test_the_band_passes_speech_and_stops_the_rest() -> None:
    assert level(telephone_band(tone(1000))) > 0.9 * level(tone(1000))
    assert level(telephone_band(tone(50))) < 0.05 * level(tone(50))
    assert level(telephone_band(tone(6000))) < 0.1 * level(tone(6000))


@pytest.mark.parametrize("snr", [10.0, 20.0])
def test_noise_lies_as_far_below_as_asked(snr: float) -> None:
    x = tone(440)
    noise = (add_noise(x, snr, np.random.default_rng(0), 0.9) - x).astype(np.float32)
    assert 20 * np.log10(level(x) / level(noise)) == pytest.approx(snr, abs=0.1)


def test_a_room_rings_after_the_sound() -> None:
    x = np.concatenate([tone(440, 0.2), np.zeros(RATE // 4, np.float32)])
    assert level(room(x, 0.2, np.random.default_rng(0))[int(0.25 * RATE) :]) > 0


@pytest.mark.parametrize("line", [telephone_line, measured_line])
def test_a_line_is_the_same_for_the_same_draw(line: Callable[[Samples, Random], Samples]) -> None:
    x = tone(700)
    for seed in range(12):
        y = line(x, Random(seed))
        np.testing.assert_array_equal(y, line(x, Random(seed)))
        assert len(y) >= len(x) and np.all(np.isfinite(y)) and float(np.max(np.abs(y))) <= 1.0
    assert not np.array_equal(line(x, Random(1))[: len(x)], line(x, Random(2))[: len(x)])


def test_lost_packets_are_as_many_as_asked_and_the_rest_is_untouched() -> None:
    x = tone(440, 20.0)
    y = lose_packets(x, 0.05, np.random.default_rng(0))
    lost = [i for i in range(len(x) // PACKET) if not np.array_equal(x[i * PACKET : (i + 1) * PACKET], y[i * PACKET : (i + 1) * PACKET])]
    assert 0.03 < len(lost) / (len(x) // PACKET) < 0.07


def test_babble_lies_as_far_below_as_asked() -> None:
    x = tone(440)
    babble = (add_babble(x, [tone(300, 0.4), tone(900, 2.0)], 12.0) - x).astype(np.float32)
    assert 20 * np.log10(level(x) / level(babble)) == pytest.approx(12.0, abs=0.1)
