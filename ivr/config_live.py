"""The configuration of a running hotline: the operator's folder is watched, and what is valid in it is taken by new calls."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from pathlib import Path

from watchfiles import awatch

from dialog.load import ConfigError
from dialog.schema import Flows
from ivr.config_versions import Versions

QUIET_MS = 300
"""A change is over when nothing was written for so long: an editor's save, or all files of a roll-back."""
LONGEST_MS = 3000
"""A change that goes on longer is looked at as it is."""
LOOK_S = 5.0
"""The files are compared this often without any notice: not every file system gives one, and a folder that was replaced gives none."""
RENDER_S = 180.0
log = logging.getLogger(__name__)

Tell = Callable[[str], None]


def first(versions: Versions, tell: Tell) -> Flows:
    """What a hotline starts with: the operator's files, or the version that was taken last when they are not valid. Blocks.

    Raises:
        ConfigError: they are not valid, and neither is an earlier version at hand.
        OSError: they cannot be read or kept.
    """
    try:
        return versions.take()
    except ConfigError as error:
        last = versions.current()
        if not last:
            raise
        try:
            flows = versions.load(last)
        except ConfigError:
            raise error from None
        log.error("the configuration is not valid (%d problems); the last one that was, %s, serves", len(error.problems), last)
        tell(f"KONFIGURASI TIDAK SAH: {len(error.problems)} masalah. Dipakai versi terakhir yang sah, {last}.")
        for problem in error.problems:
            tell(str(problem))
        return flows


class LiveConfiguration:
    """`current` is what a call that begins now gets. `run()` keeps it up to date until it is cancelled.

    `prepare` has the sentences of a configuration spoken ahead, and returns when those are ready that most calls need. It is awaited before
    the configuration is taken: until then the old one serves. When it takes too long the new one is taken all the same.
    `tell` gets lines for the operator.
    """

    def __init__(self, versions: Versions, current: Flows, prepare: Callable[[Flows], Awaitable[None]], tell: Tell) -> None:
        self.current = current
        self._versions, self._prepare, self._tell = versions, prepare, tell
        self._seen = versions.seen

    async def run(self) -> None:
        taking: asyncio.Task[None] | None = None
        try:
            async with aclosing(changes(self._versions.dialog)) as looks:
                async for _ in looks:
                    if await self._is_new():
                        if taking is not None:
                            taking.cancel()  # what was saved later counts
                            await asyncio.wait([taking])
                        taking = asyncio.create_task(self._take())
        finally:
            if taking is not None:
                taking.cancel()

    async def _is_new(self) -> bool:
        try:
            digest = await asyncio.to_thread(self._versions.digest)
        except OSError:  # a file went away between listing and reading: the next look sees what became of it
            return False
        new, self._seen = digest != self._seen, digest
        return new

    async def _take(self) -> None:
        try:
            flows = await asyncio.to_thread(self._versions.take)
        except ConfigError as error:
            self._refuse(f"{len(error.problems)} masalah", *map(str, error.problems))
            return
        except OSError as error:
            self._refuse(f"berkas tidak dapat dibaca atau disimpan ({error.strerror})")
            return
        except Exception as error:  # noqa: BLE001 - no file may end the watch, nor the hotline
            self._refuse(f"berkas tidak dapat dimuat ({type(error).__name__})")
            return
        if flows.version == self.current.version:
            return
        self._tell(f"konfigurasi {flows.version} sah; kalimat tetapnya disiapkan")
        await self._speak_ahead(flows)
        before, self.current = self.current.version, flows
        self._tell(f"konfigurasi {flows.version} dipakai mulai panggilan berikutnya (sebelumnya {before})")

    async def _speak_ahead(self, flows: Flows) -> None:
        try:
            async with asyncio.timeout(RENDER_S):
                await self._prepare(flows)
        except TimeoutError:
            log.warning("not all sentences of configuration %s are ready within %.0f s", flows.version, RENDER_S)
            self._tell("sebagian kalimat tetap belum siap; disuarakan saat diperlukan")

    def _refuse(self, why: str, *problems: str) -> None:
        log.error("a changed configuration is refused, %s goes on: %d problems", self.current.version, len(problems))
        self._tell(f"KONFIGURASI BARU DITOLAK: {why}. Panggilan tetap memakai {self.current.version}.")
        for problem in problems:
            self._tell(problem)


async def changes(folder: Path) -> AsyncGenerator[None, None]:
    """Whenever something may have changed below `folder`; at once for the first time, and every LOOK_S."""
    yield
    try:
        async for _ in awatch(
            folder, watch_filter=None, step=QUIET_MS, debounce=LONGEST_MS, rust_timeout=int(LOOK_S * 1000), yield_on_timeout=True
        ):
            yield
    except (OSError, RuntimeError) as error:  # too many watches, or a file system without them
        log.warning("no notice of changed files (%s): they are looked at every %.0f s", type(error).__name__, LOOK_S)
    while True:
        await asyncio.sleep(LOOK_S)
        yield
