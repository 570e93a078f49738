"""A real Asterisk for the tests: fetched once into the repository's cache, started fresh for each test that asks."""

from __future__ import annotations

import math
import struct
import wave
from collections.abc import Callable
from pathlib import Path

import pytest

from telephony.pbx.fetch import fetch
from telephony.pbx.process import free_port
from telephony.pbx.render import PbxSettings, QueueConf

REPOSITORY = Path(__file__).resolve().parents[3]
RATE = 8000
SOUNDS = {"next": 1500, "place": 1600, "callswaiting": 1800, "periodic": 1900, "digits/1": 2000, "digits/2": 2100, "transfer": 2200}
"""Hz."""


def tone(hertz: float, seconds: float, amplitude: int = 8000) -> bytes:
    """PCM, 8 kHz, 16-bit, mono."""
    return b"".join(struct.pack("<h", int(amplitude * math.sin(2 * math.pi * hertz * n / RATE))) for n in range(int(seconds * RATE)))


def write(path: Path, pcm: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 2, RATE, 0, "NONE", ""))
        out.writeframes(pcm)


@pytest.fixture(scope="session")
def prefix() -> Path:
    return fetch(REPOSITORY / ".cache")


@pytest.fixture
def settings(prefix: Path, tmp_path: Path) -> Callable[[int], PbxSettings]:
    """`settings(audiosocket_port)`; the apology is a tone of 1,200 Hz, what is heard in queues are those of SOUNDS."""
    apology = tmp_path / "apology.wav"
    write(apology, tone(1200, 1.5))
    for name, hertz in SOUNDS.items():
        write(tmp_path / "sounds" / f"{name}.wav", tone(hertz, 0.3))
    rtp = free_port() // 2 * 2
    rtp = min(rtp, 60_000)

    def make(audiosocket_port: int) -> PbxSettings:
        return PbxSettings(
            prefix=prefix,
            run=tmp_path / "pbx",
            templates=REPOSITORY / "configs" / "asterisk",
            sip_port=free_port(),
            ami_port=free_port(),
            ami_secret="rahasia-uji",
            http_port=free_port(),
            phone_key="kunci-uji",
            audiosocket_port=audiosocket_port,
            apology=apology,
            sounds=tmp_path / "sounds",
            queues=(QueueConf("petugas", ring_s=5),),
            rtp_start=rtp,
            rtp_end=rtp + 200,
        )

    return make
