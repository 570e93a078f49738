"""A real SIP phone: one baresip process on loopback, driven over its control port. Citizen (dials) or agent (answers).

It speaks a WAV at a moment of choice by switching its audio source, and records what it sent and what it heard. Every file
it is given to speak is followed by silence in the file it plays: baresip ends a call whose source ends, and an unbroken
source keeps both recordings on one time base. Its jitter buffer holds one packet (20 ms), as little as a phone on a quiet
LAN needs; baresip's own five would add 80 ms to everything that is measured.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import signal
import socket
import tempfile
import wave
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from telephony.pbx.process import free_port
from telephony.timebase import TimeBase

TAIL_S = 180
"""Silence after each utterance; no dialog waits that long for a caller."""
CONTROL_S = 10.0
TRIES = 3
OBSERVE_S = 0.02
CODECS = {"alaw": "PCMA/8000/1", "ulaw": "PCMU/8000/1", "g722": "G722/16000/1"}
NARROW, WIDE = 8000, 16_000
MODULES = Path("/usr/lib/baresip/modules")
CONFIG = """\
sip_listen 127.0.0.1:{sip_port}
audio_source aufile,{folder}/silence.wav
audio_player aufile,{folder}/heard.wav
audio_alert aufile,{folder}/alert.wav
audio_channels 1
audio_srate {rate}
audio_buffer 20-60
jitter_buffer_delay 1-10
module_path {modules}
module g711.so
module g722.so
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


class _Ended(PhoneError):
    """baresip ended by itself."""


@dataclass(frozen=True, slots=True)
class Account:
    """`user`@`host`:`port`; with a password the phone registers, and answers by itself unless it shall ring (`answers` False). `codec`:
    `alaw`, `ulaw` or `g722`, or several in the order in which they are offered."""

    user: str
    port: int
    password: str = ""
    host: str = "127.0.0.1"
    codec: str | tuple[str, ...] = "alaw"
    answers: bool = True

    @property
    def codecs(self) -> tuple[str, ...]:
        return (self.codec,) if isinstance(self.codec, str) else self.codec

    @property
    def rate(self) -> int:
        """Samples a second of what is spoken and recorded: 16,000 for a wideband phone, whatever codec a call then has."""
        return WIDE if "g722" in self.codecs else NARROW

    def line(self) -> str:
        uri = f"<sip:{self.user}@{self.host}:{self.port}>;audio_codecs={','.join(CODECS[codec] for codec in self.codecs)}"
        if not self.password:
            return f"{uri};regint=0"
        return f"{uri};auth_pass={self.password};regint=60;answermode={'auto' if self.answers else 'manual'}"


