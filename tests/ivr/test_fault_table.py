"""docs/faults.md, gone through: whole conversations with the shipped configuration while each government system fails in each way."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from random import Random

import pytest

from dialog.effects import Lookup
from dialog.events import LookupDone, LookupFailed, LookupSlow
from dialog.scenario.callers import Caller, callers
from dialog.scenario.generate import hold
from dialog.scenario.schema import NOW, Reply
from dialog.scenario.values import Said
from dialog.schema import Flows
from ivr.backends.connectors import Connectors
from ivr.backends.load import load_backends
from ivr.backends.schema import System
from ivr.government.faults import KINDS
from ivr.government.server import DemonstrationGovernment
from ivr.lookups import Lookups, in_time
from ivr.outbox import Outbox
from ivr.records.store import Records
from ivr.settings import ROOT

QUESTIONS = {
    "kependudukan": "layanan_keliling",
    "perizinan": "status_izin",
    "pengaduan": "status_laporan",
    "pajak": "tagihan_pbb",
    "kepegawaian": "jadwal_ujian",
    "janji": "cek_janji",
}
REPORTS = {"kependudukan": "keluhan_dokumen", "pengaduan": "lapor", "pajak": "keringanan", "janji": "janji_temu"}
ROWS = re.findall(r"^\| `(\w+)`[^|]*\| ([^|]+?) \| ([^|]+?) \| ([^|]+?) \|$", (ROOT / "docs" / "faults.md").read_text(), re.MULTILINE)
SLOW_MS, PATIENCE_MS = 300, 100
TIMEOUT_MS = 150
"""So that the table takes seconds: a slow answer comes after patience is over, and long before any other deadline."""
SENT_S = 20.0


def plain_systems(timeout_ms: int = 5000) -> dict[str, System]:
    """Those that ship, without retries, breakers and caches, which have their own tests."""
    systems = load_backends(ROOT / "configs" / "backends")
    simple = {"retries": 0, "cache_s": 0, "timeout_ms": timeout_ms}
    return {
        name: replace(system, failures=10_000, operations={n: replace(o, **simple) for n, o in system.operations.items()})  # type: ignore[arg-type]
        for name, system in systems.items()
    }


@dataclass
class World:
    """A hotline in words: everything but sound. `loop` runs what waits; the conversation itself does not."""

    flows: Flows
    loop: asyncio.Runner
    government: DemonstrationGovernment
    connectors: Connectors
    hasty: Connectors
    """They give up at once."""
    records: Records
    outbox: Outbox
    calls: int = 0

    def fault(self, system: str, kind: str) -> None:
        slow = {"slow": SLOW_MS, "timeout": 4 * SLOW_MS}
        self.government.fault(system, "slow" if kind in slow else kind, ms=slow.get(kind, 0))

    def heard(self, caller: Caller, operation: str, fault: str) -> str:
        """What the caller is told when `operation` is asked, and before: names of prompts, `number`, or `answer`."""
        lookups = Lookups(self.hasty if fault == "timeout" else self.connectors, self.records, self.outbox.nudge)
        self.calls += 1

        def ask(lookup: Lookup) -> Reply:
            return self.loop.run(self._ask(lookups, replace(lookup, patience_ms=PATIENCE_MS)))

        trial = hold(self.flows, caller, ask)
        moment = next((m for m in trial.moments if m.asked is not None and m.asked.operation == operation), None)
        if moment is None:
            return f"{operation} not asked: {[str(entry) for entry in trial.conversation()]}"
        if self.flows.prompts.lookup_failed in moment.said:
            return "`lookup_failed`"
        ticket = isinstance(moment.event, LookupDone) and moment.event.data.get("tiket", "")
        if ticket and self.connectors.operations[operation].write:
            return "the number, at once" if plain(ticket) in plain(" ".join(moment.said)) else f"without it: {moment.said}"
        assert isinstance(moment.event, LookupDone), moment.event
        waited = any(isinstance(m.event, LookupSlow) and m.before.request == moment.before.request for m in trial.moments)
        return "`looking_up`, then the answer" if waited else "the answer"

    async def _ask(self, lookups: Lookups, lookup: Lookup) -> Reply:
        slow = list[LookupSlow]()
        answer = await in_time(lookup, lookups.run(f"call-{self.calls}", lookup), slow.append)
        if isinstance(answer, LookupFailed):
            return Reply(failed=answer.reason, slow=bool(slow))
        return Reply(answer.data, slow=bool(slow))

    async def delivered(self) -> None:
        """What waits is due now, and is sent."""
        async with asyncio.timeout(SENT_S):
            while rows := await self.records.unsent():
                for row in rows:
                    await self.records.failed(row.key, row.error, time.time())
                self.outbox.nudge()
                await asyncio.sleep(0.02)


@pytest.fixture
def world(shipped: Flows, database: str, tmp_path: Path) -> Iterator[World]:
    today = datetime.fromisoformat(NOW).date()
    with asyncio.Runner() as loop:
        government = DemonstrationGovernment(tmp_path / "government.db", today=lambda: today)
        loop.run(government.__aenter__())
        base = {"demonstration": government.url}
        connectors, hasty = (loop.run(Connectors(plain_systems(*ms), base).__aenter__()) for ms in ((), (TIMEOUT_MS,)))
        records = loop.run(Records(database).__aenter__())
        outbox = Outbox(records, connectors.call)
        sending = loop.get_loop().create_task(outbox.run())
        yield World(shipped, loop, government, connectors, hasty, records, outbox)
        sending.cancel()
        for one in (records, connectors, hasty, government):
            loop.run(one.__aexit__(None, None, None))


def plain(text: str) -> str:
    """Letters and digits alone: a number may be spelled."""
    return "".join(filter(str.isalnum, text))


def caller_of(world: World, intent: str) -> Caller:
    """Somebody who asks about what the systems know, or reports something of their own."""
    caller = next(callers(world.flows, world.flows.intents[intent], datetime.fromisoformat(NOW).date()))
    sample = world.connectors.operations[caller.intent.lookup].sample
    known = {s.name: sample[s.name] for s in caller.intent.slots if s.name in sample and s.kind in ("ticket", "nop", "kk")}
    keyed = {name: Said("", value, "".join(filter(str.isdecimal, value))) for name, value in known.items()}
    return replace(caller, values={**caller.values, **keyed}, at={name: (f"#{said.keys}",) for name, said in keyed.items()})


def test_the_page_tells_what_happens(world: World) -> None:
    found = list[tuple[str, str, str, str]]()
    random = Random(5)
    for fault, *_ in ROWS:
        told, numbers, filed = set[str](), set[str](), set[str]()
        for system, intent in QUESTIONS.items():
            world.fault(system, fault)
            told.add(world.heard(caller_of(world, intent), world.flows.intents[intent].lookup, fault))
        before = len(world.government.filed())
        for system, intent in REPORTS.items():
            world.fault(system, fault)
            numbers.add(world.heard(caller_of(world, intent), world.flows.intents[intent].lookup, fault))
        world.loop.run(asyncio.sleep(random.uniform(0, 0.1)))  # the outbox meets the fault, or is about to
        for system in QUESTIONS:
            world.fault(system, "none")
        world.loop.run(world.delivered())
        tickets = [one.ticket for one in world.government.filed()[before:]]
        filed.add("filed once" if len(tickets) == len(set(tickets)) == len(REPORTS) else f"filed {tickets}")
        found.append((fault, " / ".join(told), " / ".join(numbers), " / ".join(filed)))
    assert found == ROWS
    assert {fault for fault, *_ in ROWS} == {*KINDS, "timeout", "none"}
