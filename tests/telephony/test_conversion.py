"""Conversion in mid-call: what passes, what must not, and that frames stay frames."""

from __future__ import annotations

import numpy as np
import pytest

from telephony.conversion import Converter


def through(converter: Converter, rate: int, hertz: float) -> tuple[float, set[int]]:
    """The level of a tone after `converter`, in dB, and the sizes of the frames that came out."""
    pcm = (8000 * np.sin(2 * np.pi * hertz * np.arange(rate) / rate)).astype("<i2").tobytes()
    size = rate // 25
    frames = [converter.feed(pcm[at : at + size]) for at in range(0, len(pcm), size)]
    out = np.frombuffer(b"".join(frames[5:]), "<i2").astype(float)
    return 20 * np.log10(max(float(np.sqrt(np.mean(out**2))), 1e-3) / (8000 / np.sqrt(2))), {len(frame) for frame in frames}


@pytest.mark.parametrize(("rate_in", "rate_out"), [(8000, 16_000), (16_000, 8000)])
def test_the_telephone_band_passes(rate_in: int, rate_out: int) -> None:
    for hertz in (300, 1000, 3400):
        level, sizes = through(Converter(rate_in, rate_out), rate_in, hertz)
        assert abs(level) < 0.5
        assert sizes == {rate_out // 25}


def test_what_8_khz_cannot_carry_does_not_come_back_as_something_else() -> None:
    assert all(through(Converter(16_000, 8000), 16_000, hertz)[0] < -45 for hertz in (4600, 5500, 7000))


def test_doubling_makes_no_mirror() -> None:
    pcm = (8000 * np.sin(2 * np.pi * 1000 * np.arange(8000) / 8000)).astype("<i2").tobytes()
    converter = Converter(8000, 16_000)
    out = np.frombuffer(b"".join(converter.feed(pcm[at : at + 320]) for at in range(0, len(pcm), 320)), "<i2").astype(float)[1600:14_400]
    spectrum = np.abs(np.fft.rfft(out * np.hanning(len(out))))
    assert spectrum[len(spectrum) * 6 // 8 :].max() < spectrum.max() / 200, "4 kHz and above"


def test_frames_of_odd_lengths_and_none_at_all_come_out_as_one_stream() -> None:
    pcm = np.random.default_rng(1).integers(-9000, 9000, 3210).astype("<i2").tobytes()
    whole, cut = Converter(16_000, 8000), Converter(16_000, 8000)
    parts = [pcm[at : at + 642] for at in range(0, len(pcm), 642)]
    assert b"".join(cut.feed(part) + cut.feed(b"") for part in parts) == whole.feed(pcm)


def test_other_rates_are_refused() -> None:
    with pytest.raises(ValueError, match="from 8000 to 48000"):
        Converter(8000, 48_000)
