"""What hears and speaks, loaded once for all calls."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack

from ivr.ears import Ears
from ivr.settings import Settings
from ivr.voice import Voice
from ivr.voice_loading import open_voice
from speech.batch_pool import BatchPool
from speech.endpointing import EndpointSettings
from speech.engines.faster_whisper import FasterWhisperRecognizer, WhisperSettings
from speech.listener import Listener
from speech.vad import VadModel, VadStream
from speech.weights import resolve

Progress = Callable[[str], None]


async def engines(
    settings: Settings, stack: AsyncExitStack, progress: Progress
) -> tuple[Ears, Voice, Callable[[int], Listener]]:
    """What hears and speaks, loaded once for all calls, and a maker of one listener a call, for sound of 8 or 16 kHz."""
    ears = await _ears(settings, stack, progress)
    voice = await open_voice(settings, stack, progress)
    vad = VadModel()
    chosen = settings.endpointing
    endpointing = EndpointSettings(min_speech_ms=chosen.min_speech_ms, pause_ms=chosen.pause_ms, max_utterance_ms=chosen.max_utterance_ms)
    return ears, voice, lambda rate: Listener(VadStream(vad, rate), endpointing, rate)


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
