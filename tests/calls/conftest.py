"""Whole calls: a real Asterisk, the real service, real SIP phones, real engines. Slow, so few, and several at a time."""

from __future__ import annotations

from pathlib import Path

import pytest
from places import private

from ivr.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return private(tmp_path)
