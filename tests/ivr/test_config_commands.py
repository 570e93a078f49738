"""`ivr config` as an operator runs it, on a small configuration: each command loads it anew."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dialog.load import ConfigError
from ivr.cli import app
from ivr.config_commands import differences
from ivr.config_versions import VersionError, Versions, versions_of
from ivr.settings import ROOT, load_settings


@pytest.fixture
def place(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "tests" / "data" / "hotline", tmp_path / "configs")
    text = f"dialog: {tmp_path / 'configs'}\nstate: {tmp_path / 'var'}\nrecords: {tmp_path / 'r.db'}\n"
    (tmp_path / "settings.yaml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def versions(place: Path) -> Versions:
    return versions_of(load_settings(place / "settings.yaml"))


def ivr(place: Path, *command: str) -> Result:
    return CliRunner().invoke(app, [*command, "--settings", str(place / "settings.yaml")])


def edit(place: Path, old: str, new: str) -> None:
    path = place / "configs" / "hotline.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_before_the_first_version(place: Path) -> None:
    assert "Belum ada versi" in ivr(place, "config", "list").stdout


def test_list_diff_and_roll_back(place: Path, versions: Versions) -> None:
    old = versions.take().version
    edit(place, "title:", "title: Baru #")
    new = versions.take().version
    (place / "configs" / "services" / "pengaduan.yaml").unlink()
    listed = [json.loads(line) for line in ivr(place, "config", "list", "--json").stdout.splitlines()]
    assert [(row["version"], row["current"]) for row in listed] == [(new, True), (old, False)]
    assert f"{new}" in ivr(place, "config", "list").stdout
    told = ivr(place, "config", "diff", old, new).stdout
    assert told.splitlines()[0] == f"hotline.yaml: {old} → {new}"
    assert "+title: Baru #" in told
    assert "services/pengaduan.yaml: berkas dihapus" in ivr(place, "config", "diff", old).stdout
    assert ivr(place, "config", "diff", old, old).stdout == "Tidak ada perbedaan.\n"
    done = ivr(place, "config", "rollback", old)
    assert done.exit_code == 0
    assert f"kembali ke versi {old}" in done.stdout
    assert ivr(place, "config", "diff", old).stdout == "Tidak ada perbedaan.\n"


def test_a_version_that_is_not_there_and_one_that_is_not_valid(place: Path, versions: Versions) -> None:
    old = versions.take().version
    assert isinstance(ivr(place, "config", "rollback", "tidak-ada").exception, VersionError)
    edit(place, "title:", "titel:")
    done = ivr(place, "config", "rollback", old)
    broken = next(kept.name for kept in versions.kept() if not kept.valid)
    assert broken in done.stdout
    assert "tidak sah" in ivr(place, "config", "list").stdout
    assert isinstance(ivr(place, "config", "rollback", broken).exception, ConfigError)


def test_replay_of_no_calls(place: Path, versions: Versions) -> None:
    old = versions.take().version
    for against in ([], ["--against", str(place / "configs")], ["--against", old]):
        assert ivr(place, "replay", *against).stdout == "0 dari 0 panggilan diputar ulang; 0 tetap sama, 0 berubah\n"
    assert json.loads(ivr(place, "replay", "--json").stdout)["sum"]["calls"] == 0
    assert isinstance(ivr(place, "replay", "--against", "tidak-ada").exception, VersionError)


def test_differences_are_told_by_file() -> None:
    before = {"a.yaml": "satu\ndua\n", "b.yaml": "x\n", "d.yaml": "same"}
    after = {"a.yaml": "satu\ntiga\n", "c.yaml": "y\n", "d.yaml": "same"}
    assert list(differences(before, after, "v1", "v2")) == [
        *("a.yaml: v1 → v2", "@ baris 1", " satu", "-dua", "+tiga"),
        *("b.yaml: berkas dihapus", "@ baris 0", "-x"),
        *("c.yaml: berkas baru", "@ baris 1", "+y"),
    ]
