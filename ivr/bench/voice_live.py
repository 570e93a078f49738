"""How soon a caller hears something, and how late clauses get while eight are spoken to and prompts are made behind them."""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from ivr.bench.errors import BenchError
from ivr.patience import Patience
from ivr.settings import Settings
from ivr.voice import Voice, VoiceFailed
from ivr.voice_health import Rescue, VoiceHealth
from speech.pool import Pool
from speech.prompt_cache import PromptCache
from speech.speaker import Speaker
from speech.voice_engine import Engine, EngineFailed
from speech.voices import load_voice

RATE, BYTES = 8000, 2
CALLERS = 8
WAITING = 80
APART_S = 0.5
"""Between one sentence's last sound and the next sentence."""


@dataclass(frozen=True, slots=True)
class Latency:
    """Medians, ms, from asking for a sentence to its first sound."""

    cached_ms: float
    fresh_ms: float
    cached: tuple[float, ...] = ()
    fresh: tuple[float, ...] = ()

    def as_json(self) -> dict[str, object]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Load:
    """`clauses` went to `callers` at once while `ahead` prompts were made; `lost`: sentences broken off; `fallback`: clauses by another
    voice; `latest_s`: the longest silence before a clause that was due; `late`: clauses later than 1.5 s."""

    callers: int
    clauses: int
    ahead: int
    lost: int
    fallback: int
    late: int
    latest_s: float

    def as_json(self) -> dict[str, object]:
        return asdict(self)


@dataclass(slots=True)
class Line:
    """A caller who listens: sound that came plays in real time."""

    _until: float = field(default=0.0)

    def take(self, chunk: bytes) -> bool:
        self._until = max(self._until, _now()) + len(chunk) / (BYTES * RATE)
        return True

    def queued_s(self) -> float:
        return max(0.0, self._until - _now())


async def latency(settings: Settings, spec: str, prompts: Sequence[str], fresh: Sequence[str]) -> Latency:
    """`prompts` are kept first and then asked for; of `fresh` nothing is kept.

    Raises:
        BenchError: the voice cannot be loaded or fails.
    """
    async with _voice(settings, spec) as voice:
        voice.learn(prompts)
        for text in prompts:
            await _prepared(voice, text)
        await _first_ms(voice, fresh[0])  # the first sentence of a process also loads tables
        kept = [await _first_ms(voice, text) for text in prompts]
        made = [await _first_ms(voice, text) for text in fresh]
    return Latency(statistics.median(kept), statistics.median(made), tuple(kept), tuple(made))


async def load(settings: Settings, spec: str, prompts: Sequence[str], sentences: Sequence[str], rounds: int = 3) -> Load:
    """CALLERS begin at once and hear `rounds` of `sentences` each, while `prompts` are made for nobody.

    Raises:
        BenchError: the voice cannot be loaded, or fails at once.
    """
    health, served = VoiceHealth(), asyncio.Event()
    async with _voice(settings, spec, health) as voice:
        voice.learn(prompts)
        await _prepared(voice, prompts[0])
        behind = asyncio.create_task(_ahead(voice, prompts[1:], served))

        async def caller(number: int) -> int:
            line, broken = Line(), 0
            patience = Patience(line.queued_s)
            for turn in range(rounds):
                text = sentences[(number + turn * CALLERS) % len(sentences)]
                try:
                    await voice.say(text, line.take, rate=RATE, patience=patience)
                except VoiceFailed:
                    broken += 1
                await asyncio.sleep(line.queued_s() + APART_S)
            return broken

        lost = sum(await asyncio.gather(*(caller(number) for number in range(CALLERS))))
        served.set()
        ahead = await behind
    instead = sum(health.rescues[by] for by in (Rescue.FALLBACK, Rescue.RECORDED))
    return Load(CALLERS, health.clauses, ahead, lost, instead, health.late, health.worst_s)


async def _ahead(voice: Voice, prompts: Sequence[str], served: asyncio.Event) -> int:
    """How many were made until all callers were `served`."""
    made = 0
    for text in prompts:
        if served.is_set():
            break
        with suppress(EngineFailed):
            made += await voice.prepare(text)
    return made


async def _prepared(voice: Voice, text: str) -> None:
    try:
        await voice.prepare(text)
    except EngineFailed as error:
        raise BenchError(f"{voice.engines[0].name} could not speak a prompt: {error}") from error


async def _first_ms(voice: Voice, text: str) -> float:
    asked, heard = _now(), list[float]()

    def deliver(chunk: bytes) -> bool:
        heard.append(_now())
        return False

    try:
        await voice.say(text, deliver, rate=RATE)
    except VoiceFailed as error:
        raise BenchError(f"{voice.engines[0].name} could not speak a sentence") from error
    return (heard[0] - asked) * 1000


@asynccontextmanager
async def _voice(settings: Settings, spec: str, health: VoiceHealth | None = None) -> AsyncIterator[Voice]:
    """`spec` with the settings' fallback behind it, as a hotline has them, with nothing kept yet."""
    health = health or VoiceHealth()
    with TemporaryDirectory(prefix="sapa-bench-") as folder, ExitStack() as stack:
        cache = PromptCache(Path(folder))
        engines = [_engine(settings, name, cache, health, stack) for name in dict.fromkeys((spec, settings.voice.fallback))]
        opened = [await engine.open() for engine in engines]
        if not opened[0]:
            raise BenchError(f"{spec} cannot be loaded")
        voice = Voice(engines, health=health)
        stack.callback(voice.close)
        yield voice


def _engine(settings: Settings, name: str, cache: PromptCache, health: VoiceHealth, stack: ExitStack) -> Engine:
    pool = Pool(1, WAITING, "voice")
    stack.callback(pool.close)
    return Engine(name, lambda: Speaker(load_voice(name, settings.cache), cache), pool, health.fell)


def _now() -> float:
    return asyncio.get_running_loop().time()
