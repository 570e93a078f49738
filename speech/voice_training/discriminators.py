"""Two small critics for the vocoder: one folds the wave by periods (HiFi-GAN's idea), one looks at spectra (UnivNet's). Coqui's own have
46 million parameters, for which two cores have no time."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn.functional import leaky_relu, pad
from torch.nn.utils.parametrizations import weight_norm

from speech.voice_training.features import magnitudes

PERIODS = (2, 3, 5, 7, 11)
RESOLUTIONS = ((512, 128, 512), (1024, 256, 1024), (256, 64, 256))
"""FFT size, hop, window in samples."""
_SLOPE = 0.1

Judged = tuple[torch.Tensor, list[torch.Tensor]]
"""Scores, and what each layer saw (for feature matching)."""


class PeriodCritic(nn.Module):
    """The wave in rows of `period` samples."""

    def __init__(self, period: int, widths: tuple[int, ...] = (16, 48, 96, 128)) -> None:
        super().__init__()
        self._period = period
        channels = (1, *widths)
        self.layers = nn.ModuleList(
            weight_norm(nn.Conv2d(a, b, (5, 1), (3, 1), (2, 0))) for a, b in zip(channels, channels[1:], strict=False)
        )
        self.last = weight_norm(nn.Conv2d(widths[-1], 1, (3, 1), padding=(1, 0)))

    def forward(self, audio: torch.Tensor) -> Judged:
        """[n, samples] -> scores and features."""
        audio = pad(audio, (0, -audio.shape[1] % self._period), "reflect")
        return _through(self, audio.view(len(audio), 1, -1, self._period))


class SpectrumCritic(nn.Module):
    """Log-compressed magnitudes of one resolution."""

    def __init__(self, fft: int, hop: int, window: int, width: int = 24) -> None:
        super().__init__()
        self._shape = (fft, hop, window)
        channels, strides = (1, width, width, width, width), ((1, 1), (2, 1), (2, 1), (2, 2))
        self.layers = nn.ModuleList(
            weight_norm(nn.Conv2d(a, b, (5, 3), stride, (2, 1))) for a, b, stride in zip(channels, channels[1:], strides, strict=False)
        )
        self.last = weight_norm(nn.Conv2d(width, 1, 3, padding=1))

    def forward(self, audio: torch.Tensor) -> Judged:
        """[n, samples] -> scores and features."""
        return _through(self, torch.log1p(30 * magnitudes(audio, *self._shape)).unsqueeze(1))


class Critics(nn.Module):
    """All of them."""

    def __init__(self) -> None:
        super().__init__()
        self.critics = nn.ModuleList([*(PeriodCritic(p) for p in PERIODS), *(SpectrumCritic(*r) for r in RESOLUTIONS)])

    def forward(self, audio: torch.Tensor) -> list[Judged]:
        """[n, samples] -> one judgement a critic."""
        return [critic(audio) for critic in self.critics]


def critics_loss(true: list[Judged], made: list[Judged]) -> torch.Tensor:
    """Least squares: 1 for recordings, 0 for what was made."""
    pairs = zip(true, made, strict=True)
    return torch.stack([(1 - t).square().mean() + m.square().mean() for (t, _), (m, _) in pairs]).mean()


def deceit_loss(made: list[Judged]) -> torch.Tensor:
    """What the generator pays for being found out."""
    return torch.stack([(1 - score).square().mean() for score, _ in made]).mean()


def feature_loss(true: list[Judged], made: list[Judged]) -> torch.Tensor:
    """Mean difference of what the critics' layers see, relative to its size."""
    losses = [
        (a.detach() - b).abs().mean() / (a.detach().abs().mean() + 1e-4)
        for (_, features), (_, others) in zip(true, made, strict=True)
        for a, b in zip(features, others, strict=True)
    ]
    return torch.stack(losses).mean()


def _through(critic: PeriodCritic | SpectrumCritic, x: torch.Tensor) -> Judged:
    seen = []
    for layer in critic.layers:
        x = leaky_relu(layer(x), _SLOPE)
        seen.append(x)
    return critic.last(x), seen
