"""An Asterisk that outlived its service: killed with -9, the service leaves it running, which is what its callers need. The next start
goes on with it, or, where that cannot be, takes its place."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import signal
from dataclasses import asdict, dataclass
from pathlib import Path

from telephony.pbx.private import write_private

PATIENCE_S = 5.0
KEPT = "kept.json"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a later start must have in common with an Asterisk to go on with it: where it listens, where it finds the service, and what it
    cannot be given anew (`fixed`, see `PbxSettings`)."""

    sip_port: int
    ami_port: int
    ami_secret: str
    http_port: int
    audiosocket_port: int
    fixed: str


class Adopted:
    """A process that is no child of ours, as far as `asyncio.subprocess.Process` is needed."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._descriptor = os.pidfd_open(pid)

    async def wait(self) -> int:
        """Until it is gone; how it ended is not known (0)."""
        if self.returncode is None:
            gone, loop = asyncio.Event(), asyncio.get_running_loop()
            loop.add_reader(self._descriptor, gone.set)
            try:
                await gone.wait()
            finally:
                loop.remove_reader(self._descriptor)
            os.close(self._descriptor)
            self.returncode = 0
        return self.returncode


def find(run: Path) -> int | None:
    """The process id of an Asterisk that still runs on the folder `run`, None when there is none."""
    try:
        pid = int((run / "run" / "asterisk.pid").read_text(encoding="ascii"))
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (OSError, ValueError):
        return None
    return pid if str(run / "etc" / "asterisk.conf").encode() in command else None


def keep(run: Path, kept: Kept) -> None:
    """For a later start."""
    write_private(run / KEPT, json.dumps(asdict(kept)))


def kept(run: Path) -> Kept | None:
    """What the Asterisk has that still runs on the folder `run`; None when there is none, or that cannot be told."""
    if find(run) is None:
        return None
    try:
        return Kept(**json.loads((run / KEPT).read_text(encoding="ascii")))
    except (OSError, ValueError, TypeError):
        return None


async def stop(run: Path) -> None:
    """Stop it, politely first; calls that it still carries end."""
    pid = find(run)
    if pid is None:
        return
    log.warning("an Asterisk of an earlier service still runs in %s (process %d); stopping it", run, pid)
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, sign)
        for _ in range(int(PATIENCE_S / 0.1)):
            if find(run) is None:
                return
            await asyncio.sleep(0.1)
