from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from speech.adapter import merged
from speech.ctranslate import Model
from speech.training.lowrank import adapt, go_on_from
from speech.training.prepare import load
from speech.training.train import Recipe, loss_of, rate_at, train
from speech.training.whisper import Whisper

torch.set_num_threads(1)  # many wait for one another on a busy machine, for seconds
WIDTH, WORDS, LAYERS, BINS, RANK = 64, 20, 2, 8, 4


@pytest.fixture
def variables() -> dict[str, NDArray[np.generic]]:
    random = np.random.default_rng(0)
    out: dict[str, NDArray[np.generic]] = {}

    def linear(name: str, rows: int, columns: int) -> None:
        out[f"{name}/weight"] = (random.standard_normal((rows, columns)) / 8).astype(np.float16)
        out[f"{name}/bias"] = np.zeros(rows, np.float16)

    def norm(name: str) -> None:
        out[f"{name}/gamma"], out[f"{name}/beta"] = np.ones(WIDTH, np.float16), np.zeros(WIDTH, np.float16)

    for name, columns in (("conv1", BINS), ("conv2", WIDTH)):
        out[f"encoder/{name}/weight"] = (random.standard_normal((WIDTH, columns, 3)) / 8).astype(np.float16)
        out[f"encoder/{name}/bias"] = np.zeros(WIDTH, np.float16)
    out["encoder/position_encodings/encodings"] = random.standard_normal((32, WIDTH)).astype(np.float16)
    for i in range(LAYERS):
        layer = f"encoder/layer_{i}"
        linear(f"{layer}/self_attention/linear_0", 3 * WIDTH, WIDTH)
        linear(f"{layer}/self_attention/linear_1", WIDTH, WIDTH)
        linear(f"{layer}/ffn/linear_0", 4 * WIDTH, WIDTH)
        linear(f"{layer}/ffn/linear_1", WIDTH, 4 * WIDTH)
        norm(f"{layer}/self_attention/layer_norm")
        norm(f"{layer}/ffn/layer_norm")
    norm("encoder/layer_norm")
    out["decoder/embeddings/weight"] = random.standard_normal((WORDS, WIDTH)).astype(np.float16)
    out["decoder/position_encodings/encodings"] = random.standard_normal((32, WIDTH)).astype(np.float16)
    for i in range(LAYERS):
        layer = f"decoder/layer_{i}"
        for name, rows in (("self_attention/linear_0", 3), ("self_attention/linear_1", 1), ("attention/linear_0", 1)):
            linear(f"{layer}/{name}", rows * WIDTH, WIDTH)
        for name, rows in (("attention/linear_1", 2), ("attention/linear_2", 1)):
            linear(f"{layer}/{name}", rows * WIDTH, WIDTH)
        linear(f"{layer}/ffn/linear_0", 4 * WIDTH, WIDTH)
        linear(f"{layer}/ffn/linear_1", WIDTH, 4 * WIDTH)
        for name in ("self_attention", "attention", "ffn"):
            norm(f"{layer}/{name}/layer_norm")
    norm("decoder/layer_norm")
    return out


@pytest.fixture
def batches(tmp_path: Path) -> list[Path]:
    paths = []
    for number in range(3):
        random = np.random.default_rng(number)
        tokens = random.integers(0, WORDS, (2, 9))
        targets = np.concatenate([np.full((2, 3), -100), tokens[:, 4:], np.full((2, 1), 5)], axis=1)
        paths.append(tmp_path / f"batch-{number}.npz")
        np.savez(paths[-1], mel=random.standard_normal((2, BINS, 24)).astype(np.float16), tokens=tokens, targets=targets)
    return paths


def logits(model: Whisper, *, stock: bool = False) -> torch.Tensor:
    with torch.no_grad():
        result: torch.Tensor = model(torch.ones(1, BINS, 8), torch.arange(6)[None])[int(stock)]
    return result


def whisper(variables: dict[str, NDArray[np.generic]], frozen: int = 1) -> Whisper:
    torch.manual_seed(0)
    return Whisper(variables, range(WORDS), rank=RANK, encoder_rank=2, frozen=frozen)


