from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from speech.parts import ModelUnavailable, build_once, join, package_file


def test_parts_are_joined_and_checked(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"first ")
    (tmp_path / "b").write_bytes(b"second")
    join([tmp_path / "a", tmp_path / "b"], tmp_path / "whole", hashlib.sha256(b"first second").hexdigest())
    assert (tmp_path / "whole").read_bytes() == b"first second"


def test_a_wrong_checksum_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"spoilt")
    with pytest.raises(ModelUnavailable, match="expected 00"):
        join([tmp_path / "a"], tmp_path / "whole", "00")
    assert not (tmp_path / "whole").exists()


def test_a_missing_package_is_named() -> None:
    with pytest.raises(ModelUnavailable, match="no-such-package"):
        package_file("no_such_package", "x.bin")


def test_a_folder_is_built_once(tmp_path: Path) -> None:
    built: list[Path] = []

    def build(folder: Path) -> None:
        built.append(folder)
        (folder / "file").write_text("x")

    target = tmp_path / "deep" / "model"
    assert build_once(target, build) == build_once(target, build) == target
    assert len(built) == 1 and (target / "file").read_text() == "x"


def test_a_failed_build_leaves_no_folder(tmp_path: Path) -> None:
    def build(folder: Path) -> None:
        (folder / "half").write_text("x")
        raise ModelUnavailable("no")

    with pytest.raises(ModelUnavailable):
        build_once(tmp_path / "model", build)
    assert list(tmp_path.iterdir()) == []


def test_a_faster_process_wins(tmp_path: Path) -> None:
    target = tmp_path / "model"

    def build(folder: Path) -> None:
        (folder / "file").write_text("ours")
        target.mkdir()
        (target / "file").write_text("theirs")

    build_once(target, build)
    assert (target / "file").read_text() == "theirs" and list(tmp_path.iterdir()) == [target]
