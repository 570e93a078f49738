"""Spectra for learning are those that Coqui's own processor makes."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from speech.voice_training.features import log_mel, torch_log_mel
from speech.voice_training.frames import BANDS, HOP, RATE

pytestmark = pytest.mark.filterwarnings("ignore")


def test_both_ways_agree() -> None:
    rng = np.random.default_rng(1)
    wave = 0.3 * np.sin(2 * np.pi * 220 * np.arange(RATE) / RATE) + 0.01 * rng.standard_normal(RATE)
    pcm = (wave * 32767).astype(np.int16)

    ours = log_mel(pcm)

    assert ours.shape == (BANDS, RATE // HOP)
    theirs = torch_log_mel(torch.from_numpy(pcm.astype(np.float32) / 32768)[None])[0].numpy()
    assert np.abs(ours - theirs[:, : ours.shape[1]]).max() < 0.05
