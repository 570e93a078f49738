"""A training goes on where it was cut off."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn

from speech.voice_training.checkpoint import Average, Stateful, descend, load_checkpoint, save_checkpoint


def _parts() -> tuple[dict[str, Stateful], nn.Module, torch.optim.Optimizer, Average]:
    torch.manual_seed(3)
    model = nn.Linear(4, 1)
    optimizer, average = torch.optim.AdamW(model.parameters(), 0.1), Average(model, 0.9)
    return {"model": model, "optimizer": optimizer, "average": average.model}, model, optimizer, average


def _step(model: nn.Module, optimizer: torch.optim.Optimizer, average: Average) -> None:
    descend((model(torch.ones(2, 4)) - 3).square().mean(), model, optimizer, 1.0)
    average.follow(model)


def test_cut_off_and_gone_on_is_the_same_as_in_one_go(tmp_path: Path) -> None:
    parts, *rest = _parts()
    for _ in range(4):
        _step(*rest)
    save_checkpoint(tmp_path / "c.pt", parts, 4)
    for _ in range(4):
        _step(*rest)
    whole = rest[0].state_dict()

    parts, *rest = _parts()
    assert load_checkpoint(tmp_path / "c.pt", parts) == 4
    for _ in range(4):
        _step(*rest)

    assert all(torch.equal(whole[name], value) for name, value in rest[0].state_dict().items())


def test_nothing_there_begins_anew(tmp_path: Path) -> None:
    assert load_checkpoint(tmp_path / "c.pt", _parts()[0]) == 0


def test_the_average_follows_slowly() -> None:
    _, model, optimizer, average = _parts()
    begun = [p.clone() for p in model.parameters()]
    for _ in range(30):
        _step(model, optimizer, average)
    for before, now, mean in zip(begun, model.parameters(), average.model.parameters(), strict=True):
        assert ((now - before).abs() > (mean - before).abs()).all()
