"""An Asterisk that dies is started again, whatever is in the way; at the end it is stopped in any case."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import pytest
from virtual_time import virtual_loop

from telephony.pbx import orphan
from telephony.pbx.fetch import PbxError
from telephony.pbx.process import LONGEST_PAUSE_S, RESTARTS, EmbeddedPbx
from telephony.pbx.render import PbxSettings

Make = Callable[[int], PbxSettings]


class Process:
    """Dead, or living until it is told."""

    pid = 1

    def __init__(self, *, dead: bool) -> None:
        self.returncode = 1 if dead else None
        self._over = asyncio.Event()
        if dead:
            self._over.set()

    async def wait(self) -> int:
        await self._over.wait()
        return 1


class Doomed(EmbeddedPbx):
    """Its Asterisk is dead, and comes up again when all `errors` have been met."""

    def __init__(self, settings: PbxSettings, *errors: Exception) -> None:
        super().__init__(settings)
        self._put(dead=True)
        self.errors, self.at, self.stopped = list(errors), list[float](), 0

    def _put(self, *, dead: bool) -> None:
        process: Any = Process(dead=dead)
        self._process = process

    async def _start(self) -> None:
        self.at.append(asyncio.get_running_loop().time())
        if self.errors:
            raise self.errors.pop(0)
        self._put(dead=False)

    async def _stop(self) -> None:
        self.stopped += 1


def test_a_full_disk_is_waited_out(settings: Make, caplog: pytest.LogCaptureFixture) -> None:
    async def scenario() -> None:
        errors = [OSError(28, "No space left on device"), *[PbxError("does not boot")] * RESTARTS, OSError(2, "no such file")]
        pbx = Doomed(settings(1), *errors)
        watcher = asyncio.create_task(pbx._watch())
        await asyncio.sleep(1000)
        assert pbx.pid == 1 and len(pbx.at) == len(errors) + 1 and not watcher.done()
        assert max(later - at for at, later in zip(pbx.at, pbx.at[1:], strict=False)) <= LONGEST_PAUSE_S
        watcher.cancel()

    with virtual_loop() as loop:
        loop.run_until_complete(scenario())
    assert any(record.levelno == logging.CRITICAL for record in caplog.records), "somebody must look"


def test_a_watcher_that_failed_leaves_no_asterisk_behind(settings: Make) -> None:
    async def scenario() -> None:
        pbx = Doomed(settings(1), ValueError("a fault of ours"))
        pbx._watcher = asyncio.create_task(pbx._watch())
        await asyncio.sleep(10)
        with pytest.raises(ValueError, match="a fault of ours"):
            await pbx.__aexit__(None, None, None)
        assert pbx.stopped == 1

    with virtual_loop() as loop:
        loop.run_until_complete(scenario())


@pytest.mark.calls
async def test_what_cannot_be_kept_for_later_stops_nothing(settings: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(orphan, "keep", full)
    async with EmbeddedPbx(settings(1)) as pbx:
        assert pbx.pid
