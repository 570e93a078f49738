"""What the line adds to a voice, measured."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from dialog.scenario.schema import Line
from ivr.caller.line import over

CLEAN = 200.0


def samples(pcm: bytes) -> NDArray[np.float64]:
    return np.frombuffer(pcm, "<i2").astype(np.float64)


def tone(hz: float) -> bytes:
    return (np.sin(np.arange(16000) * 2 * np.pi * hz / 8000) * 8000).astype("<i2").tobytes()


def level_db(pcm: bytes) -> float:
    return float(10 * np.log10(np.mean(samples(pcm)[800:] ** 2)))


@pytest.mark.parametrize("snr_db", [0.0, 8.0, 25.0])
def test_the_noise_lies_where_it_should(snr_db: float) -> None:
    voice = samples(over(Line(snr_db=CLEAN), tone(1000), 1))
    noise = samples(over(Line(snr_db=snr_db), tone(1000), 1)) - voice
    assert 10 * np.log10(np.mean(voice**2) / np.mean(noise**2)) == pytest.approx(snr_db, abs=0.5)


def test_only_the_telephone_band_passes() -> None:
    passed = level_db(over(Line(snr_db=CLEAN), tone(1000), 1))
    assert passed == pytest.approx(level_db(tone(1000)), abs=0.5)
    assert level_db(over(Line(snr_db=CLEAN), tone(60), 1)) < passed - 20


def test_gain() -> None:
    quiet, normal = (level_db(over(Line(snr_db=CLEAN, gain_db=gain), tone(1000), 1)) for gain in (-6.0, 0.0))
    assert normal - quiet == pytest.approx(6, abs=0.1)


def test_the_same_seed_gives_the_same_line_and_another_seed_another() -> None:
    assert over(Line(), tone(500), 3) == over(Line(), tone(500), 3) != over(Line(), tone(500), 4)


def test_the_share_of_packets_that_is_lost_is_silent() -> None:
    whole, torn = (samples(over(Line(lost_percent=lost), tone(500), 3)).reshape(-1, 160) for lost in (0.0, 20.0))
    gone = ~torn.any(axis=1)
    assert 0.1 < gone.mean() < 0.3
    assert (torn[~gone] == whole[~gone]).all()


def test_a_pause_holds_the_noise_and_does_not_lower_it() -> None:
    voice, pause = tone(1000), bytes(16000)
    with_pause = samples(over(Line(snr_db=20), voice + pause + voice, 1))
    noise = with_pause[20000:24000]
    assert 10 * np.log10(np.mean(with_pause[4000:15000] ** 2) / np.mean(noise**2)) == pytest.approx(20, abs=0.5)


@pytest.mark.parametrize("pcm", [b"", b"\0\0" * 800])
def test_silence_stays_silence(pcm: bytes) -> None:
    assert over(Line(), pcm, 1) == pcm
