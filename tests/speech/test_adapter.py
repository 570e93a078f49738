from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from speech import ctranslate
from speech.adapter import checked_manifest, merge_files, merged, write_manifest
from speech.ctranslate import Model
from speech.parts import ModelUnavailable


def stock() -> Model:
    return Model("W", 1, {"w": np.ones((3, 2), np.float16), "norm": np.zeros(2, np.float16), "other": np.ones(4, np.float16)})


UPDATES = {"w:B": np.array([[1], [2], [3]], np.float16), "w:A": np.array([[1, -1]], np.float16), "norm:D": np.array([0.5, 1], np.float16)}


def test_updates_are_added_in_the_type_of_the_variable() -> None:
    variables = merged(stock(), UPDATES, strength=0.5).variables
    np.testing.assert_array_equal(variables["w"], np.array([[1.5, 0.5], [2, 0], [2.5, -0.5]], np.float16))
    np.testing.assert_array_equal(variables["norm"], np.array([0.25, 0.5], np.float16))
    np.testing.assert_array_equal(variables["other"], np.ones(4, np.float16))
    assert {v.dtype for v in variables.values()} == {np.dtype(np.float16)}
    assert list(variables) == list(stock().variables)


@pytest.mark.parametrize(
    "updates", [{"unknown:D": np.zeros(2, np.float16)}, {"norm:D": np.zeros(3, np.float16)}, {"w:A": np.zeros((1, 2), np.float16)}]
)
def test_an_adapter_of_another_model_is_refused(updates: dict[str, np.ndarray]) -> None:
    with pytest.raises(ModelUnavailable):
        merged(stock(), updates)


def test_an_adapter_file_is_pinned_and_merged(tmp_path: Path) -> None:
    base, adapter, out = tmp_path / "model.bin", tmp_path / "a.npz", tmp_path / "out.bin"
    ctranslate.write(base, stock())
    np.savez_compressed(adapter, **UPDATES)
    manifest = write_manifest(adapter, base, 1.0)
    assert checked_manifest(adapter) == manifest
    merge_files(base, adapter, 1.0, out)
    np.testing.assert_array_equal(ctranslate.read(out).variables["norm"], UPDATES["norm:D"])


def test_a_changed_adapter_is_refused(tmp_path: Path) -> None:
    base, adapter = tmp_path / "model.bin", tmp_path / "a.npz"
    ctranslate.write(base, stock())
    np.savez_compressed(adapter, **UPDATES)
    write_manifest(adapter, base, 1.0)
    adapter.write_bytes(adapter.read_bytes() + b"x")
    with pytest.raises(ModelUnavailable, match="SHA-256"):
        checked_manifest(adapter)


def test_a_missing_manifest_is_said(tmp_path: Path) -> None:
    np.savez_compressed(tmp_path / "a.npz", **UPDATES)
    with pytest.raises(ModelUnavailable, match="manifest"):
        checked_manifest(tmp_path / "a.npz")