def test_training_lowers_the_loss_and_leaves_stock_as_it_was(
    variables: dict[str, NDArray[np.generic]], batches: list[Path], tmp_path: Path
) -> None:
    model, recipe = whisper(variables), Recipe(steps=40, rate=1e-2, warm_up=3)
    before = logits(model)
    torch.testing.assert_close(before, logits(model, stock=True))
    first = _loss(model, batches[0], recipe)
    train(model, batches, tmp_path / "adapter.npz", recipe)
    assert _loss(model, batches[0], recipe) < first
    torch.testing.assert_close(logits(model, stock=True), before)


@pytest.mark.parametrize(("frozen", "layers"), [(0, {0, 1}), (1, {1}), (9, set())])
def test_frozen_layers_of_the_encoder_do_not_learn(
    variables: dict[str, NDArray[np.generic]], batches: list[Path], tmp_path: Path, frozen: int, layers: set[int]
) -> None:
    train(whisper(variables, frozen), batches, tmp_path / "adapter.npz", Recipe(steps=6, rate=1e-2, warm_up=1))
    with np.load(tmp_path / "adapter.npz") as archive:
        learned = {int(name.split("_")[1][0]) for name in archive.files if name.startswith("encoder/layer_") and name.endswith(":B")}
        assert learned == layers
        assert any(name.startswith("decoder/") for name in archive.files)


def test_the_merged_adapter_says_what_the_trained_model_says(
    variables: dict[str, NDArray[np.generic]], batches: list[Path], tmp_path: Path
) -> None:
    model = whisper(variables)
    train(model, batches, tmp_path / "adapter.npz", Recipe(steps=12, rate=1e-2, warm_up=1))
    with np.load(tmp_path / "adapter.npz") as archive:
        updates = {name: archive[name] for name in archive.files}
    assert updates["decoder/layer_0/ffn/linear_0/weight:A"].shape == (RANK, WIDTH)
    anew = whisper(dict(merged(Model("W", 1, variables), updates).variables))
    adapt(anew, on=False)
    torch.testing.assert_close(logits(anew), logits(model), atol=0.1, rtol=0.1)
    assert (logits(anew) - logits(whisper(variables))).abs().max() > 0.5


def test_a_run_goes_on_from_its_checkpoint(variables: dict[str, NDArray[np.generic]], batches: list[Path], tmp_path: Path) -> None:
    whole, halves = whisper(variables), whisper(variables)
    recipe = Recipe(steps=100, rate=1e-3)
    train(whole, batches, tmp_path / "whole.npz", recipe)
    state = tmp_path / "halves.checkpoint.pt"
    with pytest.raises(InterruptedError):
        train(halves, _Interrupted(batches, 70), tmp_path / "halves.npz", recipe)
    assert torch.load(state, weights_only=True)["step"] == 50
    resumed = whisper(variables)
    train(resumed, batches, tmp_path / "halves.npz", recipe)
    torch.testing.assert_close(logits(resumed), logits(whole))


class _Interrupted(list[Path]):
    """Batches that fail when they are listed for the `at`-th time."""

    def __init__(self, paths: list[Path], at: int) -> None:
        super().__init__(paths)
        self._left = at

    def __iter__(self):  # type: ignore[no-untyped-def]
        self._left -= 1
        if not self._left:
            raise InterruptedError
        return super().__iter__()


def test_training_goes_on_from_an_adapter(variables: dict[str, NDArray[np.generic]], batches: list[Path], tmp_path: Path) -> None:
    model = whisper(variables)
    train(model, batches, tmp_path / "adapter.npz", Recipe(steps=12, rate=1e-2, warm_up=1))
    with np.load(tmp_path / "adapter.npz") as archive:
        updates = {name: archive[name] for name in archive.files}
    anew = whisper(variables)
    go_on_from(anew, updates)
    torch.testing.assert_close(logits(anew), logits(model), atol=0.1, rtol=0.1)
    with pytest.raises(ValueError, match="another shape"):
        go_on_from(Whisper(variables, range(WORDS), rank=RANK + 1, encoder_rank=2, frozen=1), updates)


def test_the_rate_warms_up_and_falls() -> None:
    recipe = Recipe(steps=100, warm_up=10)
    rates = [rate_at(step, recipe) for step in range(101)]
    assert rates[0] < rates[5] < rates[9] and max(rates) <= recipe.rate
    assert rates[10:] == sorted(rates[10:], reverse=True) and rates[-1] < 0.04 * recipe.rate


def _loss(model: Whisper, path: Path, recipe: Recipe) -> float:
    with torch.no_grad():
        return float(loss_of(model, load(path), recipe))
