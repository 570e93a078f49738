"""The service: everything a hotline needs, started in order and stopped in reverse."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import secrets
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from dialog.effects import End, Transfer
from dialog.schema import Flows
from ivr.agents import Agents
from ivr.ahead import speak_rest, urgent
from ivr.config_live import LiveConfiguration, first
from ivr.config_versions import versions_of
from ivr.conversation import Conversation, Services
from ivr.ears import Ears
from ivr.finding import PERSON, People
from ivr.government.server import DemonstrationGovernment
from ivr.in_order import InOrder
from ivr.journal import Journal
from ivr.queue_settings import QueueSettings, load_floor
from ivr.reception import Reception
from ivr.records.store import Records
from ivr.retention import forget_daily
from ivr.settings import ROOT, Settings
from ivr.systems import stop, systems
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
from telephony.media_server import MediaServer
from telephony.pbx.fetch import PbxError, fetch
from telephony.pbx.phones import phone_key, phone_password
from telephony.pbx.process import EmbeddedPbx, free_port
from telephony.pbx.render import PbxSettings, QueueConf

AMI_READY_S = 20.0
PROMPT_CACHE_BYTES = 200 * 1024 * 1024
APOLOGY = "Mohon maaf, layanan sedang terganggu dan semua petugas sedang sibuk. Silakan menelepon lagi beberapa saat lagi. Terima kasih."
log = logging.getLogger(__name__)
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Hotline:
    """A running hotline. `agent_password` lets a phone register as the agent `petugas1` (embedded PBX only)."""

    settings: Settings
    configuration: LiveConfiguration
    records: Records
    journal: Journal
    sip_port: int
    agent_password: str
    government: DemonstrationGovernment | None

    @property
    def flows(self) -> Flows:
        """What a call that begins now gets."""
        return self.configuration.current


@asynccontextmanager
async def hotline(settings: Settings, progress: Progress = lambda line: None) -> AsyncIterator[Hotline]:
    """Start everything; on leaving, stop everything, with the calls' ends written down."""
    async with AsyncExitStack() as stack:
        progress("memuat konfigurasi dialog")
        versions = versions_of(settings)
        flows = await asyncio.to_thread(first, versions, progress)
        records = await stack.enter_async_context(Records(settings.records))
        stack.push_async_callback(stop, asyncio.create_task(forget_daily(records, settings.retention_days), name="retention"))
        journal = await stack.enter_async_context(Journal(records))
        writing = await stack.enter_async_context(InOrder())
        lookups, government = await stack.enter_async_context(systems(settings, records, progress))
        ears, voice, listener = await engines(settings, flows, stack, progress)
        reception: Reception

        async def leave(call_id: str, effect: Transfer | End) -> None:
            await reception.handovers.leave(call_id, effect)

        def handed_over(conversation: Conversation, transfer: Transfer) -> None:
            reception.handovers.begin(conversation, transfer)

        async def prepare(flows: Flows) -> None:
            await voice.prepare(flows.fixed, flows.openings)

        configuration = LiveConfiguration(versions, flows, prepare, progress)
        floor = await asyncio.to_thread(load_floor, settings.floor)
        agents = Agents(records, lambda: floor, lambda: configuration.current.calendars, lambda: datetime.now().astimezone())
        await agents.load()
        stack.push_async_callback(stop, asyncio.create_task(agents.run(), name="agents"))

        def linked(live: Mapping[str, bool] | None) -> None:
            agents.link(reception.switchboard.send if live is not None else None)

        services = Services(ears, voice, journal, lookups, leave, handed_over)
        reception = Reception(services, records, writing, listener, lambda: configuration.current, agents, floor.default, agents.event, linked)
        lookups.own[PERSON] = People(agents, reception.switchboard).find
        sockets = settings.audiosocket
        server = MediaServer(sockets.host, sockets.port, reception.admit, reception.handle, sockets.max_calls)
        await server.start()
        stack.push_async_callback(reception.finish)
        stack.push_async_callback(server.stop)
        pbx = await _pbx(settings, server.port, stack, progress)
        ami = reception.switchboard.connect(pbx.host, pbx.ami_port, pbx.ami_user, pbx.ami_secret)
        task = asyncio.create_task(ami.run(), name="ami")
        stack.callback(task.cancel)
        try:
            await ami.wait_ready(AMI_READY_S)
        except TimeoutError as error:
            raise PbxError(f"no AMI login at {pbx.host}:{pbx.ami_port} within {AMI_READY_S:.0f} s: check `pbx` in the settings") from error
        watch = asyncio.create_task(configuration.run(), name="configuration")
        stack.callback(watch.cancel)
        ahead = asyncio.create_task(speak_rest(voice, flows, lambda: reception.busy), name="sentences ahead")
        stack.callback(ahead.cancel)
        running = Hotline(settings, configuration, records, journal, pbx.sip_port, phone_password(pbx.phone_key, "petugas1"), government)
        stack.enter_context(_Published(running))
        yield running


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

    apology = settings.state / "apology.wav"
    settings.state.mkdir(parents=True, exist_ok=True)
    await asyncio.to_thread(lambda: write_wav(apology, b"".join(chosen.stream(APOLOGY))))
    pool = Pool(1, max_waiting=settings.audiosocket.max_calls * 4, name="voice")
    stack.callback(pool.close)
    voice = Voice((chosen, fallback), pool, (), ())
    voice.learn(flows.fixed)
    await voice.prepare(urgent(flows), flows.openings, show)
    return voice


