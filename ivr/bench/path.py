"""What the telephone path itself takes: a phone, an Asterisk, AudioSocket, and a service that sends back what it hears."""

from __future__ import annotations

import asyncio
import statistics
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import numpy as np

from ivr.caller.report import spans
from ivr.exchange import pbx_settings
from ivr.settings import Settings
from speech.pcm import TELEPHONE_RATE, from_float
from telephony.media import Audio, MediaConnection, MediaEvent
from telephony.media_server import MediaServer
from telephony.pbx.fetch import PbxError, fetch
from telephony.pbx.process import EmbeddedPbx
from telephony.phone import Account, SipPhone

BURSTS = 6
BURST_S, EVERY_S, SETTLE_S = 0.2, 1.0, 1.0


async def path_ms(settings: Settings, folder: Path) -> float:
    """From a caller's mouth to the service and back to the caller's ear: the median of some bursts of a tone, on the phone's recordings.

    Raises:
        PbxError: Asterisk cannot be had or started, or nothing came back.
        PhoneError: the phone cannot be started, or its call was not answered.
    """

    async def admit(_: UUID) -> bool:
        return True

    server = MediaServer("127.0.0.1", 0, admit, _echo)
    await server.start()
    try:
        prefix = await asyncio.to_thread(fetch, settings.cache)
        pbx = replace(pbx_settings(settings, server.port), prefix=prefix)
        async with EmbeddedPbx(pbx), SipPhone(Account("ukur", pbx.sip_port), folder) as phone:
            await phone.dial(pbx.hotline)
            await asyncio.sleep(SETTLE_S)
            for _ in range(BURSTS):
                await phone.speak(_burst())
                await asyncio.sleep(EVERY_S)
            sent, heard = spans(phone.sent()), spans(phone.heard())
            phone.hang_up()
    finally:
        await server.stop()
    return delay_ms(sent, heard)


def delay_ms(sent: list[tuple[int, int]], heard: list[tuple[int, int]]) -> float:
    """The median time from each sound sent to the next one heard. Pure. Raises PbxError when none came back."""
    starts = [start for start, _ in heard]
    delays = [min(back) - start for start, _ in sent if (back := [s for s in starts if start <= s < start + EVERY_S * 1000])]
    if not delays:
        raise PbxError("nothing that the phone sent came back: is another Asterisk using the same ports?")
    return statistics.median(delays)


async def _echo(connection: MediaConnection) -> None:
    def sink(event: MediaEvent) -> None:
        if isinstance(event, Audio):
            connection.player.play(1, event.pcm)

    with suppress(ConnectionError):
        await connection.run(sink)


def _burst() -> bytes:
    t = np.arange(int(BURST_S * TELEPHONE_RATE)) / TELEPHONE_RATE
    return from_float(np.asarray(0.3 * np.sin(2 * np.pi * 500 * t), np.float32))
