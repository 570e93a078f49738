"""Wideband calls through a real Asterisk: what is above 4 kHz, in both directions, and that nothing is played at a wrong speed."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest
from pbx_service import Make, Service, hotline, until
from sip_caller import OPUS_SILENCE, SipCaller, alaw_of, pcm_of

from telephony.ami.actions import Redirect
from telephony.media import Audio, MediaConnection, MediaEvent
from telephony.pbx.render import PbxSettings
from telephony.phone import Account, SipPhone
from telephony.user_events import Announced

pytestmark = pytest.mark.calls

LOW, HIGH = 1000, 6000
"""Hz: both kinds of phone carry the one, only a wideband phone the other."""


def chord(rate: int, seconds: float, *hertz: float) -> bytes:
    """PCM, 16-bit, each tone of amplitude 6,000."""
    at = np.arange(int(seconds * rate)) / rate
    return sum(6000 * np.sin(2 * np.pi * h * at) for h in hertz).astype("<i2").tobytes()  # type: ignore[union-attr]


def amplitude(pcm: bytes, rate: int, hertz: float) -> float:
    """The median over the loud tenths of a second."""
    size = rate // 10
    pieces = np.frombuffer(pcm[: len(pcm) // (2 * size) * 2 * size], "<i2").reshape(-1, size).astype(float)
    loud = pieces[np.sqrt(np.mean(pieces**2, axis=1)) > 1000]
    assert len(loud) >= 3, "hardly anything was heard"
    return float(np.median(np.abs(loud @ np.exp(-2j * np.pi * hertz * np.arange(size) / rate)) / (size / 2)))


class Exchange:
    """Plays a chord to each caller at the rate of their connection, and keeps what each says."""

    def __init__(self) -> None:
        self.connections: dict[str, MediaConnection] = {}
        self.announced: dict[str, Announced] = {}
        self.heard: dict[str, bytearray] = {}
        self.frames: dict[str, set[tuple[int, int]]] = {}
        """Kind and bytes of the frames of sound that came from Asterisk."""

    async def talk(self, connection: MediaConnection, announced: Announced) -> None:
        heard = self.heard[announced.number] = bytearray()
        frames = self.frames[announced.number] = set()
        add = connection._inflow.add

        def watched(pcm: bytes, rate: int) -> None:
            frames.add((rate, len(pcm)))
            add(pcm, rate)

        connection._inflow.add = watched  # type: ignore[method-assign]
        self.connections[announced.number], self.announced[announced.number] = connection, announced
        rate = connection.rate
        connection.player.play(1, chord(rate, 60.0, LOW, *([HIGH] if rate > 2 * HIGH else [])))

        def sink(event: MediaEvent) -> None:
            if isinstance(event, Audio):
                heard.extend(event.pcm)

        await connection.run(sink)


@contextlib.asynccontextmanager
async def exchange(settings: Make) -> AsyncIterator[tuple[PbxSettings, Service, Exchange]]:
    made = Exchange()
    async with hotline(settings) as (pbx, service, _):
        service.behave = made.talk
        service.server._rate_of = lambda call_id: next((a.rate for a in service.announced if a.call_id == call_id), None)
        yield pbx, service, made


async def one_call(made: Exchange, phone: SipPhone, number: str) -> tuple[bytes, bytes]:
    """Two seconds in both directions: what the service heard, what the caller heard."""
    await phone.dial("500")
    await phone.speak(chord(phone.rate, 30.0, LOW, *([HIGH] if phone.rate > 2 * HIGH else [])))
    await until(lambda: len(made.heard.get(number, b"")) > 4 * phone.rate and len(phone.heard()) > 4 * phone.rate)
    return bytes(made.heard[number]), phone.heard()


async def narrow_and_wide(made: Exchange, pbx: PbxSettings, folder: Path) -> None:
    phones: dict[str, str | tuple[str, ...]] = {"0811111111": "g722", "0822222222": "alaw", "0833333333": ("alaw", "g722")}
    async with contextlib.AsyncExitStack() as stack:
        accounts = [Account(number, pbx.sip_port, codec=codec) for number, codec in phones.items()]
        called = [await stack.enter_async_context(SipPhone(account, folder / account.user)) for account in accounts]
        calls = await asyncio.gather(*(one_call(made, phone, number) for number, phone in zip(phones, called, strict=True)))
    for (number, codec), both in zip(phones.items(), calls, strict=True):
        rate = 8000 if codec == "alaw" else 16_000
        assert made.announced[number].rate == made.connections[number].rate == rate, codec
        assert made.frames[number] == {(rate, rate // 50 * 2)}
        assert made.connections[number].stats.unknown == 0
        for pcm in both:
            assert amplitude(pcm, rate, LOW) > 4000
            assert rate == 8000 or amplitude(pcm, rate, HIGH) > 4000


async def changing(made: Exchange, pbx: PbxSettings) -> None:
    number = "0844444444"
    tone = alaw_of(np.frombuffer(chord(8000, 10.0, LOW), "<i2"))
    async with SipCaller(pbx.sip_port, number, lambda n: bytes(160)).talking() as caller:
        await caller.invite("G722")
        await until(lambda: number in made.heard and any(kind == 9 for kind, _ in caller.heard))
        assert made.connections[number].rate == 16_000
        caller.source = lambda n: tone[n % 500 * 160 : n % 500 * 160 + 160]
        await caller.invite("PCMA")
        changed = len(made.heard[number])
        await until(lambda: len(made.heard[number]) > changed + 3 * 32_000)
        await caller.hang_up()
        await until(lambda: made.connections[number]._writer.is_closing())
    assert made.frames[number] == {(16_000, 640)}
    spoken = bytes(made.heard[number][changed + 16_000 :])
    assert amplitude(spoken, 16_000, LOW) > 4000, "what the caller says in the other codec keeps its pitch"
    played = pcm_of(b"".join(payload for kind, payload in caller.heard if kind == 8)).tobytes()
    assert len(played) > 2 * 2 * 8000
    assert amplitude(played, 8000, LOW) > 4000, "and so does what the caller hears"


async def by_opus(made: Exchange, pbx: PbxSettings) -> None:
    number = "0866666666"
    async with SipCaller(pbx.sip_port, number, lambda n: OPUS_SILENCE).talking() as caller:
        await caller.invite("opus")
        await until(lambda: len(made.heard.get(number, b"")) > 32_000 and len(caller.heard) > 50)
        assert made.announced[number].rate == 16_000
        await caller.hang_up()
    assert made.frames[number] == {(16_000, 640)}
    assert {kind for kind, _ in caller.heard} == {107}


async def falling(made: Exchange, service: Service, pbx: PbxSettings, folder: Path) -> None:
    """As with AudioSocket's application: who is redirected leaves it, and whose service dies goes on."""
    number = "0855555555"

    def arrivals() -> list[Announced]:
        return [one for one in service.announced if one.number == number]

    async with SipPhone(Account(number, pbx.sip_port, codec="g722"), folder / number) as phone:
        await phone.dial("500")
        await until(lambda: number in made.connections)
        first = made.connections[number]
        assert service.ami is not None
        await service.ami.send(Redirect(made.announced[number].channel, "sapa-back"))
        await until(lambda: made.connections[number] is not first)
        assert arrivals()[-1].sent_back and arrivals()[-1].call_id == arrivals()[0].call_id
        await until(first._writer.is_closing)
        second = made.connections[number]
        second._writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        second._writer.transport.abort()
        await until(lambda: made.connections[number] is not second)
        assert arrivals()[-1].why == "nobody", "through the queue, where nobody is"
        assert [one.rate for one in arrivals()] == [16_000] * 3
        phone.hang_up()
        await phone.wait_closed(5)


async def test_wideband_phones_have_16_khz_both_ways_others_8_and_no_change_of_codec_changes_the_pitch(
    settings: Make, tmp_path: Path
) -> None:
    async with exchange(settings) as (pbx, service, made):
        await asyncio.gather(
            narrow_and_wide(made, pbx, tmp_path), changing(made, pbx), by_opus(made, pbx), falling(made, service, pbx, tmp_path)
        )
