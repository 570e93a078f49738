"""`ivr bench turns`: real SIP calls by scripted callers, to a hotline started for them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dialog.scenario.schema import Scenario
from ivr.app import hotline
from ivr.bench.path import path_ms
from ivr.bench.turns import Turn, turns_of
from ivr.caller.report import CallReport
from ivr.caller.run import run_traced
from ivr.caller.steps import Place
from ivr.settings import ROOT, Settings

SCRIPTS = ROOT / "configs" / "calls" / "bench"
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Measured:
    """All turns of all calls, in order; `calls`: title and report of each."""

    turns: tuple[Turn, ...]
    calls: tuple[tuple[str, CallReport], ...]
    path_ms: float


async def measure_turns(settings: Settings, scripts: Sequence[Scenario], progress: Progress) -> Measured:
    """One call after the other, with nobody at the agents' phones. State and records of its own: no other hotline is disturbed.

    Raises:
        PbxError, PhoneError, SynthesizerError, RecognizerError, ModelUnavailable: something that a call needs is not there.
    """
    state = settings.state / "bench"
    for name in ("records.db", "records.db-wal", "records.db-shm", "government.db"):
        (state / name).unlink(missing_ok=True)
    settings = replace(settings, state=state, records=str(state / "records.db"), pbx=replace(settings.pbx, mode="embedded", sip_port=0))
    recordings = state / "calls" / time.strftime("%Y%m%d-%H%M%S")
    progress("mengukur jalur telepon")
    path = await path_ms(settings, recordings / "path")
    turns, calls = list[Turn](), list[tuple[str, CallReport]]()
    async with hotline(settings, progress) as running:
        place = Place(running.sip_port, running.records, running.flows, settings.cache, recordings)
        for script in scripts:
            report, trace = await run_traced(script, place)
            measured = turns_of(trace, running.flows.fixed)
            progress(f"{script.title}: {describe(report, measured)}")
            turns += measured
            calls.append((script.title, report))
    return Measured(tuple(turns), tuple(calls), path)


def describe(report: CallReport, turns: Sequence[Turn]) -> str:
    """One call in a line."""
    gaps = " ".join("terpotong" if t.cut_off else "-" if t.gap_ms is None else f"{t.gap_ms}{'' if t.cached else '*'}" for t in turns)
    return f"{report.outcome}{'' if report.ok else ' (' + '; '.join(report.failures) + ')'}; jeda {gaps}"


def script_paths(given: Sequence[Path]) -> list[Path]:
    return list(given) or sorted(SCRIPTS.glob("*.yaml"))
