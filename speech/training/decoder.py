"""Whisper's decoder in torch over CTranslate2's fused tensors, with low-rank updates of every matrix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from speech.training.lowrank import LowRank, Norm, Tensors, attend


class Block(nn.Module):
    """One decoder layer: looks back at the tokens, then at the encoder's output, then thinks."""

    def __init__(self, prefix: str, tensors: Tensors, rank: int) -> None:
        super().__init__()
        self.norm_self = Norm(f"{prefix}/self_attention/layer_norm", tensors)
        self.qkv = LowRank(f"{prefix}/self_attention/linear_0", tensors, rank)
        self.out = LowRank(f"{prefix}/self_attention/linear_1", tensors, rank)
        self.norm_cross = Norm(f"{prefix}/attention/layer_norm", tensors)
        self.cross_q = LowRank(f"{prefix}/attention/linear_0", tensors, rank)
        self.cross_kv = LowRank(f"{prefix}/attention/linear_1", tensors, rank)
        self.cross_out = LowRank(f"{prefix}/attention/linear_2", tensors, rank)
        self.norm_ffn = Norm(f"{prefix}/ffn/layer_norm", tensors)
        self.up = LowRank(f"{prefix}/ffn/linear_0", tensors, rank)
        self.down = LowRank(f"{prefix}/ffn/linear_1", tensors, rank)

    def forward(self, x: Tensor, encoded: Tensor) -> Tensor:
        q, k, v = self.qkv(self.norm_self(x)).chunk(3, -1)
        x = x + self.out(attend(q, k, v, causal=True))
        k, v = self.cross_kv(encoded).chunk(2, -1)
        x = x + self.cross_out(attend(self.cross_q(self.norm_cross(x)), k, v, causal=False))
        y: Tensor = x + self.down(functional.gelu(self.up(self.norm_ffn(x))))
        return y


class Decoder(nn.Module):
    """The decoder alone. `used`: the token ids that the loss looks at, in order; the decoder speaks indices into it."""

    def __init__(self, variables: Mapping[str, NDArray[np.generic]], used: Sequence[int], rank: int) -> None:
        super().__init__()
        tensors = {
            name: torch.from_numpy(v.astype(np.float32))
            for name, v in variables.items()
            if name.startswith("decoder/") and v.dtype == np.float16
        }
        self._positions = tensors["decoder/position_encodings/encodings"]
        self._embeddings = tensors["decoder/embeddings/weight"][list(used)]
        layers = sum(name.endswith("/ffn/linear_0/weight") for name in tensors)
        self.blocks = nn.ModuleList(Block(f"decoder/layer_{i}", tensors, rank) for i in range(layers))
        self.norm = Norm("decoder/layer_norm", tensors)

    def forward(self, tokens: Tensor, encoded: Tensor) -> Tensor:
        """Indices [batch, length] and the encoder's output [batch, positions, width] -> logits [batch, length, len(used)]."""
        x = functional.embedding(tokens, self._embeddings) + self._positions[: tokens.shape[1]]
        for block in self.blocks:
            x = block(x, encoded)
        y: Tensor = self.norm(x) @ self._embeddings.T
        return y
