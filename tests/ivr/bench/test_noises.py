"""The noises: as loud as they should be, the same each time, and what they are called."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from ivr.bench.noise_kinds import KINDS
from ivr.bench.noise_parts import RATE, Samples, at_level
from ivr.bench.noises import BABBLE_DB, ECHO_DB, LEVEL_DB, LEVELS_DB, babble, echo, noise


def level_db(x: NDArray[np.float32]) -> float:
    return float(10 * np.log10(np.mean(x.astype(np.float64) ** 2) + 1e-12))


def hum(n: int, seed: int) -> Samples:
    return np.asarray(np.random.default_rng(seed).standard_normal(n) * 0.1, np.float32)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_is_finite_repeatable_and_as_loud_as_said(kind: str) -> None:
    made = noise(kind, 20.0, 1)
    assert len(made) == 20 * RATE
    assert np.isfinite(made).all()
    assert np.abs(made).max() <= 1
    assert (made == noise(kind, 20.0, 1)).all()
    low, high = LEVELS_DB.get(kind, LEVEL_DB)
    for piece in (made[: 10 * RATE], made[10 * RATE :]):
        # Clipping takes something from what is all peaks.
        assert level_db(piece) <= high + 0.1
        assert not piece.any() or level_db(piece) >= low - 6
    assert kind == "silence" or not (made == noise(kind, 20.0, 2)).all()


def test_the_spectra_fall_as_their_names_say() -> None:
    def fall(kind: str) -> float:
        power = np.abs(np.fft.rfft(KINDS[kind](40 * RATE, np.random.default_rng(0)))) ** 2
        return float(10 * np.log10(power[400 * 40 : 600 * 40].mean() / power[1600 * 40 : 2400 * 40].mean()))

    assert fall("white") == pytest.approx(0, abs=0.5)
    assert fall("pink") == pytest.approx(6, abs=1)
    assert fall("brown") == pytest.approx(12, abs=1)


def test_babble_needs_a_crowd_and_stays_far_away() -> None:
    voices = [hum(RATE * 3, seed) for seed in range(6)]
    made = babble(voices, 20.0, 1)
    assert len(made) == 20 * RATE
    assert BABBLE_DB[0] - 0.1 <= level_db(made[: 10 * RATE]) <= BABBLE_DB[1] + 0.1
    with pytest.raises(ValueError, match="6 voices"):
        babble(voices[:5], 1.0, 1)


def test_an_echo_is_late_and_softer() -> None:
    voice = hum(30 * RATE, 1)
    voice[: 10 * RATE] = 0
    back = echo(voice, 1)
    assert len(back) == len(voice)
    assert not back[: 10 * RATE + int(0.02 * RATE)].any()
    loss = level_db(back[11 * RATE :]) - level_db(voice[11 * RATE :])
    assert ECHO_DB[0] - 6 <= loss <= ECHO_DB[1] + 0.1


def test_silence_has_no_level_to_raise() -> None:
    assert not at_level(np.zeros(80), -20).any()
