"""Sentences as waveform and spectrogram, with what was read back, as a PNG."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from textwrap import fill

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.mlab import specgram

from ivr.voice_sample import Sample
from speech.pcm import Samples, read_wav, to_float

PICTURED = 10
_COLUMNS, _WIDTH = 2, 78
_WINDOW_MS, _STEP_MS, _FAINTEST_DB = 32, 8, -70


def draw(samples: Sequence[Sample], folder: Path, rate: int, title: str, png: Path) -> None:
    """The first ten of `samples`, whose files lie in `folder` at `rate`, into `png`."""
    shown = samples[:PICTURED]
    rows = -(-len(shown) // _COLUMNS)
    figure = Figure(figsize=(15, 2.6 * rows + 0.5), layout="constrained")
    figure.suptitle(title, fontsize=11)
    parts = figure.subfigures(rows, _COLUMNS, squeeze=False).ravel()
    for part, sample in zip(parts, shown, strict=False):
        wave, spectrum = part.subplots(2, 1, sharex=True, height_ratios=(1, 2))
        heard = "✓ terbaca kembali" if sample.right else f"✗ terbaca: {sample.heard}"
        wave.set_title(f"{fill(sample.text, _WIDTH)}\n{fill(heard, _WIDTH)}", fontsize=8, loc="left")
        _draw_one(to_float(read_wav(folder / sample.file, rate)), rate, wave, spectrum)
    figure.savefig(png, dpi=90)


def _draw_one(sound: Samples, rate: int, wave: Axes, spectrum: Axes) -> None:
    time = np.arange(len(sound)) / rate
    wave.plot(time, sound, linewidth=0.3, color="#2b5d7d")
    wave.set_ylim(-1, 1)
    wave.set_yticks([])
    window, step = rate * _WINDOW_MS // 1000, rate * _STEP_MS // 1000
    power, _, _ = specgram(sound, NFFT=window, Fs=rate, noverlap=window - step)
    shown = 10 * np.log10(np.maximum(power, 1e-12))
    loudest = float(shown.max())
    area = (0.0, float(time[-1]), 0.0, rate / 2)
    spectrum.imshow(shown, origin="lower", aspect="auto", extent=area, cmap="magma", vmin=loudest + _FAINTEST_DB, vmax=loudest)
    spectrum.set_ylabel("Hz", fontsize=7)
    spectrum.tick_params(labelsize=7)
