from __future__ import annotations

from random import Random

import numpy as np

from speech.training.damage import RATE
from speech.training.noises import KINDS, noise


def test_every_noise_is_sound_of_a_sane_level_and_the_draw_repeats() -> None:
    crowd = [np.random.default_rng(i).standard_normal(RATE).astype(np.float32) for i in range(8)]
    for seed in range(60):
        x = noise(Random(seed), crowd)
        np.testing.assert_array_equal(x, noise(Random(seed), crowd))
        assert RATE <= len(x) <= 6 * RATE and np.all(np.isfinite(x)) and 0 < float(np.max(np.abs(x))) <= 1


def test_every_kind_fills_the_time_asked_for() -> None:
    for kind in set(KINDS):
        for n in (RATE, 3 * RATE + 7):
            assert len(kind(n, Random(n), np.random.default_rng(0))) == n
