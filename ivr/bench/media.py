"""`ivr bench media`: what a call costs before anything is recognised, and how well its clock keeps time.

The real server, listener and detector of speech in this process, real connections from another; both sides speak.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import numpy as np

from ivr.bench.errors import BenchError
from speech.endpointing import EndpointSettings
from speech.engines.espeak import EspeakSynthesizer
from speech.listener import Listener
from speech.speaker import Speaker
from speech.vad import VadModel, VadStream
from telephony.audiosocket import FRAME_MS
from telephony.media import Audio, Drained, MediaConnection, MediaEvent
from telephony.media_server import MediaServer

COUNTS = (1, 50, 200)
SETTLE_S = 2.0
CONNECT_S = 60.0
SENTENCE = "Selamat pagi, saya mau menanyakan kartu keluarga saya yang belum jadi, nomornya tiga dua tujuh satu."
SILENCE_S = 3


@dataclass(frozen=True, slots=True)
class MediaRow:
    """`cpu_per_call`: share of one core. `late_ms`: how much later than due each 20 ms of each call was served."""

    calls: int
    cpu_per_call: float
    late_p50_ms: float
    late_p99_ms: float
    late_max_ms: float

    def as_json(self) -> dict[str, object]:
        late = {"p50": round(self.late_p50_ms, 2), "p99": round(self.late_p99_ms, 2), "max": round(self.late_max_ms, 2)}
        return {"calls": self.calls, "cpu_per_call": round(self.cpu_per_call, 5), "late_ms": late}


@dataclass(slots=True)
class _Hearing:
    """One call of the bench: hears like a call, speaks without end, and remembers when it was served."""

    connection: MediaConnection
    listener: Listener
    prompt: bytes
    served: list[float] = field(default_factory=list)
    _clips: int = 0

    def take(self, event: MediaEvent) -> None:
        match event:
            case Audio():
                self.served.append(time.monotonic())  # a loop's own clock may stand still while it works
                self.listener.feed(event.pcm)
            case Drained():
                self.speak()
            case _:
                pass

    def speak(self) -> None:
        self._clips += 1
        self.connection.player.play(self._clips, self.prompt)
        self.connection.player.finish(self._clips)

    def late_ms(self, since: float) -> list[float]:
        drift = [at * 1000 - i * FRAME_MS for i, at in enumerate(self.served) if at >= since]
        first = min(drift, default=0.0)
        return [ms - first for ms in drift]


class _Bench:
    def __init__(self, prompt: bytes) -> None:
        self._vad, self._prompt = VadModel(), prompt
        self.calls: list[_Hearing] = []

    async def admit(self, call_id: UUID) -> bool:
        return True

    async def handle(self, connection: MediaConnection) -> None:
        call = _Hearing(connection, Listener(VadStream(self._vad), EndpointSettings()), self._prompt)
        self.calls.append(call)
        call.speak()
        await connection.run(call.take)


async def measure(calls: int, seconds: float) -> MediaRow:
    """CPU time and lateness of `calls` calls at once over `seconds`.

    Raises:
        BenchError: this machine cannot carry so many.
        SynthesizerError: espeak-ng, which makes the sound, is missing.
    """
    sound = await asyncio.to_thread(lambda: b"".join(Speaker(EspeakSynthesizer(), None).stream(SENTENCE)))
    bench = _Bench(sound)
    server = MediaServer("127.0.0.1", 0, bench.admit, bench.handle, max_calls=calls)
    await server.start()
    async with _callers(server.port, calls, sound + bytes(16000 * SILENCE_S)):
        try:
            await _set_up(server, calls)
            await asyncio.sleep(SETTLE_S)
            since, cpu = time.monotonic(), time.process_time()
            await asyncio.sleep(seconds)
            cpu, took = time.process_time() - cpu, time.monotonic() - since
        finally:
            await server.stop(grace_s=0)
    late = [ms for call in bench.calls for ms in call.late_ms(since)]
    p50, p99, worst = np.percentile(late, (50, 99, 100))
    return MediaRow(calls, cpu / took / calls, float(p50), float(p99), float(worst))


async def _set_up(server: MediaServer, calls: int) -> None:
    try:
        async with asyncio.timeout(CONNECT_S):
            while server.active < calls:
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise BenchError(f"only {server.active} of {calls} calls began within {CONNECT_S:.0f} s: ask for fewer with --calls") from None


@asynccontextmanager
async def _callers(port: int, calls: int, sound: bytes) -> AsyncIterator[None]:
    command = [sys.executable, "-m", "ivr.bench.callers", str(port), str(calls)]
    process = await asyncio.create_subprocess_exec(*command, stdin=subprocess.PIPE, env={**os.environ, "OMP_NUM_THREADS": "1"})
    assert process.stdin is not None
    try:
        process.stdin.write(sound)
        process.stdin.close()
        yield
    finally:
        process.kill()
        await process.wait()


def draw(rows: Sequence[MediaRow], path: Path) -> None:
    """CPU of one call and lateness of the clock against the number of calls."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 3), layout="constrained")
    cpu, late = figure.subplots(1, 2)
    names = [str(row.calls) for row in rows]
    cpu.bar_label(cpu.bar(names, [100 * row.cpu_per_call for row in rows], color="#7aa6c2"), fmt="%.2f", padding=2)
    cpu.set(xlabel="panggilan sekaligus", ylabel="CPU per panggilan (% satu inti)")
    late.bar_label(late.bar(names, [row.late_p99_ms for row in rows], color="#d98e5f"), fmt="%.1f", padding=2)
    late.set(xlabel="panggilan sekaligus", ylabel="keterlambatan jam p99 (ms)")
    figure.savefig(path, dpi=130)
