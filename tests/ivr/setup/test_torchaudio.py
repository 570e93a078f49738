"""The native library is moved aside only where it cannot be loaded, and only once."""

from __future__ import annotations

import shutil
from pathlib import Path

import torch

from ivr.setup.torchaudio import loads, set_aside


def site(folder: Path) -> Path:
    library = folder / "torchaudio" / "lib"
    library.mkdir(parents=True)
    return library


def test_a_library_that_cannot_be_loaded_is_moved_aside_once(tmp_path: Path) -> None:
    library = site(tmp_path)
    (library / "_torchaudio.abi3.so").write_bytes(b"\x7fELF and no more")
    (library / "__init__.py").touch()

    moved = set_aside(tmp_path)

    assert [path.name for path in moved] == ["_torchaudio.abi3.so.needs-cuda"]
    assert not list(library.glob("*.so"))
    assert moved[0].read_bytes() == b"\x7fELF and no more"
    assert (library / "__init__.py").exists()
    assert set_aside(tmp_path) == ()


def test_a_library_that_loads_stays(tmp_path: Path) -> None:
    library = site(tmp_path)
    good = library / "_torchaudio.abi3.so"
    shutil.copy(next((Path(torch.__file__).parent / "lib").glob("libshm.so")), good)
    assert loads(good)
    assert set_aside(tmp_path) == ()
    assert good.exists()


def test_without_torchaudio_there_is_nothing_to_do(tmp_path: Path) -> None:
    assert set_aside(tmp_path) == ()
