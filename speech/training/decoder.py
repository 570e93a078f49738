"""Whisper's decoder in torch over CTranslate2's fused tensors, with low-rank updates.

Only the decoder learns: an adapter on the encoder made people harder to hear while every synthetic figure improved. So the
encoder is not needed here: its output comes from CTranslate2, the same that runs in service (see `prepare.py`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

RANK = 32
SCALE = 2.0
HEAD = 64
Tensors = Mapping[str, Tensor]


class LowRank(nn.Module):
    """Linear layer `key` of the stock model plus SCALE * B @ A; `A` is [RANK, in], `B` is [out, RANK] and starts at zero."""

    def __init__(self, key: str, tensors: Tensors) -> None:
        super().__init__()
        self.key = key
        self.register_buffer("weight", tensors[f"{key}/weight"])
        self.register_buffer("bias", tensors[f"{key}/bias"])
        rows, columns = tensors[f"{key}/weight"].shape
        self.A = nn.Parameter(torch.randn(RANK, columns) / math.sqrt(columns))
        self.B = nn.Parameter(torch.zeros(rows, RANK))
        self.adapted = True

    def forward(self, x: Tensor) -> Tensor:
        y = functional.linear(x, self.get_buffer("weight"), self.get_buffer("bias"))
        return y + SCALE * functional.linear(functional.linear(x, self.A), self.B) if self.adapted else y


class Norm(nn.Module):
    """Layer norm `key`, free to learn."""

    def __init__(self, key: str, tensors: Tensors) -> None:
        super().__init__()
        self.key = key
        self.register_buffer("gamma0", tensors[f"{key}/gamma"])
        self.register_buffer("beta0", tensors[f"{key}/beta"])
        self.gamma = nn.Parameter(tensors[f"{key}/gamma"].clone())
        self.beta = nn.Parameter(tensors[f"{key}/beta"].clone())
        self.adapted = True

    def forward(self, x: Tensor) -> Tensor:
        gamma, beta = (self.gamma, self.beta) if self.adapted else (self.get_buffer("gamma0"), self.get_buffer("beta0"))
        return functional.layer_norm(x, x.shape[-1:], gamma, beta)


def _attend(q: Tensor, k: Tensor, v: Tensor, *, causal: bool) -> Tensor:
    def heads(t: Tensor) -> Tensor:
        return t.view(t.shape[0], t.shape[1], -1, HEAD).transpose(1, 2)

    return functional.scaled_dot_product_attention(heads(q), heads(k), heads(v), is_causal=causal).transpose(1, 2).reshape(q.shape)


class Block(nn.Module):
    """One decoder layer: looks back at the tokens, then at the encoder's output, then thinks."""

    def __init__(self, prefix: str, tensors: Tensors) -> None:
        super().__init__()
        self.norm_self = Norm(f"{prefix}/self_attention/layer_norm", tensors)
        self.qkv = LowRank(f"{prefix}/self_attention/linear_0", tensors)
        self.out = LowRank(f"{prefix}/self_attention/linear_1", tensors)
        self.norm_cross = Norm(f"{prefix}/attention/layer_norm", tensors)
        self.cross_q = LowRank(f"{prefix}/attention/linear_0", tensors)
        self.cross_kv = LowRank(f"{prefix}/attention/linear_1", tensors)
        self.cross_out = LowRank(f"{prefix}/attention/linear_2", tensors)
        self.norm_ffn = Norm(f"{prefix}/ffn/layer_norm", tensors)
        self.up = LowRank(f"{prefix}/ffn/linear_0", tensors)
        self.down = LowRank(f"{prefix}/ffn/linear_1", tensors)

    def forward(self, x: Tensor, encoded: Tensor) -> Tensor:
        q, k, v = self.qkv(self.norm_self(x)).chunk(3, -1)
        x = x + self.out(_attend(q, k, v, causal=True))
        k, v = self.cross_kv(encoded).chunk(2, -1)
        x = x + self.cross_out(_attend(self.cross_q(self.norm_cross(x)), k, v, causal=False))
        y: Tensor = x + self.down(functional.gelu(self.up(self.norm_ffn(x))))
        return y


class Decoder(nn.Module):
    """The decoder alone. `used`: the token ids that the loss looks at, in order; the decoder speaks indices into it."""

    def __init__(self, variables: Mapping[str, NDArray[np.generic]], used: Sequence[int]) -> None:
        super().__init__()
        tensors = {
            name: torch.from_numpy(v.astype(np.float32))
            for name, v in variables.items()
            if name.startswith("decoder/") and v.dtype == np.float16
        }
        self._positions = tensors["decoder/position_encodings/encodings"]
        self._embeddings = tensors["decoder/embeddings/weight"][list(used)]
        layers = sum(name.endswith("/ffn/linear_0/weight") for name in tensors)
        self.blocks = nn.ModuleList(Block(f"decoder/layer_{i}", tensors) for i in range(layers))
        self.norm = Norm("decoder/layer_norm", tensors)

    def forward(self, tokens: Tensor, encoded: Tensor) -> Tensor:
        """Indices [batch, length] and the encoder's output [batch, positions, width] -> logits [batch, length, len(used)]."""
        x = functional.embedding(tokens, self._embeddings) + self._positions[: tokens.shape[1]]
        for block in self.blocks:
            x = block(x, encoded)
        y: Tensor = self.norm(x) @ self._embeddings.T
        return y

    @torch.no_grad()
    def stock(self, tokens: Tensor, encoded: Tensor) -> Tensor:
        """What the decoder said before any training."""
        _adapt(self, on=False)
        try:
            y: Tensor = self(tokens, encoded)
        finally:
            _adapt(self, on=True)
        return y

    def learned(self) -> dict[str, NDArray[np.float16]]:
        """The adapter as `speech.adapter` reads it: `<variable>:A` and `:B` (SCALE folded in), `<variable>:D` for layer norms."""
        out: dict[str, NDArray[np.float16]] = {}
        for module in self.modules():
            if isinstance(module, LowRank):
                out[f"{module.key}/weight:A"] = _half(module.A)
                out[f"{module.key}/weight:B"] = _half(SCALE * module.B)
            elif isinstance(module, Norm):
                for name in ("gamma", "beta"):
                    out[f"{module.key}/{name}:D"] = _half(getattr(module, name) - module.get_buffer(f"{name}0"))
        return out


def _half(tensor: Tensor) -> NDArray[np.float16]:
    return np.asarray(tensor.detach().numpy(), np.float16)


def _adapt(module: nn.Module, *, on: bool) -> None:
    for part in module.modules():
        if isinstance(part, (LowRank, Norm)):
            part.adapted = on
