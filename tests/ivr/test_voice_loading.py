"""A hotline's voices: what is shown of them."""

from __future__ import annotations

import json
from contextlib import AsyncExitStack
from pathlib import Path

from ivr.settings import Settings, VoiceSettings
from ivr.voice_loading import open_voice


async def test_where_a_voice_lies_is_not_shown(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        settings = Settings(cache=tmp_path, voice=VoiceSettings(f"coqui:{tmp_path}/suara-kota", "espeak:id+f3"))
        voice = await open_voice(settings, stack, lambda line: None)
        assert voice.health.voices() == [("coqui:suara-kota", False), ("espeak:id+f3", True)]
        assert str(tmp_path) not in json.dumps(voice.health.snapshot())
