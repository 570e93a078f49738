"""Layers of a stock model with low-rank updates beside them, and layer norms that may move."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

SCALE = 2.0
HEAD = 64
Tensors = Mapping[str, Tensor]


class LowRank(nn.Module):
    """Linear layer `key` of the stock model plus SCALE * B @ A; `A` is [rank, in], `B` is [out, rank] and starts at zero."""

    def __init__(self, key: str, tensors: Tensors, rank: int) -> None:
        super().__init__()
        self.key = key
        self.register_buffer("weight", tensors[f"{key}/weight"])
        self.register_buffer("bias", tensors[f"{key}/bias"])
        rows, columns = tensors[f"{key}/weight"].shape
        self.A = nn.Parameter(torch.randn(rank, columns) / math.sqrt(columns))
        self.B = nn.Parameter(torch.zeros(rows, rank))
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


def attend(q: Tensor, k: Tensor, v: Tensor, *, causal: bool) -> Tensor:
    def heads(t: Tensor) -> Tensor:
        return t.view(t.shape[0], t.shape[1], -1, HEAD).transpose(1, 2)

    return functional.scaled_dot_product_attention(heads(q), heads(k), heads(v), is_causal=causal).transpose(1, 2).reshape(q.shape)


def learned(module: nn.Module) -> dict[str, NDArray[np.float16]]:
    """The adapter as `speech.adapter` reads it: `<variable>:A` and `:B` (SCALE folded in), `<variable>:D` for layer norms; what is
    frozen is left out."""
    out: dict[str, NDArray[np.float16]] = {}
    for part in module.modules():
        if not any(p.requires_grad for p in part.parameters(recurse=False)):
            continue
        if isinstance(part, LowRank):
            out[f"{part.key}/weight:A"] = _half(part.A)
            out[f"{part.key}/weight:B"] = _half(SCALE * part.B)
        elif isinstance(part, Norm):
            for name in ("gamma", "beta"):
                out[f"{part.key}/{name}:D"] = _half(getattr(part, name) - part.get_buffer(f"{name}0"))
    return out


def go_on_from(module: nn.Module, updates: Mapping[str, NDArray[np.generic]]) -> None:
    """Start from an adapter trained before (the inverse of `learned`); what it does not name starts as stock.

    Raises:
        ValueError: it has another rank or belongs to another model.
    """
    values = {name: torch.from_numpy(value.astype(np.float32)) for name, value in updates.items()}
    with torch.no_grad():
        for part in module.modules():
            if isinstance(part, LowRank) and f"{part.key}/weight:A" in values:
                a, b = values[f"{part.key}/weight:A"], values[f"{part.key}/weight:B"]
                if a.shape != part.A.shape or b.shape != part.B.shape:
                    raise ValueError(
                        f"the adapter to go on from has another shape at {part.key}: {tuple(a.shape)}, not {tuple(part.A.shape)}"
                    )
                part.A.copy_(a)
                part.B.copy_(b / SCALE)
            elif isinstance(part, Norm) and f"{part.key}/gamma:D" in values:
                part.gamma.add_(values[f"{part.key}/gamma:D"])
                part.beta.add_(values[f"{part.key}/beta:D"])


def adapt(module: nn.Module, *, on: bool) -> None:
    """With its updates, or as it was before any training."""
    for part in module.modules():
        if isinstance(part, (LowRank, Norm)):
            part.adapted = on


def _half(tensor: Tensor) -> NDArray[np.float16]:
    return np.asarray(tensor.detach().numpy(), np.float16)
