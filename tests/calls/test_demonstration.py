"""One hotline and several callers at a time: the calls that `make run` shows, a system that is down, a line that drops."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import pytest
import pytest_asyncio
from demonstrated import DOWN, SCRIPTS
from places import private, running

from dialog.journal_codec import encode
from dialog.replay import replay
from ivr.app import Hotline
from ivr.caller.report import CallReport
from ivr.caller.run import run_script
from ivr.caller.speech import render

pytestmark = [pytest.mark.calls, pytest.mark.timeout(420), pytest.mark.asyncio(loop_scope="module")]
AT_ONCE = 4
"""Calls, on two cores: a call is mostly waiting, but sound that comes late is heard wrongly."""
IN_A_ROW = [["f-petugas", "system down"], ["line drops", "calls again"]]
"""There is one agent; and who calls again has called before."""


@dataclass(frozen=True)
class Calls:
    service: Hotline
    reports: dict[str, asyncio.Future[CallReport]]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def calls(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Calls]:
    """All calls under way. The hotline lives in a task of its own: its groups must end in the task that began them."""
    ready: asyncio.Future[Calls] = asyncio.get_running_loop().create_future()
    done = asyncio.Event()

    async def serve() -> None:
        async with running(private(tmp_path_factory.mktemp("hotline"))) as (service, place):
            assert service.government is not None
            service.government.fault(DOWN, "down")
            room, reports = asyncio.Semaphore(AT_ONCE), {name: asyncio.get_running_loop().create_future() for name in SCRIPTS}

            async def call(names: Sequence[str]) -> None:
                async with room:
                    for name in names:
                        try:
                            reports[name].set_result(await run_script(SCRIPTS[name], place))
                        except Exception as error:  # noqa: BLE001 - it belongs to the test that waits for this call
                            reports[name].set_exception(error)

            for one in SCRIPTS.values():  # their voices need the processor that the calls will need
                await asyncio.to_thread(render, one, place.cache)
            alone = [[name] for name in SCRIPTS if not any(name in row for row in IN_A_ROW)]
            calling = [asyncio.create_task(call(names)) for names in (*IN_A_ROW, *alone)]
            ready.set_result(Calls(service, reports))
            await done.wait()
            for task in calling:
                task.cancel()

    serving = asyncio.create_task(serve())
    await asyncio.wait([ready, serving], return_when=asyncio.FIRST_COMPLETED)
    if serving.done():
        serving.result()
    yield ready.result()
    done.set()
    await serving


@pytest.mark.parametrize("name", SCRIPTS)
async def test_it_goes_as_its_script_expects(calls: Calls, name: str) -> None:
    """That an agent heard a briefing before the join, and each the other after it, is in `failures`: measured on the recordings."""
    report = await calls.reports[name]
    assert report.failures == (), "\n".join(f"{turn.who}: {turn.text}" for turn in report.turns)
    assert name not in ("a-kependudukan", "c-pengaduan") or report.median_gap_ms is not None


async def test_what_was_reported_is_filed_under_the_number_that_was_said(calls: Calls) -> None:
    report = await calls.reports["c-pengaduan"]
    assert calls.service.government is not None
    async with asyncio.timeout(20):
        while await calls.service.records.unsent():
            await asyncio.sleep(0.1)
    (filed,) = calls.service.government.filed("pengaduan.lapor", report.ticket)
    assert filed.fields["lokasi"] == report.slots["lokasi"]
    assert any(report.ticket in turn.text for turn in report.turns if turn.who == "hotline")


async def test_ratings_are_kept_and_every_journal_gives_its_call_again(calls: Calls) -> None:
    await asyncio.wait(calls.reports.values())
    records = calls.service.records
    assert {(row.questionnaire, row.value) for row in await records.ratings()} == {("kepuasan", 5)}
    for call in await records.latest_calls(len(calls.reports)):
        rows = [row.payload for row in await records.journal(call.call_id)]
        _, effects = replay(calls.service.flows, rows)
        journalled = [row for row in rows if row["type"] in {type(effect).__name__ for effect in effects}]
        assert [encode(effect) for effect in effects] == journalled
