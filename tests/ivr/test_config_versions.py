"""Versions of a configuration on a real disk: whole or not there, bounded, put back in one piece."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dialog.load import ConfigError, Problem
from dialog.schema import Flows
from ivr import config_versions as module
from ivr.config_versions import BROKEN, VersionError, Versions


@pytest.fixture(scope="module")
def flows(shipped: Flows) -> Flows:
    return shipped


@pytest.fixture
def dialog(tmp_path: Path) -> Path:
    """An operator's folder, with what lies beside the dialog."""
    folder = tmp_path / "configs"
    for name in ("services", "asterisk", "scenarios"):
        (folder / name).mkdir(parents=True)
    (folder / "hotline.yaml").write_text("title: satu\n", encoding="utf-8")
    (folder / "services" / "a.yaml").write_text("service: a\n", encoding="utf-8")
    (folder / "services" / ".a.yaml.swp.yaml").write_text("an editor's", encoding="utf-8")
    (folder / "settings.yaml").write_text("pbx: {ami_secret: rahasia}\n", encoding="utf-8")
    (folder / "scenarios" / "s.yaml").write_text("[]\n", encoding="utf-8")
    return folder


@pytest.fixture
def versions(dialog: Path, tmp_path: Path, flows: Flows) -> Versions:
    """Named by their content, as `load` does; what says `salah` is not valid."""

    def read(folder: Path) -> Flows:
        texts = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.yaml")) if not path.name.startswith(".")]
        if any("salah" in text for text in texts):
            raise ConfigError([Problem(folder / "hotline.yaml", 1, "title", "expected something else")])
        texts = [text for text in texts if "title:" in text or "service:" in text]
        return replace(flows, version=hashlib.sha256("".join(texts).encode()).hexdigest()[:8])

    return Versions(tmp_path / "state" / "configs", dialog, read)


def says(dialog: Path, title: str) -> None:
    (dialog / "hotline.yaml").write_text(f"title: {title}\n", encoding="utf-8")


def tree(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file()}


def aged(versions: Versions) -> Iterator[None]:
    """Each version a second older than the one taken after it."""
    for age, kept in enumerate(versions.kept()):
        os.utime(versions._kept / kept.name, (1e9 - age, 1e9 - age))
    yield


def test_what_is_taken_is_kept_with_the_dialogs_files_alone(versions: Versions) -> None:
    name = versions.take().version
    assert versions.texts(name) == {"hotline.yaml": "title: satu\n", "services/a.yaml": "service: a\n"}
    assert [(kept.name, kept.current, kept.valid) for kept in versions.kept()] == [(name, True, True)]
    assert versions.current() == name
    assert "rahasia" not in str(tree(versions._kept))


def test_the_same_again_is_one_version(versions: Versions, dialog: Path) -> None:
    first = versions.take().version
    says(dialog, "dua")
    second = versions.take().version
    says(dialog, "satu")
    assert versions.take().version == first
    assert {kept.name for kept in versions.kept()} == {first, second}
    assert versions.current() == first


def test_what_is_not_valid_is_not_kept_and_is_told_with_the_operators_own_path(versions: Versions, dialog: Path) -> None:
    name = versions.take().version
    says(dialog, "salah")
    with pytest.raises(ConfigError) as caught:
        versions.take()
    assert str(caught.value).startswith(str(dialog / "hotline.yaml"))
    assert [kept.name for kept in versions.kept()] == [name]
    assert versions.current() == name


