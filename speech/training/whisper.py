"""A CTranslate2 Whisper in torch, as far as training needs it: the upper encoder layers and the decoder learn low-rank updates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from speech.training.decoder import Decoder
from speech.training.encoder import Encoder
from speech.training.lowrank import adapt


class Whisper(nn.Module):
    """`used`: the token ids that the loss looks at; `frozen`: how many of the lower encoder layers stay as they are."""

    def __init__(
        self, variables: Mapping[str, NDArray[np.generic]], used: Sequence[int], *, rank: int, encoder_rank: int, frozen: int
    ) -> None:
        super().__init__()
        self.encoder = Encoder(variables, encoder_rank, frozen)
        self.decoder = Decoder(variables, used, rank)

    def forward(self, mel: Tensor, tokens: Tensor) -> tuple[Tensor, Tensor]:
        """Logits [n, length, len(used)] for mel [n, bins, frames] and tokens [n, length]: learned, and of the stock model."""
        lower = self.encoder.lower(mel)
        logits = self.decoder(tokens, self.encoder.upper(lower))
        adapt(self, on=False)
        try:
            with torch.no_grad():
                stock: Tensor = self.decoder(tokens, self.encoder.upper(lower))
        finally:
            adapt(self, on=True)
        return logits, stock
