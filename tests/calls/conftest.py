"""Whole calls: a real Asterisk, the real service, real SIP phones, real engines. Slow, so few."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ivr.settings import Settings, load_settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The shipped settings with a private state folder, free ports, and espeak-ng as the hotline's voice: it needs no rendering ahead."""
    loaded = load_settings()
    return replace(
        loaded,
        state=tmp_path / "var",
        records=str(tmp_path / "records.db"),
        pbx=replace(loaded.pbx, sip_port=0),
        voice=replace(loaded.voice, name="espeak:id"),
    )
