"""The softphone on real PortAudio and ALSA, with files instead of a sound card. In a process of its own: ALSA reads its
configuration once, and writes its complaints to the terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import wave
from pathlib import Path

import pytest

pytest.importorskip("pyaudio", reason="needs PyAudio")

CONFIG = """\
pcm.null {{ type null }}
ctl.null {{ type null }}
pcm.speaker {{ type file; slave.pcm null; file "{folder}/out.raw"; format raw }}
pcm.microphone {{ type file; slave.pcm null; file "/dev/null"; format raw; infile "{folder}/in.wav" }}
pcm.!default {{ type asym; playback.pcm speaker; capture.pcm microphone }}
ctl.!default {{ type null }}
"""
TALK = """
import asyncio, json
from telephony.media import Audio, Closed
from telephony.softphone import Softphone

async def talk():
    names, frames = [], []
    with Softphone() as phone:
        phone.player.play(1, b"\\x21\\x43" * 1600)
        phone.player.finish(1)
        def sink(event):
            if isinstance(event, Audio):
                frames.append(event.pcm)
                if len(frames) == 50:
                    phone.closing()
            else:
                names.append(type(event).__name__)
        async with asyncio.timeout(20):
            await phone.run(sink)
        await phone.close()
    heard = b"".join(frames)
    sizes = sorted({len(f) for f in frames})
    print(json.dumps({"names": names, "sizes": sizes, "voice": heard.count(b"\\x34\\x12"), "in": phone.stats.frames_in}))

asyncio.run(talk())
"""
NOTHING = """
from telephony.softphone import Softphone, SoftphoneError
try:
    Softphone(microphone=4711, loudspeaker=4711).__enter__()
except SoftphoneError as error:
    print(error)
"""


def run(code: str, folder: Path) -> str:
    (folder / "asound.conf").write_text(CONFIG.format(folder=folder))
    environment = os.environ | {"ALSA_CONFIG_PATH": str(folder / "asound.conf"), "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_speaks_and_hears_through_portaudio(tmp_path: Path) -> None:
    with wave.open(str(tmp_path / "in.wav"), "wb") as microphone:
        microphone.setnchannels(1)
        microphone.setsampwidth(2)
        microphone.setframerate(16000)
        microphone.writeframes(b"\x34\x12" * 80_000)
    seen = json.loads(run(TALK, tmp_path))
    assert seen["names"] == ["ClipFinished", "Drained", "Closed"]
    assert seen["sizes"] == [640]
    assert seen["in"] > 0
    assert seen["voice"] > 320, "the microphone's file was heard"
    # ALSA's null device has no clock: it takes sound as fast as it can, so silence stands between the frames of the clip.
    assert (tmp_path / "out.raw").read_bytes().replace(b"\0", b"") == b"\x21\x43" * 1600


def test_a_missing_device_is_named(tmp_path: Path) -> None:
    assert "no usable microphone and loudspeaker" in run(NOTHING, tmp_path)
