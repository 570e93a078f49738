"""A vocoder that has heard only the teacher's spectra rings on the pupil's, which are smoother: it learns those too."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from speech.voice_training.acoustic import Lesson, forward


@torch.no_grad()
def own_spectra(model: nn.Module, lessons: Sequence[Lesson]) -> list[NDArray[np.float32]]:
    """What `model` makes of each lesson with its true durations and pitch: [BANDS, frames], frame by frame beside the recording."""
    model.eval()
    return [forward(model, [lesson])[0]["model_outputs"][0].T.contiguous().numpy() for lesson in lessons]
