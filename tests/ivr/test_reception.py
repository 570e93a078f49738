"""Which conversation a connection belongs to, and that nothing of it is lost at its end: whole calls in memory, in virtual time."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from uuid import UUID

import pytest
from office import AGAIN, CALL, SAYINGS, Caller, office, until, virtually

from dialog.load import load
from dialog.schema import Flows
from ivr.settings import ROOT


@pytest.fixture(scope="module")
def flows() -> Flows:
    return replace(load(ROOT / "tests" / "data" / "hotline"), version="satu")


def test_a_caller_whom_the_queue_sends_back_at_once_loses_nothing(flows: Flows) -> None:
    """No agent is there: the second connection begins while the first still closes. The last words of the call come after that."""

    async def main() -> None:
        async with office(flows) as here:
            first, second, running = Caller(lingers=20), Caller(), list[asyncio.Task[None]]()

            def back() -> None:
                here.announce(returned=True)
                running.append(here.takes(second))

            here.after_leave = back
            here.announce()
            running.append(here.takes(first))
            await asyncio.sleep(30)
            first.press("0")
            await until(lambda: len(running) == 2 and running[0].done() and any(second.heard))
            here.after_leave = lambda: None
            here.hangs_up()  # the news of it comes before the connection's own end
            await asyncio.sleep(0.1)
            second.hang_up()
            await asyncio.gather(*running)
            await here.reception.finish()
            assert here.journal.lost == 0
            await here.journal.flush()
            kinds = [row.payload["type"] for row in here.records.rows]
            assert kinds[-2:] == ["HungUp", "note.ended"]
            assert here.records.ended == [str(CALL)]

    virtually(main())


def test_a_caller_who_hangs_up_while_the_journal_is_opened_is_written_down(flows: Flows) -> None:
    async def main() -> None:
        async with office(flows) as here:
            line = Caller()

            def gone() -> None:
                here.hangs_up()
                line.hang_up()

            here.records.opening = gone  # type: ignore[method-assign]
            here.announce()
            await here.takes(line)
            await here.reception.finish()
            await here.journal.flush()
            assert [e["outcome"] for e in here.entries("note.ended")] == ["abandoned"]
            assert here.records.ended == here.systems.ended == [str(CALL)]
            assert here.journal.lost == 0

    virtually(main())


def test_a_call_keeps_its_flows_also_when_it_comes_back_and_a_new_call_has_the_new_ones(flows: Flows) -> None:
    changed = replace(flows, version="dua", prompts=replace(flows.prompts, greeting="Halo, ini yang baru.", no_agent="Ini juga baru."))

    async def main() -> None:
        async with office(flows) as here:
            first, second, third = Caller(), Caller(), Caller()
            here.announce()
            running = here.takes(first)
            await asyncio.sleep(30)
            here.current.append(changed)
            first.press("0")
            await running
            here.announce(returned=True)
            running = here.takes(second)
            await asyncio.sleep(30)
            second.hang_up()
            here.hangs_up()
            await running
            await here.reception.finish()
            here.announce()
            running = here.takes(third)
            await asyncio.sleep(30)
            third.hang_up()
            await running
            await here.journal.flush()
            said = [str(e["text"]) for e in here.entries("Say")]
            assert flows.prompts.no_agent in said
            assert "Ini juga baru." not in said
            assert said.count("Halo, ini yang baru.") == 1
            assert [e["version"] for e in here.entries("note.config")] == ["satu", "dua"]

    virtually(main())


def test_a_caller_whose_line_dropped_is_known_again_by_their_number(flows: Flows) -> None:
    """Also while the end of the first call is not written down yet; but not by a second line of the same number."""

    async def main() -> None:
        async with office(flows) as here:
            first, second, third = Caller(), Caller(call_id=AGAIN), Caller(call_id=UUID(int=9))
            here.announce(number="+6281234567890")
            running = here.takes(first)
            await asyncio.sleep(8)
            first.sayings = SAYINGS
            first.speak(1500, "mau lapor lampu jalan mati")
            await asyncio.sleep(8)
            first.hang_up()
            here.hangs_up()
            here.announce(call_id=AGAIN, number="081234567890")
            running = asyncio.gather(running, here.takes(second))
            await asyncio.sleep(8)
            here.announce(call_id=third.call_id, number="081234567890")
            running = asyncio.gather(running, here.takes(third))
            await asyncio.sleep(8)
            second.hang_up()
            third.hang_up()
            await running
            await here.journal.flush()
            began = here.entries("CallStarted")
            assert [e["caller"] for e in began] == ["081234567890"] * 3
            assert [e["unfinished"] and e["unfinished"]["intent"] for e in began] == [None, "lapor", None]
            assert [call.version for call in here.records.calls.values()] == ["satu"] * 3

    virtually(main())
