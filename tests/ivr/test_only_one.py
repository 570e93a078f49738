"""Two services on one state folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.app import hotline
from ivr.only_one import AlreadyRunning, only_one
from ivr.settings import Settings


async def test_the_second_says_what_is_wrong_and_touches_nothing(tmp_path: Path) -> None:
    settings = Settings(state=tmp_path / "var")
    with only_one(settings.state):
        with pytest.raises(AlreadyRunning, match="runs on this folder already"):
            async with hotline(settings):
                pass
        assert [path.name for path in settings.state.iterdir()] == ["lock"]
    with only_one(settings.state):
        pass
