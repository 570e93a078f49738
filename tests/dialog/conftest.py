"""The shipped configuration, and one more service with the kinds of slots that it does not use."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conversation import CONFIGS, PERIZINAN, Conversation
from served import HOTLINE, SERVICE

from dialog.load import load
from dialog.schema import Flows


@pytest.fixture(scope="session")
def flows(tmp_path_factory: pytest.TempPathFactory) -> Flows:
    folder: Path = tmp_path_factory.mktemp("hotline")
    shutil.copy(CONFIGS / "hotline.yaml", folder)
    shutil.copytree(CONFIGS / "services", folder / "services")
    (folder / "services" / "perizinan.yaml").write_text(PERIZINAN, encoding="utf-8")
    return load(folder)


@pytest.fixture
def call(flows: Flows) -> Conversation:
    """A call that has been greeted and asked what it is about."""
    return Conversation(flows).begins()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Flows:
    """What surrounds an answer, see served.py."""
    folder: Path = tmp_path_factory.mktemp("served")
    shutil.copytree(CONFIGS, folder, dirs_exist_ok=True)
    with (folder / "hotline.yaml").open("a", encoding="utf-8") as file:
        file.write(HOTLINE)
    (folder / "services" / "warga.yaml").write_text(SERVICE, encoding="utf-8")
    return load(folder)
