"""A real SIP phone: one baresip process on loopback, driven over its control port. Citizen (dials) or agent (answers).

It speaks a WAV at a moment of choice by switching its audio source, and records what it sent and what it heard. Every file
it is given to speak is followed by silence in the file it plays: baresip ends a call whose source ends, and an unbroken
source keeps both recordings on one time base.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import signal
import socket
import wave
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from telephony.pbx.process import free_port

RATE = 8000
TAIL_S = 180
"""Silence after each utterance; no dialog waits that long for a caller."""
CONTROL_S = 10.0
MODULES = Path("/usr/lib/baresip/modules")
CONFIG = """\
sip_listen 127.0.0.1:{sip_port}
audio_source aufile,{folder}/silence.wav
audio_player aufile,{folder}/heard.wav
audio_alert aufile,{folder}/alert.wav
audio_channels 1
audio_srate 8000
audio_buffer 20-60
module_path {modules}
module g711.so
module aufile.so
module sndfile.so
module_tmp account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:{control_port}
snd_path {folder}/recordings
"""


class PhoneError(Exception):
    """The phone could not be started or did not do what it was told; the message says what and why."""


@dataclass(frozen=True, slots=True)
class Account:
    """`user`@`host`:`port`; with a password the phone registers and answers by itself."""

    user: str
    port: int
    password: str = ""
    host: str = "127.0.0.1"

    def line(self) -> str:
        uri = f"<sip:{self.user}@{self.host}:{self.port}>"
        return f"{uri};auth_pass={self.password};regint=60;answermode=auto" if self.password else f"{uri};regint=0"


class SipPhone:
    """`async with SipPhone(account, folder) as phone:`; `folder` keeps the recordings afterwards."""

    def __init__(self, account: Account, folder: Path) -> None:
        self._account, self._folder = account, folder
        self._process: asyncio.subprocess.Process | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._reader: asyncio.Task[None] | None = None
        self._utterances = 0
        self.registered = asyncio.Event()
        self.established = asyncio.Event()
        self.closed = asyncio.Event()

    async def __aenter__(self) -> SipPhone:
        if shutil.which("baresip") is None or not MODULES.is_dir():
            raise PhoneError("baresip is not installed: run `make setup`, or install Debian's package baresip-core")
        try:
            await self._start()
        except BaseException:
            await self._stop()
            raise
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._stop()

    async def dial(self, number: str, timeout_s: float = 15.0) -> None:
        """Call `number` at the account's host; returns when it is answered. Raises PhoneError when it is not."""
        self._command("dial", f"sip:{number}@{self._account.host}:{self._account.port}")
        try:
            async with asyncio.timeout(timeout_s):
                await self.established.wait()
        except TimeoutError as error:
            raise PhoneError(f"{number} did not answer within {timeout_s:.0f} s") from error

    async def speak(self, pcm: bytes) -> float:
        """Begin to speak PCM (8 kHz, 16-bit, mono), cutting off what is being spoken; returns the moment, in seconds of the recording."""
        self._utterances += 1
        path = self._folder / f"utterance-{self._utterances}.wav"
        await asyncio.to_thread(_write_wav, path, pcm + bytes(TAIL_S * RATE * 2))
        at = self.position()
        self._command("ausrc", f"aufile,{path}")
        return at

    def press(self, key: str) -> None:
        """One key: RFC 4733 telephone event."""
        self._command("sndcode", key)

    def hang_up(self) -> None:
        self._command("hangup")

    def position(self) -> float:
        """Seconds of the call recorded so far."""
        recording = self._recording("enc")
        return max(0, recording.stat().st_size - 44) / (2 * RATE) if recording else 0.0

    def sent(self) -> bytes:
        """What this phone sent, from the start of its (latest) call: PCM 8 kHz, 16-bit."""
        return _read_wav(self._recording("enc"))

    def heard(self) -> bytes:
        """What this phone heard, on the same time base as `sent`."""
        return _read_wav(self._recording("dec"))

    def _recording(self, direction: str) -> Path | None:
        found = sorted((self._folder / "recordings").glob(f"*-{direction}.wav"))
        return found[-1] if found else None

    async def _start(self) -> None:
        (self._folder / "recordings").mkdir(parents=True, exist_ok=True)
        await asyncio.to_thread(_write_wav, self._folder / "silence.wav", bytes(3 * TAIL_S * RATE * 2))
        control, sip = free_port(), free_port(socket.SOCK_DGRAM)
        config = CONFIG.format(sip_port=sip, control_port=control, folder=self._folder, modules=MODULES)
        for name, text in (("config", config), ("accounts", self._account.line() + "\n"), ("contacts", "")):
            (self._folder / name).write_text(text, encoding="utf-8")
        self._process = await asyncio.create_subprocess_exec(
            *("baresip", "-f", str(self._folder)),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
        reader = await self._connect(control)
        self._reader = asyncio.create_task(self._read(reader), name="phone-events")
        if self._account.password:
            try:
                async with asyncio.timeout(CONTROL_S):
                    while not self.registered.is_set():
                        self._command("reginfo")  # it may have registered before anybody listened to its events
                        await asyncio.sleep(0.1)
            except TimeoutError as error:
                raise PhoneError(f"{self._account.user} could not register at port {self._account.port}") from error

    async def _connect(self, port: int) -> asyncio.StreamReader:
        try:
            async with asyncio.timeout(CONTROL_S):
                while True:
                    with contextlib.suppress(OSError):
                        reader, self._writer = await asyncio.open_connection("127.0.0.1", port)
                        return reader
                    await asyncio.sleep(0.05)
        except TimeoutError as error:
            raise PhoneError(f"baresip did not open its control port within {CONTROL_S:.0f} s") from error

    def _command(self, command: str, parameters: str = "") -> None:
        if self._writer is None or self._writer.is_closing():
            raise PhoneError("the phone is not running")
        message = json.dumps({"command": command, "params": parameters})
        self._writer.write(f"{len(message)}:{message},".encode())

    async def _read(self, reader: asyncio.StreamReader) -> None:
        """Events are netstrings of JSON."""
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                length = int((await reader.readuntil(b":"))[:-1])
                event = json.loads((await reader.readexactly(length + 1))[:-1])
                if "\x1b[32mOK" in str(event.get("data", "")):
                    self.registered.set()
                match event.get("type"):
                    case "CALL_ESTABLISHED":
                        self.closed.clear()
                        self.established.set()
                    case "CALL_CLOSED":
                        self.closed.set()
        self.closed.set()

    async def _stop(self) -> None:
        if self._reader is not None:
            self._reader.cancel()
        if self._writer is not None:
            self._writer.close()
        process = self._process
        if process is None or process.returncode is not None:
            return
        for sign in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, sign)
            try:
                async with asyncio.timeout(3.0):
                    await process.wait()
                break
            except TimeoutError:
                continue
        for path in self._folder.glob("utterance-*.wav"):
            path.unlink()
        (self._folder / "silence.wav").unlink(missing_ok=True)


def _write_wav(path: Path, pcm: bytes) -> None:
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(pcm)


def _read_wav(path: Path | None) -> bytes:
    """The samples, also of a file whose header is not complete yet."""
    return path.read_bytes()[44:] if path else b""
