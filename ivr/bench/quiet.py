"""The noises that `ivr bench noise` plays, and to whom: voices for the babble, prompts for the echo, questions that are open meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from functools import partial

import numpy as np

from dialog.listening import listen, listen_for
from dialog.load import load
from dialog.manager import start
from dialog.schema import Flows
from dialog.state import Phase, State
from ivr.bench.noise import Due, Found, Sound, force, measure_noises
from ivr.bench.noise_kinds import KINDS
from ivr.bench.noise_parts import RATE, Samples
from ivr.bench.noises import babble, echo, noise
from ivr.caller.speech import CACHE_BYTES
from ivr.ears import Ears
from ivr.engines import build_recognizer
from ivr.settings import Settings
from ivr.voice_loading import PROMPT_CACHE_BYTES
from speech.batch_pool import BatchPool
from speech.endpointing import EndpointSettings
from speech.listener import Listener
from speech.pcm import to_float
from speech.prompt_cache import PromptCache
from speech.speaker import Speaker
from speech.vad import VadModel, VadStream
from speech.voices import load_voice

SEED = 2026
LINES = 10
"""An echo is as loud on a line as it is: this many lines."""
CROWD = (
    *(f"espeak:id+{variant}" for variant in ("m1", "m3", "m7", "f1", "f2", "f4")),
    *(f"kokoro:{style}" for style in ("jm_kumo", "jf_alpha", "jf_nezumi", "jf_tebukuro")),
)
TALK = (
    "Besok kita berangkat pagi sekali supaya tidak kena macet di jalan tol.",
    "Harga cabai di pasar naik lagi, padahal minggu lalu masih murah.",
    "Adik saya baru pulang dari kantor, katanya hujan deras sekali di sana.",
    "Kalau sudah selesai makan, tolong piringnya dibawa ke dapur.",
    "Nanti sore ada pertemuan warga di balai desa, jangan lupa datang ya.",
)


async def measure_quiet(settings: Settings, minutes: float, progress: Callable[[str], None], *, forced: bool = False) -> dict[str, Found]:
    """`minutes` of all kinds of noise together, an even share of each, to the settings' recogniser; `forced`: and once more past the
    detector.

    Raises:
        SynthesizerError, RecognizerError, ModelUnavailable: a voice or the recogniser is not there.
    """
    flows = await asyncio.to_thread(load, settings.dialog)
    progress("menyiapkan suara")
    voices, prompts = await asyncio.to_thread(_voices, settings, flows)
    recognizer = await asyncio.to_thread(build_recognizer, settings)
    async with AsyncExitStack() as stack:
        pool = BatchPool(recognizer, workers=1)
        stack.push_async_callback(pool.close)
        vad, chosen = VadModel(), settings.endpointing
        endpointing = EndpointSettings(
            min_speech_ms=chosen.min_speech_ms, pause_ms=chosen.pause_ms, max_utterance_ms=chosen.max_utterance_ms
        )
        tests = list(sounds(minutes, voices, prompts))
        ears, due = Ears(pool), dues(flows)
        found = await measure_noises(tests, flows, due, lambda: Listener(VadStream(vad), endpointing), ears, progress)
        if forced:
            progress("semua bunyi langsung ke pengenal suara")
            await force(tests, due, ears, found)
        return found


def sounds(minutes: float, voices: Sequence[Samples], prompts: Samples) -> Iterator[Sound]:
    """Half of each kind while a question is open, half while a prompt plays; the echo of our own voice only then."""
    half = minutes * 60 / (len(KINDS) + 2) / 2
    for kind in KINDS:
        yield Sound(kind, partial(noise, kind, half, SEED))
        yield Sound(kind, partial(noise, kind, half, SEED + 1), _as_long(prompts, half))
    yield Sound("babble", partial(babble, voices, half, SEED))
    yield Sound("babble", partial(babble, voices, half, SEED + 1), _as_long(prompts, half))
    for line in range(LINES):
        ours = _as_long(np.roll(prompts, -line * len(prompts) // LINES), 2 * half / LINES)
        yield Sound("echo", partial(echo, ours, SEED + line), ours)


def dues(flows: Flows) -> list[Due]:
    """An open question, a yes or no, and every slot of every intent."""
    state = start()
    asked = [(replace(state, phase=phase), listen(flows, state, phase)) for phase in (Phase.INTENT, Phase.SUMMARY)]
    for intent in flows.intents.values():
        for slot in intent.slots:
            due: State = replace(state, phase=Phase.SLOT, intent=intent.name, slot=slot.name)
            asked.append((due, listen_for(flows, due, slot)))
    return asked


def _as_long(voice: Samples, seconds: float) -> Samples:
    return np.resize(voice, round(seconds * RATE))


def _voices(settings: Settings, flows: Flows) -> tuple[list[Samples], Samples]:
    """A crowd, each saying everything that there is to say, and the hotline's fixed sentences one after the other."""
    kept = PromptCache(settings.cache / "callers", CACHE_BYTES)
    crowd = []
    for voice in CROWD:
        speaker = Speaker(load_voice(voice, settings.cache), kept)
        crowd.append(np.concatenate([_spoken(speaker, text) for text in TALK]))
    own = Speaker(load_voice(settings.voice.name, settings.cache), PromptCache(settings.cache / "prompts", PROMPT_CACHE_BYTES))
    return crowd, np.concatenate([_spoken(own, text) for text in flows.fixed])


def _spoken(speaker: Speaker, text: str) -> Samples:
    return to_float(b"".join(speaker.stream(text)))
