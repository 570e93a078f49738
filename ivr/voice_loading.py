"""The chosen voice, the fallback, the recordings: a hotline starts with whatever of them speaks, and says what does not."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AsyncExitStack

from ivr.core_prompts import recordings
from ivr.settings import Settings
from ivr.voice import Voice
from ivr.voice_health import VoiceHealth
from speech.pool import Pool
from speech.prompt_cache import PromptCache
from speech.speaker import Speaker
from speech.voice_engine import Engine
from speech.voices import load_voice

PROMPT_CACHE_BYTES = 512 * 1024 * 1024
"""About four hours of speech at 16 kHz."""
FALLBACK_WORKERS = 2


async def open_voice(settings: Settings, stack: AsyncExitStack, progress: Callable[[str], None]) -> Voice:
    """Loads the voices; what cannot be loaded is told loudly, and tried again later."""
    health = VoiceHealth()
    cache = PromptCache(settings.cache / "prompts", PROMPT_CACHE_BYTES)
    chosen, fallback = settings.voice.name, settings.voice.fallback
    engines = [_engine(settings, chosen, cache, 1, stack, health)]
    if fallback != chosen:
        engines.append(_engine(settings, fallback, cache, FALLBACK_WORKERS, stack, health))
    progress(f"memuat suara {chosen}")
    opened = [await engine.open() for engine in engines]
    if not opened[0]:
        behind = f"dipakai suara cadangan {fallback}" if any(opened) else "HANYA REKAMAN KALIMAT INTI YANG TERDENGAR"
        progress(f"SUARA {chosen} TIDAK DAPAT DIMUAT: {behind}. Periksa model suara, lalu mulai ulang.")
    elif not all(opened):
        progress(f"SUARA CADANGAN {fallback} TIDAK DAPAT DIMUAT: bila suara utama gagal, hanya rekaman yang terdengar.")
    voice = Voice(engines, recorded=recordings(settings.cache), health=health)
    stack.callback(voice.close)
    return voice


def known_as(name: str) -> str:
    """A voice's name without the folder that it lies in: it is shown to all who reach the console."""
    engine, colon, voice = name.partition(":")
    return f"{engine}{colon}{voice.rstrip('/').rpartition('/')[2]}"


def _engine(settings: Settings, name: str, cache: PromptCache, workers: int, stack: AsyncExitStack, health: VoiceHealth) -> Engine:
    pool = Pool(workers, max_waiting=settings.audiosocket.max_calls * 4, name="voice")
    stack.push_async_callback(pool.finish)
    return Engine(known_as(name), lambda: Speaker(load_voice(name, settings.cache), cache), pool, health.fell)
