"""A training goes on where it was cut off."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import nn

from speech.voice_training.checkpoint import Average, Stateful, descend, load_checkpoint, save_checkpoint
from speech.voice_training.errors import CheckpointError


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


@pytest.mark.parametrize("content", [b"", b"no checkpoint at all", None])
def test_what_is_broken_or_of_another_shape_is_named(tmp_path: Path, content: bytes | None) -> None:
    if content is None:
        save_checkpoint(tmp_path / "c.pt", {"model": nn.Linear(5, 1)}, 1)
    else:
        (tmp_path / "c.pt").write_bytes(content)
    with pytest.raises(CheckpointError, match=r"c\.pt: rusak"):
        load_checkpoint(tmp_path / "c.pt", {"model": nn.Linear(4, 1)})


def test_a_full_disk_leaves_the_earlier_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_checkpoint(tmp_path / "c.pt", {"model": nn.Linear(4, 1)}, 7)

    def full(content: object, path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(torch, "save", full)
    with pytest.raises(CheckpointError, match="tidak dapat ditulis"):
        save_checkpoint(tmp_path / "c.pt", {"model": nn.Linear(4, 1)}, 8)
    assert load_checkpoint(tmp_path / "c.pt", {"model": nn.Linear(4, 1)}) == 7
    assert [path.name for path in tmp_path.iterdir()] == ["c.pt"]
