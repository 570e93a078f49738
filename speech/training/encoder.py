"""Whisper's encoder in torch over CTranslate2's tensors, with low-rank updates of its upper layers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from speech.training.lowrank import LowRank, Norm, Tensors, attend


class Layer(nn.Module):
    """One encoder layer."""

    def __init__(self, prefix: str, tensors: Tensors, rank: int) -> None:
        super().__init__()
        self.norm_self = Norm(f"{prefix}/self_attention/layer_norm", tensors)
        self.qkv = LowRank(f"{prefix}/self_attention/linear_0", tensors, rank)
        self.out = LowRank(f"{prefix}/self_attention/linear_1", tensors, rank)
        self.norm_ffn = Norm(f"{prefix}/ffn/layer_norm", tensors)
        self.up = LowRank(f"{prefix}/ffn/linear_0", tensors, rank)
        self.down = LowRank(f"{prefix}/ffn/linear_1", tensors, rank)

    def forward(self, x: Tensor) -> Tensor:
        q, k, v = self.qkv(self.norm_self(x)).chunk(3, -1)
        x = x + self.out(attend(q, k, v, causal=False))
        y: Tensor = x + self.down(functional.gelu(self.up(self.norm_ffn(x))))
        return y


class Encoder(nn.Module):
    """`frozen` lower layers run without gradient."""

    def __init__(self, variables: Mapping[str, NDArray[np.generic]], rank: int, frozen: int) -> None:
        super().__init__()
        tensors = {
            name: torch.from_numpy(v.astype(np.float32))
            for name, v in variables.items()
            if name.startswith("encoder/") and v.dtype == np.float16
        }
        for name in ("conv1", "conv2"):
            for kind in ("weight", "bias"):
                self.register_buffer(f"{name}_{kind}", tensors[f"encoder/{name}/{kind}"])
        self.register_buffer("positions", tensors["encoder/position_encodings/encodings"])
        layers = sum(name.endswith("/ffn/linear_0/weight") for name in tensors)
        self.layers = nn.ModuleList(Layer(f"encoder/layer_{i}", tensors, rank) for i in range(layers))
        self.norm = Norm("encoder/layer_norm", tensors)
        self._frozen = min(frozen, layers)
        frozen_parts: list[nn.Module] = list(self.layers)[: self._frozen] if self._frozen < layers else [self]
        for frozen_part in frozen_parts:
            frozen_part.requires_grad_(False)

    def lower(self, mel: Tensor) -> Tensor:
        """[n, bins, frames] -> what the frozen layers make of it [n, frames / 2, width]."""
        with torch.no_grad():
            x = functional.gelu(functional.conv1d(mel, self.get_buffer("conv1_weight"), self.get_buffer("conv1_bias"), padding=1))
            x = functional.gelu(functional.conv1d(x, self.get_buffer("conv2_weight"), self.get_buffer("conv2_bias"), padding=1, stride=2))
            x = x.transpose(1, 2)
            x = x + self.get_buffer("positions")[: x.shape[1]]
            for layer in self.layers[: self._frozen]:
                x = layer(x)
        return x

    def upper(self, x: Tensor) -> Tensor:
        """The layers that learn: [n, positions, width] in and out."""
        for layer in self.layers[self._frozen :]:
            x = layer(x)
        y: Tensor = self.norm(x)
        return y
