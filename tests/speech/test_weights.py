from __future__ import annotations

from pathlib import Path

import pytest

from speech.weights import ADAPTED_MARK, DEFAULT, STOCK, ModelUnavailable, Weights, kokoro_files, resolve

FILES = ("model.bin", "config.json", "tokenizer.json", "vocabulary.json")


def folder_with(root: Path, *files: str) -> Path:
    folder = root / "model"
    folder.mkdir()
    for file in files:
        (folder / file).write_bytes(b"{}")
    return folder


def test_a_folder_is_used_as_it_is(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, *FILES)
    assert resolve(str(folder), tmp_path / "cache") == Weights(folder, adapted=False)
    assert not (tmp_path / "cache").exists()


def test_a_marked_folder_is_adapted(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, *FILES, ADAPTED_MARK)
    assert resolve(str(folder), tmp_path).adapted


@pytest.mark.parametrize("missing", ["model.bin", "config.json", "tokenizer.json", "vocabulary.json"])
def test_what_a_folder_lacks_is_said(tmp_path: Path, missing: str) -> None:
    folder = folder_with(tmp_path, *(f for f in FILES if f != missing))
    with pytest.raises(ModelUnavailable, match=rf"lacks {missing}.*ct2-transformers-converter"):
        resolve(str(folder), tmp_path)


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="no model folder"):
        resolve(str(tmp_path / "nowhere"), tmp_path)


def test_a_name_that_no_hub_has_is_said(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="`not a model`.*sapa-base"):
        resolve("not a model", tmp_path)


def test_the_shipped_models_come_out_of_packages(tmp_path: Path) -> None:
    stock, adapted = resolve(STOCK, tmp_path), resolve(DEFAULT, tmp_path)
    assert (stock.adapted, adapted.adapted) == (False, True)
    for weights in (stock, adapted):
        assert all((weights.folder / file).is_file() for file in FILES)
    assert (stock.folder / "model.bin").stat().st_size == (adapted.folder / "model.bin").stat().st_size
    assert (stock.folder / "model.bin").read_bytes() != (adapted.folder / "model.bin").read_bytes()
    assert resolve(DEFAULT, tmp_path) == adapted
    assert {p.name for p in (tmp_path / "models").iterdir()} == {stock.folder.name, adapted.folder.name}


def test_kokoro_comes_out_of_packages(tmp_path: Path) -> None:
    files = kokoro_files(tmp_path)
    assert [p.is_file() for p in files] == [True, True, True]
    assert files == kokoro_files(tmp_path)