class SipPhone:
    """`async with SipPhone(account, folder) as phone:`; `folder` keeps the recordings afterwards. `background`: what it sends, over and
    over, while nothing is spoken (PCM as in `speak`); silence when empty. All PCM has the account's rate."""

    def __init__(self, account: Account, folder: Path, background: bytes = b"") -> None:
        self._account, self._keep = account, folder
        self.rate = account.rate
        self._background = background or bytes(2 * self.rate)
        # baresip cuts paths of more than about 120 characters, file name and all; its own folder is therefore a short one.
        self._folder = Path(tempfile.mkdtemp(prefix="sapa-phone-"))
        self._process: asyncio.subprocess.Process | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._reader: asyncio.Task[None] | None = None
        self._timer: asyncio.Task[None] | None = None
        self._base = TimeBase(self.rate)
        self._recorded: Path | None = None
        self._utterances = 0
        self.registered = asyncio.Event()
        self.incoming = asyncio.Event()
        self.established = asyncio.Event()
        self.closed = asyncio.Event()

    async def __aenter__(self) -> SipPhone:
        _require_baresip()
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
        self.established.clear()
        self.closed.clear()
        self._command("dial", f"sip:{number}@{self._account.host}:{self._account.port}")
        waits = [asyncio.create_task(event.wait()) for event in (self.established, self.closed)]
        try:
            await asyncio.wait(waits, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        if not self.established.is_set():
            raise PhoneError(f"{number} {'refused the call' if self.closed.is_set() else f'did not answer within {timeout_s:.0f} s'}")

    async def wait_closed(self, timeout_s: float) -> None:
        """Until the call is over, or the phone is gone. Raises TimeoutError."""
        async with asyncio.timeout(timeout_s):
            await self.closed.wait()

    async def speak(self, speech: bytes | Path) -> float:
        """Begin to speak (PCM or a WAV, both at `rate`, 16-bit, mono), cutting off what is being spoken.

        Returns the moment, in seconds of the recording, to about one packet (20 ms).

        Raises:
            PhoneError: the WAV has another shape, or the phone is not running.
        """
        pcm = speech if isinstance(speech, bytes) else await asyncio.to_thread(_read_speech, speech, self.rate)
        self._utterances += 1
        path = self._folder / f"utterance-{self._utterances}.wav"
        await asyncio.to_thread(_write_wav, path, pcm + self._silence(TAIL_S), self.rate)
        at = self.position()
        self._command("ausrc", f"aufile,{path}")
        return at

    def press(self, key: str) -> None:
        """One key: RFC 4733 telephone event."""
        self._command("sndcode", key)

    def answer(self) -> None:
        self._command("accept")

    def hang_up(self) -> None:
        self._command("hangup")

    async def vanish(self) -> None:
        """As if its cable were cut: nothing is said to the PBX."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            await self._process.wait()

    def position(self) -> float:
        """Seconds of the call recorded so far."""
        recording = self._recording("enc")
        return max(0, recording.stat().st_size - 44) / (2 * self.rate) if recording else 0.0

    def sent(self) -> bytes:
        """What this phone sent, from the start of its (latest) call: PCM, 16-bit."""
        return _read_wav(self._recording("enc"))

    def heard(self) -> bytes:
        """What this phone heard, on the same time base as `sent`: silence where nothing came (exact to about 10 ms)."""
        return self._base.align(_read_wav(self._recording("dec")))

    def _silence(self, seconds: int) -> bytes:
        size = seconds * self.rate * 2
        return (self._background * (size // len(self._background) + 1))[:size]

    def _recording(self, direction: str) -> Path | None:
        found = (self._folder / "recordings").glob(f"*-{direction}.wav")
        return max(found, key=lambda path: path.stat().st_mtime_ns, default=None)

    async def _keep_time(self) -> None:
        while True:
            self._observe()
            await asyncio.sleep(OBSERVE_S)

    def _observe(self) -> None:
        sent, heard = self._recording("enc"), self._recording("dec")
        if sent is None or heard is None:
            return
        if sent != self._recorded:
            self._recorded, self._base = sent, TimeBase(self.rate)
        self._base.observe(*(max(0, path.stat().st_size - 44) for path in (sent, heard)))

    async def _start(self) -> None:
        (self._folder / "recordings").mkdir(parents=True, exist_ok=True)
        await asyncio.to_thread(_write_wav, self._folder / "silence.wav", self._silence(3 * TAIL_S), self.rate)
        reader = await self._launch()
        self._reader = asyncio.create_task(self._read(reader), name="phone-events")
        self._timer = asyncio.create_task(self._keep_time(), name="phone-timebase")
        if self._account.password:
            try:
                async with asyncio.timeout(CONTROL_S):
                    while not self.registered.is_set():
                        self._command("reginfo")  # it may have registered before anybody listened to its events
                        await asyncio.sleep(0.1)
            except TimeoutError as error:
                raise PhoneError(f"{self._account.user} could not register at port {self._account.port}") from error

    async def _launch(self) -> asyncio.StreamReader:
        """Ports that are free when they are chosen may be taken when baresip binds them; then it is tried again with others."""
        for _ in range(TRIES - 1):
            with contextlib.suppress(_Ended):
                return await self._launch_once()
        return await self._launch_once()

    async def _launch_once(self) -> asyncio.StreamReader:
        control, sip = free_port(), free_sip_port()
        config = CONFIG.format(sip_port=sip, control_port=control, folder=self._folder, modules=MODULES, rate=self.rate)
        for name, text in (("config", config), ("accounts", self._account.line() + "\n"), ("contacts", "")):
            (self._folder / name).write_text(text, encoding="utf-8")
        self._process = await asyncio.create_subprocess_exec(
            *("baresip", "-f", str(self._folder)),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
        return await self._connect(control)

    async def _connect(self, port: int) -> asyncio.StreamReader:
        try:
            async with asyncio.timeout(CONTROL_S):
                while True:
                    if self._process is None or self._process.returncode is not None:
                        raise _Ended("baresip ended while starting: its ports were taken, or a module is missing")
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
        try:
            while True:
                length = int((await reader.readuntil(b":"))[:-1])
                self._take(json.loads((await reader.readexactly(length + 1))[:-1]))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # baresip is gone, and its call with it
        finally:
            self.closed.set()

    def _take(self, event: dict[str, object]) -> None:
        if "\x1b[32mOK" in str(event.get("data", "")):
            self.registered.set()
        match event.get("type"):
            case "CALL_INCOMING":
                self.incoming.set()
            case "CALL_ESTABLISHED":
                self.closed.clear()
                self.established.set()
            case "CALL_CLOSED":
                self.closed.set()

    async def _stop(self) -> None:
        for task in (self._reader, self._timer):
            if task is not None:
                task.cancel()
                await asyncio.wait([task], timeout=1.0)
        if self._writer is not None:
            self._writer.close()
            with contextlib.suppress(OSError, TimeoutError):
                async with asyncio.timeout(1.0):
                    await self._writer.wait_closed()
        await self._kill()
        self._keep.mkdir(parents=True, exist_ok=True)
        for path in (self._folder / "recordings").glob("*.wav"):
            shutil.move(path, self._keep / path.name)
        shutil.rmtree(self._folder, ignore_errors=True)

    async def _kill(self) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        for sign in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, sign)
            try:
                async with asyncio.timeout(3.0):
                    await process.wait()
                return
            except TimeoutError:
                continue


def _require_baresip() -> None:
    if shutil.which("baresip") is None or not MODULES.is_dir():
        raise PhoneError("baresip is not installed: run `make setup`, or install Debian's package baresip-core")


def free_sip_port() -> int:
    """A free UDP port whose next one is free too: baresip binds both."""
    for _ in range(50):
        port = free_port(socket.SOCK_DGRAM)
        try:
            for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
                with socket.socket(socket.AF_INET, kind) as probe:
                    probe.bind(("127.0.0.1", port + 1))
            return port
        except (OSError, OverflowError):
            continue
    raise PhoneError("no two neighbouring free UDP ports on 127.0.0.1")


def _read_speech(path: Path, rate: int) -> bytes:
    try:
        with wave.open(str(path), "rb") as source:
            if (source.getframerate(), source.getnchannels(), source.getsampwidth()) != (rate, 1, 2):
                raise PhoneError(f"{path.name} must be {rate // 1000} kHz, mono, 16-bit")
            return source.readframes(source.getnframes())
    except (OSError, wave.Error) as error:
        raise PhoneError(f"{path.name} cannot be read as a WAV: {error}") from error


def _write_wav(path: Path, pcm: bytes, rate: int) -> None:
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(pcm)


def _read_wav(path: Path | None) -> bytes:
    """The samples, also of a file whose header is not complete yet."""
    return path.read_bytes()[44:] if path else b""