def test_the_oldest_are_dropped_and_never_the_current(versions: Versions, dialog: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEEP", 3)
    names = []
    for number in range(6):
        says(dialog, str(number))
        names.append(versions.take().version)
        next(aged(versions))
    assert [kept.name for kept in versions.kept()] == names[:-4:-1]
    os.utime(versions._kept / names[-1], (0, 0))
    versions.roll_back(names[3])
    assert names[-1] in [kept.name for kept in versions.kept()]


def test_a_roll_back_restores_exactly_the_dialogs_files(versions: Versions, dialog: Path) -> None:
    first, before = versions.take().version, tree(dialog)
    says(dialog, "dua")
    (dialog / "services" / "b.yaml").write_text("service: b\n", encoding="utf-8")
    (dialog / "services" / "a.yaml").unlink()
    changed = {name: text for name, text in tree(dialog).items()}
    assert versions.roll_back(first[:4]) == (first, versions.kept()[0].name)
    assert tree(dialog) == before
    saved = versions.kept()[0].name  # what gave way had never been taken, and is kept
    assert saved != first
    versions.roll_back(saved)
    assert tree(dialog) == changed


def test_files_that_a_version_is_not_named_by_are_kept_too(versions: Versions, dialog: Path) -> None:
    """Another city's: the version is the same, the operator's work is not."""
    first = versions.take().version
    says(dialog, "dua")
    versions.take()
    (dialog / "cities" / "bogor").mkdir(parents=True)
    (dialog / "cities" / "bogor" / "hotline.yaml").write_text("greeting: Wilujeng\n", encoding="utf-8")
    before = tree(dialog)
    _, saved = versions.roll_back(first)
    versions.roll_back(saved)
    assert tree(dialog) == before


def test_what_is_not_valid_is_kept_too_when_it_gives_way(versions: Versions, dialog: Path) -> None:
    first = versions.take().version
    says(dialog, "salah")
    _, saved = versions.roll_back(first)
    assert saved.startswith(BROKEN)
    assert versions.texts(saved)["hotline.yaml"] == "title: salah\n"
    assert not next(kept for kept in versions.kept() if kept.name == saved).valid
    with pytest.raises(ConfigError):
        versions.roll_back(saved)
    assert versions.texts()["hotline.yaml"] == "title: satu\n"


@pytest.mark.parametrize("name", ["", "tidak-ada", "../configs", ".new-x"])
def test_a_version_that_is_not_there(versions: Versions, name: str) -> None:
    versions.take()
    with pytest.raises(VersionError, match="tidak ada"):
        versions.roll_back(name)


def test_a_beginning_that_several_share(versions: Versions, dialog: Path) -> None:
    for name in ("abc1", "abc2"):
        (versions._kept / name).mkdir(parents=True)
    with pytest.raises(VersionError, match="abc1, abc2"):
        versions.find("abc")
    assert versions.find("abc2") == "abc2"


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("after", range(20))
def test_killed_at_any_moment_leaves_nothing_half(
    versions: Versions, dialog: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """Taking and rolling back, cut off after so many steps on the disk: each version is whole, and the folder becomes whole again."""
    first, before = versions.take().version, tree(dialog)
    says(dialog, "dua")
    (dialog / "services" / "b.yaml").write_text("service: b\n", encoding="utf-8")
    changed, steps = tree(dialog), iter(range(after))

    def cut(original: object) -> object:
        def step(*args: object, **more: object) -> object:
            if next(steps, None) is None:
                raise Killed
            return original(*args, **more)  # type: ignore[operator]

        return step

    with monkeypatch.context() as patched:
        for where, name in ((shutil, "copy"), (Path, "rename"), (Path, "replace"), (os, "utime"), (Path, "unlink")):
            patched.setattr(where, name, cut(getattr(where, name)))
        try:
            versions.take()
            versions.roll_back(first)
        except Killed:
            pass
    now = versions.take().version
    assert tree(dialog) in (before, changed)
    assert versions.texts(now) == versions.texts()
    assert versions.texts(first) == {"hotline.yaml": "title: satu\n", "services/a.yaml": "service: a\n"}
    assert not list(versions._kept.glob(".new-*"))
    for kept in versions.kept():
        assert set(versions.texts(kept.name)) >= {"hotline.yaml", "services/a.yaml"}


def test_a_folder_that_cannot_be_written_stops_nothing_else(versions: Versions, dialog: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = versions.take().version
    says(dialog, "dua")
    second = versions.take().version
    copy = module.copy_file

    def refused(source: Path, target: Path) -> None:
        if target.is_relative_to(dialog):
            raise PermissionError(13, "denied")
        copy(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(module, "copy_file", refused)
        with pytest.raises(PermissionError):
            versions.roll_back(first)
    assert versions.take().version == second
