"""`ivr bench handover`: how soon a person is there. Real SIP calls to a hotline started for them, with an agent who is free."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import numpy as np

from ivr.app import Hotline, hotline
from ivr.records.store import Records
from ivr.settings import Settings
from speech.pcm import TELEPHONE_RATE, to_float
from speech.speaker import Speaker
from speech.voices import load_voice
from telephony.handoff import Stage
from telephony.phone import Account, PhoneError, SipPhone

WORDS, VOICE = "sambungkan ke petugas", "kokoro:jf_tebukuro"
HERTZ = {"caller": 700.0, "agent": 1100.0}
"""What each says once they are joined."""
WAIT_S = 60.0
GREETING_S = 1.0
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Reached:
    """One call, in ms. `ringing_ms`: from the end of the caller's words (or from their key) to the agent's phone ringing; `pop_ms`: so much
    earlier the desks knew who is calling; `joined_ms`: from the agent's key to each hearing the other."""

    spoken: bool
    ringing_ms: int
    pop_ms: int
    joined_ms: int


async def measure_handovers(settings: Settings, calls: int, progress: Progress) -> tuple[Reached, ...]:
    """Half of them ask in words, half by key. State and records of its own.

    Raises:
        PbxError, PhoneError, SynthesizerError, RecognizerError, ModelUnavailable: something that a call needs is not there.
    """
    state = settings.state / "bench"
    for name in ("records.db", "records.db-wal", "records.db-shm", "government.db"):
        (state / name).unlink(missing_ok=True)
    pbx, console = replace(settings.pbx, mode="embedded", sip_port=0), replace(settings.console, port=0)
    settings = replace(settings, state=state, records=str(state / "records.db"), pbx=pbx, console=console)
    words = b"".join(Speaker(load_voice(VOICE, settings.cache), None).stream(WORDS))
    async with Records(settings.records) as records:
        await records.add_user("agen", "Petugas", "agent", "", ["petugas"], extension=1)
        await records.keep_agent("agen", "ready", "", 0.0)
    folder, reached = state / "calls" / time.strftime("%Y%m%d-%H%M%S"), list[Reached]()
    async with hotline(settings, progress) as running:
        account = Account("petugas1", running.sip_port, running.phone_password("petugas1"), answers=False)
        async with SipPhone(account, folder / "agent") as agent:
            for number in range(calls):
                one = await _call(running, agent, folder / str(number), words if number % 2 == 0 else b"")
                shown = f"dering {one.ringing_ms} ms, layar {one.pop_ms} ms sebelumnya, tersambung {one.joined_ms} ms"
                progress(f"panggilan {number + 1}: {shown}")
                reached.append(one)
    return tuple(reached)


def summary(reached: tuple[Reached, ...]) -> dict[str, int]:
    """Medians, and the least lead of the pop."""
    return {
        "ringing_spoken_ms": round(median(one.ringing_ms for one in reached if one.spoken)),
        "ringing_key_ms": round(median(one.ringing_ms for one in reached if not one.spoken)),
        "pop_least_ms": min(one.pop_ms for one in reached),
        "joined_ms": round(median(one.joined_ms for one in reached)),
    }


async def _call(running: Hotline, agent: SipPhone, folder: Path, words: bytes) -> Reached:
    loop, popped = asyncio.get_running_loop(), list[float]()

    def look(call_id: str) -> None:
        story = running.handovers.story(call_id)
        if story is not None and story.stage is Stage.RINGING and not popped:
            popped.append(loop.time())

    running.handovers.watch(look)
    agent.incoming.clear()
    agent.established.clear()
    async with SipPhone(Account("0999000001", running.sip_port), folder) as caller, asyncio.timeout(WAIT_S):
        await caller.dial("500")
        while not running.handovers.live():
            await asyncio.sleep(0.05)
        await _quiet(caller)
        if words:
            await caller.speak(words)
            await asyncio.sleep(_sound_s(words))
        else:
            caller.press("0")
        asked = loop.time()
        await agent.incoming.wait()
        rang = loop.time()
        agent.answer()
        await agent.established.wait()
        await agent.speak(_tone(HERTZ["agent"]))
        await caller.speak(_tone(HERTZ["caller"]))
        await asyncio.sleep(GREETING_S)
        before = loop.time()
        agent.press("1")
        await asyncio.gather(_hears(caller, HERTZ["agent"]), _hears(agent, HERTZ["caller"]))
        joined = loop.time()
        caller.hang_up()
        await caller.wait_closed(10)
    login = running.agents.login_of("petugas1") or ""
    while running.handovers.live():
        await asyncio.sleep(0.1)
    await running.agents.ready(login)
    await asyncio.sleep(1.0)  # the queue sees that they are free
    if not popped:
        raise PhoneError("the desks were never told who was calling")
    return Reached(bool(words), _ms(rang - asked), _ms(rang - popped[0]), _ms(joined - before))


async def _quiet(phone: SipPhone) -> None:
    """Until the greeting is over: half a second without sound after some."""
    while True:
        heard = to_float(phone.heard()[-TELEPHONE_RATE:])
        if phone.position() > 5.0 and len(heard) and float(np.abs(heard).max()) < 0.01:
            return
        await asyncio.sleep(0.1)


async def _hears(phone: SipPhone, hertz: float) -> None:
    while True:
        last = to_float(phone.heard()[-TELEPHONE_RATE // 5 :])
        turns = np.exp(-2j * np.pi * hertz * np.arange(len(last)) / TELEPHONE_RATE)
        if len(last) and float(np.abs(last @ turns)) / len(last) > 0.03:
            return
        await asyncio.sleep(0.01)


def _tone(hertz: float) -> bytes:
    samples = 8000 * np.sin(2 * np.pi * hertz * np.arange(30 * TELEPHONE_RATE) / TELEPHONE_RATE)
    return samples.astype("<i2").tobytes()


def _sound_s(pcm: bytes) -> float:
    """Where the last sound of it ends."""
    loud = np.flatnonzero(np.abs(to_float(pcm)) > 0.02)
    return float(loud[-1]) / TELEPHONE_RATE if len(loud) else 0.0


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
