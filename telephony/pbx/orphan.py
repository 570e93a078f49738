"""An Asterisk that outlived its service: killed with -9, the service leaves it running, which is what its callers need. The next
start takes its place."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
from pathlib import Path

PATIENCE_S = 5.0
log = logging.getLogger(__name__)


def find(run: Path) -> int | None:
    """The process id of an Asterisk that still runs on the folder `run`, None when there is none."""
    try:
        pid = int((run / "run" / "asterisk.pid").read_text(encoding="ascii"))
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (OSError, ValueError):
        return None
    return pid if str(run / "etc" / "asterisk.conf").encode() in command else None


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
