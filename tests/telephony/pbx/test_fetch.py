"""Where Asterisk comes from: the machine's own mirror, and clear words where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from telephony.pbx import fetch as module
from telephony.pbx.fetch import PbxError, debian_mirror, fetch


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("sources.list.d/debian.sources", "Types: deb\nURIs: https://mirror.example/debian\nSuites: bookworm\n"),
        ("sources.list", "# old\ndeb https://mirror.example/debian/ bookworm main\n"),
        ("sources.list", "deb [arch=amd64 signed-by=/k.gpg] https://mirror.example/debian bookworm main\n"),
        ("sources.list.d/a.list", "deb https://other.example/tools stable main\ndeb https://mirror.example/debian bookworm main\n"),
        ("sources.list", "deb https://mirror.example/debian-security a main\ndeb https://mirror.example/debian bookworm main\n"),
    ],
)
def test_the_machines_own_mirror_is_found(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    assert debian_mirror(tmp_path) == "https://mirror.example/debian"


@pytest.mark.parametrize("text", ["", "# deb https://mirror.example/debian bookworm main\n", "deb https://o.example/ubuntu noble main\n"])
def test_no_mirror_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / "sources.list").write_text(text)
    with pytest.raises(PbxError, match="no Debian mirror"):
        debian_mirror(tmp_path)


def test_without_debians_tools_the_way_out_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PbxError, match="apt-get is missing.*existing Asterisk"):
        fetch(tmp_path / "cache")


def test_without_the_keyring_nothing_is_downloaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEYRING", tmp_path / "none.gpg")
    with pytest.raises(PbxError, match="debian-archive-keyring"):
        fetch(tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


def test_a_fetched_asterisk_is_not_fetched_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "asterisk/usr/sbin/asterisk"
    program.parent.mkdir(parents=True)
    program.touch()
    monkeypatch.setenv("PATH", "")
    assert fetch(tmp_path) == tmp_path / "asterisk"
