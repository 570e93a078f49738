"""The web phone's library: made once, by the packages that are pinned; a machine without a registry says what is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ivr.console.assets import FOLDER, PACKAGES, library, library_name
from ivr.setup.web_phone import WebPhoneUnavailable, build


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No registry answers, and npm has nothing stored."""
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:1/")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "npm"))
    monkeypatch.setenv("npm_config_fetch_retries", "0")


def test_without_a_registry_set_up_says_what_to_do_and_leaves_nothing(nowhere: None, tmp_path: Path) -> None:
    with pytest.raises(WebPhoneUnavailable, match=r"npm failed: (.|\n)*ECONNREFUSED(.|\n)*run set-up again.*desk phones"):
        build(tmp_path)
    assert library(tmp_path) is None
    assert not list((tmp_path / FOLDER).iterdir())


def test_what_is_there_is_not_made_again(nowhere: None, tmp_path: Path) -> None:
    made = tmp_path / FOLDER / library_name()
    made.parent.mkdir()
    made.touch()
    assert build(tmp_path) == made


def test_every_package_is_pinned_by_its_hash_and_none_by_an_address() -> None:
    lock = (PACKAGES / "package-lock.json").read_text(encoding="utf-8")
    packages = {name: entry for name, entry in json.loads(lock)["packages"].items() if name}
    assert packages and all(entry["integrity"].startswith("sha512-") for entry in packages.values())
    assert "resolved" not in lock and "://" not in lock
