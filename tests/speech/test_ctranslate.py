from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from speech.ctranslate import Model, ModelFormatError, read, write


def small_model() -> Model:
    variables = {
        "encoder/scale": np.array(0.5, np.float32),
        "decoder/weight": np.arange(12, dtype=np.float16).reshape(3, 4),
        "decoder/quantised": np.arange(-4, 4, dtype=np.int8).reshape(2, 2, 2),
        "decoder/ids": np.array([1, 2, 3], np.int32),
        "name é": np.array([7], np.int16),
    }
    return Model("WhisperSpec", 3, variables, (("decoder/projection/weight", "decoder/weight"),))


def test_what_was_read_is_written_back_byte_for_byte(tmp_path: Path) -> None:
    write(tmp_path / "first.bin", small_model())
    write(tmp_path / "second.bin", read(tmp_path / "first.bin"))
    assert (tmp_path / "first.bin").read_bytes() == (tmp_path / "second.bin").read_bytes()


def test_names_shapes_types_and_aliases_survive(tmp_path: Path) -> None:
    write(tmp_path / "model.bin", small_model())
    model, expected = read(tmp_path / "model.bin"), small_model()
    assert (model.name, model.revision, model.aliases) == (expected.name, expected.revision, expected.aliases)
    assert list(model.variables) == list(expected.variables)
    for name, tensor in expected.variables.items():
        assert model.variables[name].dtype == tensor.dtype
        np.testing.assert_array_equal(model.variables[name], tensor)


@pytest.mark.parametrize("keep", [3, 20, 60, -1])
def test_a_cut_file_is_named_as_such(tmp_path: Path, keep: int) -> None:
    path = tmp_path / "model.bin"
    write(path, small_model())
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(ModelFormatError, match=r"model\.bin"):
        read(path)


def test_another_version_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"\x05\x00\x00\x00")
    with pytest.raises(ModelFormatError, match="version 5"):
        read(tmp_path / "model.bin")