async def _pbx(settings: Settings, audiosocket_port: int, stack: AsyncExitStack, progress: Progress) -> PbxSettings:
    chosen = pbx_settings(settings, audiosocket_port)
    if settings.pbx.mode == "embedded":
        prefix = await asyncio.to_thread(fetch, settings.cache, progress)
        chosen = replace(chosen, prefix=prefix)
        progress("menjalankan Asterisk")
        await stack.enter_async_context(EmbeddedPbx(chosen))
    return chosen


def pbx_settings(settings: Settings, audiosocket_port: int) -> PbxSettings:
    """The PBX's part of the settings; for the embedded one with free ports and fresh secrets where none are set.

    Raises:
        ConfigError: the file of the queues is missing or wrong.
    """
    floor = load_floor(settings.floor)
    pbx, embedded = settings.pbx, settings.pbx.mode == "embedded"
    return PbxSettings(
        prefix=settings.cache / "asterisk",
        run=settings.state / "asterisk",
        templates=ROOT / "configs" / "asterisk",
        sip_port=_udp_port(pbx.sip_port) if embedded else pbx.sip_port,
        ami_port=pbx.ami_port or (free_port() if embedded else 5038),
        ami_user=pbx.ami_user,
        ami_secret=pbx.ami_secret or secrets.token_urlsafe(24),
        http_port=free_port() if embedded else 8088,
        phone_key=phone_key(settings.state / "phone.key"),
        audiosocket_port=audiosocket_port,
        audiosocket_host=settings.audiosocket.host,
        apology=settings.state / "apology.wav",
        sounds=settings.state / "sounds",
        host=pbx.host,
        agents=pbx.agents,
        queues=tuple(_queue(queue) for queue in floor.queues.values()),
        default_queue=floor.default,
        emergency_dial=pbx.emergency_dial,
        outbound_dial=pbx.outbound_dial,
    )


def _queue(queue: QueueSettings) -> QueueConf:
    return QueueConf(
        queue.name,
        queue.strategy,
        queue.ring_s,
        queue.max_wait_s,
        queue.max_waiting,
        queue.announce_s,
        queue.pause_after_missed,
        queue.service_level_s,
    )


def _udp_port(wanted: int) -> int:
    """`wanted` when it is free, any free port otherwise."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            log.warning("SIP port %d is in use; another is taken", wanted)
            return free_port(socket.SOCK_DGRAM)
        return int(probe.getsockname()[1])


def running_file(settings: Settings) -> Path:
    """Where a running hotline says how to reach it, for `ivr call` on the same machine."""
    return settings.state / "running.json"


class _Published:
    """Keeps `running.json` (readable by this user only) while the hotline runs."""

    def __init__(self, running: Hotline) -> None:
        self._path = running_file(running.settings)
        self._data = {"pid": os.getpid(), "sip_port": running.sip_port, "agent_password": running.agent_password}

    def __enter__(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(json.dumps(self._data), encoding="utf-8")
        self._path.chmod(0o600)

    def __exit__(self, *_: object) -> None:
        self._path.unlink(missing_ok=True)
