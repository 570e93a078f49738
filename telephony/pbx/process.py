"""Starts, watches and stops the embedded Asterisk."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import socket
from collections.abc import Callable
from types import TracebackType

from telephony.pbx import orphan
from telephony.pbx.fetch import PbxError, loader
from telephony.pbx.render import PbxSettings, render

BOOT_S = 40.0
STOP_S = 5.0
CONSOLE_S = 15.0
RESTARTS = 5
"""A PBX that died this often in a row, each time within STEADY_S, will hardly come up by starting it again."""
STEADY_S = 600.0
LONGEST_PAUSE_S = 60.0
log = logging.getLogger(__name__)


def free_port(kind: socket.SocketKind = socket.SOCK_STREAM, host: str = "127.0.0.1") -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


class EmbeddedPbx:
    """`async with EmbeddedPbx(settings):` a running Asterisk, started again (with a growing pause) when it dies. It is never given up: what
    is in the way (a full disk) may go away, and meanwhile the service is no worse off than without it. One that an earlier service has left
    behind is gone on with, calls and all, when it listens where these settings say.

    `on_state(False)` is called when it died, `on_state(True)` whenever it has booted; on the event loop, and must not block.

    Raises:
        PbxError: Asterisk did not boot; the message carries the end of its log.
    """

    def __init__(self, settings: PbxSettings, on_state: Callable[[bool], None] = lambda up: None) -> None:
        self.settings = settings
        self._on_state = on_state
        self._process: asyncio.subprocess.Process | orphan.Adopted | None = None
        self._watcher: asyncio.Task[None] | None = None

    async def __aenter__(self) -> EmbeddedPbx:
        if not await self._adopt():
            await orphan.stop(self.settings.run)
            await self._start()
        self._watcher = asyncio.create_task(self._watch(), name="pbx-watcher")
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if self._watcher is not None:
                self._watcher.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await self._watcher
        finally:
            await self._stop()

    async def _adopt(self) -> bool:
        """Whether there is one to go on with; it then has this configuration."""
        run = self.settings.run
        pid = orphan.find(run)
        if pid is None or orphan.kept(run) != self._kept or not await self._booted():
            return False
        try:
            self._process = orphan.Adopted(pid)
        except OSError:
            return False  # it is gone after all
        log.warning("an Asterisk of an earlier service still runs in %s (process %d); going on with it", run, pid)
        await asyncio.to_thread(render, self.settings)
        await self.console("core reload")
        self._on_state(True)
        return True

    @property
    def _kept(self) -> orphan.Kept:
        s = self.settings
        return orphan.Kept(s.sip_port, s.ami_port, s.ami_secret, s.http_port, s.audiosocket_port, s.fixed)

    async def _start(self) -> None:
        configuration = await asyncio.to_thread(render, self.settings)
        prefix = self.settings.prefix
        self._process = await asyncio.create_subprocess_exec(
            *loader(prefix),
            str(prefix / "usr/sbin/asterisk"),
            *("-C", str(configuration), "-f", "-n"),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            await self._boot(self._process)
        except BaseException:
            await self._stop()
            raise
        try:
            orphan.keep(self.settings.run, self._kept)
        except OSError as error:
            log.warning("a later service will not be able to go on with this Asterisk: %s", error)
        self._on_state(True)

    async def _boot(self, process: asyncio.subprocess.Process) -> None:
        try:
            async with asyncio.timeout(BOOT_S):
                while not await self._booted():
                    if process.returncode is not None:
                        raise PbxError(f"Asterisk ended while starting (status {process.returncode}): {self._log_tail()}")
                    await asyncio.sleep(0.1)
        except TimeoutError as error:
            raise PbxError(f"Asterisk did not boot within {BOOT_S:.0f} s: {self._log_tail()}") from error

    async def _booted(self) -> bool:
        answer = await self.console("core waitfullybooted")
        return "fully booted" in answer

    @property
    def pid(self) -> int | None:
        """Process id of the Asterisk that runs now, None while there is none."""
        return self._process.pid if self._process is not None and self._process.returncode is None else None

    async def console(self, command: str) -> str:
        """The console's answer to `command`, empty while Asterisk is not there; for start-up and diagnosis, not for control."""
        prefix = self.settings.prefix
        process = await asyncio.create_subprocess_exec(
            *loader(prefix),
            str(prefix / "usr/sbin/asterisk"),
            *("-C", str(self.settings.run / "etc/asterisk.conf"), "-rx", command),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            async with asyncio.timeout(CONSOLE_S):
                out, _ = await process.communicate()
        except TimeoutError:
            return ""
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        return out.decode(errors="replace")

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        attempt = 0
        while True:
            assert self._process is not None
            started = loop.time()
            status = await self._process.wait()
            self._on_state(False)
            attempt = 1 if loop.time() - started > STEADY_S else attempt + 1
            pause_s = min(LONGEST_PAUSE_S, 0.25 * 2 ** min(attempt, 8))
            level = logging.CRITICAL if attempt >= RESTARTS else logging.ERROR
            log.log(level, "Asterisk died with status %s; starting it again in %.1f s (attempt %d)", status, pause_s, attempt)
            await asyncio.sleep(pause_s)
            try:
                await self._start()
            except (PbxError, OSError) as error:
                log.error("Asterisk cannot be started again: %s", error)

    async def _stop(self) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        for sign in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, sign)
            try:
                async with asyncio.timeout(STOP_S):
                    await process.wait()
                return
            except TimeoutError:
                log.warning("Asterisk did not stop within %.0f s after %s", STOP_S, sign.name)

    def _log_tail(self) -> str:
        path = self.settings.run / "log" / "messages"
        return path.read_text(encoding="utf-8", errors="replace")[-600:] if path.exists() else "no log was written"
