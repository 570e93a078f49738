"""What hears and speaks, loaded once for all calls."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

from dialog.schema import Flows
from ivr.ahead import urgent
from ivr.ears import Ears
from ivr.queue_sounds import SOUNDS, TRANSFER
from ivr.settings import Settings
from ivr.voice import Voice
from speech.batch_pool import BatchPool
from speech.endpointing import EndpointSettings
from speech.engines.faster_whisper import FasterWhisperRecognizer, WhisperSettings
from speech.listener import Listener
from speech.pcm import write_wav
from speech.pool import Pool
from speech.prompt_cache import PromptCache
from speech.speaker import Speaker
from speech.vad import VadModel, VadStream
from speech.voices import load_voice
from speech.weights import resolve

PROMPT_CACHE_BYTES = 200 * 1024 * 1024
Progress = Callable[[str], None]


async def engines(
    settings: Settings, flows: Flows, stack: AsyncExitStack, progress: Progress
) -> tuple[Ears, Voice, Callable[[], Listener]]:
    """What hears and speaks, loaded once for all calls, and a maker of one listener a call."""
    ears = await _ears(settings, stack, progress)
    voice = await _voice(settings, flows, stack, progress)
    vad = VadModel()
    chosen = settings.endpointing
    endpointing = EndpointSettings(min_speech_ms=chosen.min_speech_ms, pause_ms=chosen.pause_ms, max_utterance_ms=chosen.max_utterance_ms)
    return ears, voice, lambda: Listener(VadStream(vad), endpointing)


async def _ears(settings: Settings, stack: AsyncExitStack, progress: Progress) -> Ears:
    progress(f"memuat pengenal suara {settings.recognizer.model}")
    recognizer = await asyncio.to_thread(build_recognizer, settings)
    pool = BatchPool(recognizer, workers=settings.recognizer.workers, max_waiting=settings.audiosocket.max_calls)
    stack.push_async_callback(pool.close)
    return Ears(pool)


def build_recognizer(settings: Settings) -> FasterWhisperRecognizer:
    """The configured recogniser, loaded (seconds).

    Raises:
        ModelUnavailable: its weights cannot be had.
        RecognizerError: they cannot be loaded.
    """
    chosen = settings.recognizer
    weights = resolve(chosen.model, settings.cache)
    whisper = WhisperSettings(
        beam=chosen.beam, window=chosen.window, threads=chosen.threads, device=chosen.device, compute_type=chosen.compute_type
    )
    return FasterWhisperRecognizer(weights.folder, whisper)


async def _voice(settings: Settings, flows: Flows, stack: AsyncExitStack, progress: Progress) -> Voice:
    progress(f"memuat suara {settings.voice.name}")
    cache = PromptCache(settings.cache / "prompts", PROMPT_CACHE_BYTES)
    chosen = Speaker(await asyncio.to_thread(load_voice, settings.voice.name, settings.cache), cache)
    fallback = Speaker(await asyncio.to_thread(load_voice, settings.voice.fallback, settings.cache), cache)

    def show(done: int, of: int) -> None:
        if done == of or done % 10 == 0:
            progress(f"menyiapkan kalimat tetap {done}/{of}")

    progress("menyiapkan suara antrean")
    for name, text in {**SOUNDS, TRANSFER: flows.prompts.transfer}.items():
        await asyncio.to_thread(_write, chosen, text, settings.state / "sounds" / f"{name}.wav")
    pool = Pool(1, max_waiting=settings.audiosocket.max_calls * 4, name="voice")
    stack.callback(pool.close)
    voice = Voice((chosen, fallback), pool, (), ())
    voice.learn(flows.fixed)
    await voice.prepare(urgent(flows), flows.openings, show)
    return voice


def _write(speaker: Speaker, text: str, path: Path) -> None:
    """As Asterisk plays it. Written whole: a call of an earlier service may be hearing it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    write_wav(fresh, b"".join(speaker.stream(text, keep=True)))
    fresh.replace(path)
