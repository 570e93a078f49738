"""Declarations of systems, while the service runs: what is valid in the folder's files is asked so from the next request on."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path

from dialog.load import ConfigError
from ivr.backends.connectors import Connectors
from ivr.backends.load import load_backends
from ivr.config_files import dialog_files, digest_of
from ivr.config_live import changes

log = logging.getLogger(__name__)


def seen(folder: Path) -> str:
    """Of all files as they are. Raises OSError."""
    return digest_of(dialog_files(folder))


async def watch(folder: Path, connectors: Connectors, tell: Callable[[str], None], last: str) -> None:
    """Until cancelled. `last`: what was `seen` before `connectors` were loaded. What is not valid is refused and told; the old goes on."""
    async with aclosing(changes(folder)) as looks:
        async for _ in looks:
            try:
                now = await asyncio.to_thread(seen, folder)
            except OSError:  # a file went away between listing and reading: the next look sees what became of it
                continue
            if now != last:
                last = now
                await _take(folder, connectors, tell)


async def _take(folder: Path, connectors: Connectors, tell: Callable[[str], None]) -> None:
    try:
        await connectors.take(await asyncio.to_thread(load_backends, folder))
    except ConfigError as error:
        log.error("changed connectors are refused, the ones before go on: %d problems", len(error.problems))
        tell(f"SAMBUNGAN BARU DITOLAK: {len(error.problems)} masalah. Yang lama tetap dipakai.")
        for problem in error.problems:
            tell(str(problem))
    except Exception as error:  # noqa: BLE001 - no file may end the watch
        log.error("changed connectors cannot be read (%s), the ones before go on", type(error).__name__)
        tell(f"SAMBUNGAN BARU DITOLAK: berkas tidak dapat dibaca ({type(error).__name__}). Yang lama tetap dipakai.")
    else:
        tell(f"sambungan ke {len({name.partition('.')[0] for name in connectors.operations})} sistem dipakai mulai permintaan berikutnya")
