"""Hand-overs from the reception's side: whole ways in memory, in virtual time, without a link to the PBX unless said."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from uuid import UUID

import pytest
from office import CALL, Caller, Office, Staff, office, until, virtually

from dialog.effects import Transfer
from dialog.load import load
from dialog.schema import Flows
from ivr.briefing import DECIDE_S
from ivr.handovers import NotYours
from ivr.settings import ROOT
from telephony.handoff import Stage

NUMBER = "081234567890"
FIRST, SECOND = UUID(int=101), UUID(int=102)


@pytest.fixture(scope="module")
def flows() -> Flows:
    return replace(load(ROOT / "tests" / "data" / "hotline"), version="satu")


@pytest.fixture
def staff() -> Staff:
    return Staff(petugas1="ani", petugas2="budi")


async def asks_for_a_person(here: Office) -> tuple[Caller, asyncio.Task[None]]:
    """A caller who is on the way to the queue."""
    line = Caller()
    here.announce(number=NUMBER)
    running = here.takes(line)
    await asyncio.sleep(9)
    line.press("0")
    await running
    assert isinstance(here.left[-1], Transfer)
    here.news("SapaQueue", CallId=str(CALL), Queue="petugas")
    return line, running


def rings(here: Office, phone: str) -> None:
    here.news("SapaRing", CallId=str(CALL), Agent=phone, Channel=f"Local/{phone}@sapa-agent-1;2")


def picks_up(here: Office, phone: str, briefing: UUID) -> tuple[Caller, asyncio.Task[None]]:
    line = Caller(call_id=briefing)
    here.news("SapaCall", CallId=str(briefing), Role="briefing", CallerId=str(CALL), Agent=phone, Channel=f"PJSIP/{phone}-1")
    return line, here.takes(line)


async def over(here: Office) -> dict[str, object]:
    """The caller hangs up; what the records have of the latest hand-over."""
    here.hangs_up()
    await here.reception.finish()
    await asyncio.sleep(1)
    return here.records.handovers[-1]


def test_the_story_is_on_the_screen_before_the_phone_rings_and_the_agent_takes_the_caller(flows: Flows, staff: Staff) -> None:
    async def main() -> None:
        async with office(flows, staff) as here:
            await asks_for_a_person(here)
            desk = here.reception.handovers
            assert desk.in_front_of("ani") is None
            rings(here, "petugas1")
            story = desk.in_front_of("ani")
            assert story is not None
            assert (story.stage, story.reason, story.number) == (Stage.RINGING, "requested", NUMBER)
            assert [line.who for line in story.lines][-1] in ("note", "sapa")
            assert desk.in_front_of("budi") is None
            line, briefing = picks_up(here, "petugas1", FIRST)
            await asyncio.sleep(1)
            line.press("1")
            await briefing
            assert [call.place for call in desk.live()] == ["agent"]
            assert [entry["to"] for entry in here.entries("note.joined")] == ["agent"]
            kept = await over(here)
            assert (kept["outcome"], kept["tried"], kept["agent"]) == ("joined", [("ani", "joined")], "ani")
            assert here.records.missed == []
            assert staff.wrapping_up == ["ani"]
            assert (after := desk.in_front_of("ani")) is not None and after.stage is Stage.OVER
            desk.done("ani")
            assert desk.in_front_of("ani") is None

    virtually(main())


def test_who_says_nothing_declines_and_the_next_agent_has_the_caller(flows: Flows, staff: Staff) -> None:
    async def main() -> None:
        async with office(flows, staff) as here:
            await asks_for_a_person(here)
            rings(here, "petugas1")
            loop = asyncio.get_running_loop()
            began = loop.time()
            line, briefing = picks_up(here, "petugas1", FIRST)
            await briefing
            assert line._hung_up, "without a link to the PBX the agent's call is ended, and the queue goes on"
            assert DECIDE_S < loop.time() - began < DECIDE_S + 20
            assert here.reception.handovers.in_front_of("ani") is None
            rings(here, "petugas2")
            line, briefing = picks_up(here, "petugas2", SECOND)
            line.press("1")  # early, before a word was heard
            await briefing
            kept = await over(here)
            assert (kept["tried"], kept["agent"]) == ([("ani", "declined"), ("budi", "joined")], "budi")

    virtually(main())


def test_who_accepts_on_the_page_before_picking_up_hears_no_briefing(flows: Flows, staff: Staff) -> None:
    async def main() -> None:
        async with office(flows, staff) as here:
            await asks_for_a_person(here)
            rings(here, "petugas1")
            await here.reception.handovers.accept(str(CALL), "ani")
            line, briefing = picks_up(here, "petugas1", FIRST)
            await briefing
            assert not any(any(frame) for frame in line.heard)
            assert here.reception.handovers.live()[0].agent == "ani"
            await over(here)

    virtually(main())


def test_a_caller_who_hangs_up_while_waiting_is_listed_as_missed(flows: Flows, staff: Staff) -> None:
    async def main() -> None:
        async with office(flows, staff) as here:
            await asks_for_a_person(here)
            rings(here, "petugas1")
            kept = await over(here)
            assert (kept["outcome"], here.records.missed) == ("abandoned", [NUMBER])
            assert here.reception.handovers.in_front_of("ani") is None
            assert [entry["outcome"] for entry in here.entries("note.ended")] == ["abandoned"]

    virtually(main())


def test_an_agent_who_hangs_up_in_the_briefing_leaves_the_caller_waiting(flows: Flows, staff: Staff) -> None:
    async def main() -> None:
        async with office(flows, staff) as here:
            await asks_for_a_person(here)
            rings(here, "petugas1")
            line, briefing = picks_up(here, "petugas1", FIRST)
            await asyncio.sleep(2)
            line.hang_up()
            here.reception.switchboard._event("Hangup", {"Channel": "PJSIP/petugas1-1"})
            await briefing
            assert [(call.place, call.stage) for call in here.reception.handovers.live()] == [("queue", Stage.HOLDING)]
            kept = await over(here)
            assert (kept["outcome"], kept["tried"]) == ("abandoned", [("ani", "hung_up")])

    virtually(main())


def test_a_briefing_that_breaks_while_the_agent_is_there_joins_the_two_as_the_dialplan_does(flows: Flows, staff: Staff) -> None:
    async def main() -> None:
        async with office(flows, staff) as here:
            await asks_for_a_person(here)
            rings(here, "petugas1")
            line, briefing = picks_up(here, "petugas1", FIRST)
            await asyncio.sleep(1)
            line.lose()
            await briefing
            assert [(call.place, call.agent) for call in here.reception.handovers.live()] == [("agent", "ani")]
            kept = await over(here)
            assert (kept["outcome"], kept["agent"], staff.wrapping_up) == ("joined", "ani", ["ani"])

    virtually(main())


def test_who_missed_it_is_not_joined_unasked_when_it_rings_again(flows: Flows, staff: Staff) -> None:
    async def main() -> None:
        async with office(flows, staff) as here:
            await asks_for_a_person(here)
            rings(here, "petugas1")
            await here.reception.handovers.accept(str(CALL), "ani")
            here.news("SapaRang", CallId=str(CALL), Agent="petugas1", Status="NOANSWER")
            rings(here, "petugas1")
            line, briefing = picks_up(here, "petugas1", FIRST)
            await until(lambda: any(any(frame) for frame in line.heard))
            line.press("2")
            await briefing
            assert here.reception.handovers.live()[0].stage is Stage.HOLDING
            await over(here)

    virtually(main())


def test_nobody_comes_and_the_caller_is_back_with_sapa(flows: Flows, staff: Staff) -> None:
    async def main() -> None:
        async with office(flows, staff) as here:
            await asks_for_a_person(here)
            rings(here, "petugas1")
            here.news("SapaRang", CallId=str(CALL), Agent="petugas1", Status="NOANSWER")
            assert here.reception.handovers.in_front_of("ani") is None
            here.announce(returned=True, number=NUMBER)
            line = Caller()
            running = here.takes(line)
            await until(lambda: any(any(frame) for frame in line.heard))
            assert [entry["reason"] for entry in here.entries("AgentUnavailable")] == ["no_answer"]
            assert here.reception.handovers.live()[0].place == "sapa"
            line.hang_up()
            await running
            kept = await over(here)
            assert (kept["outcome"], kept["why"], kept["tried"]) == ("gave_up", "no_answer", [("ani", "no_answer")])

    virtually(main())


def test_another_agents_call_is_nobody_elses(flows: Flows, staff: Staff) -> None:
    async def main() -> None:
        async with office(flows, staff) as here:
            await asks_for_a_person(here)
            rings(here, "petugas1")
            desk = here.reception.handovers
            for attempt in (desk.accept, desk.decline):
                with pytest.raises(NotYours):
                    await attempt(str(CALL), "budi")
            with pytest.raises(NotYours):
                await desk.send_back(str(CALL), "ani", "")
            with pytest.raises(NotYours):
                await desk.take_over(str(CALL), "budi")
            await over(here)

    virtually(main())


def test_a_call_taken_over_from_sapa_rings_who_wants_it(flows: Flows, staff: Staff) -> None:
    async def main() -> None:
        async with office(flows, staff) as here:
            line = Caller()
            here.announce(number=NUMBER)
            running = here.takes(line)
            await asyncio.sleep(9)
            await here.reception.handovers.take_over(str(CALL), "budi")
            await running
            assert isinstance(here.left[-1], Transfer)
            assert here.left[-1].reason == "takeover"
            await over(here)

    virtually(main())


def test_a_call_that_was_joined_while_the_link_was_lost_counts_as_joined(flows: Flows, staff: Staff) -> None:
    async def main() -> None:
        async with office(flows, staff) as here:
            await asks_for_a_person(here)
            board = here.reception.switchboard
            board._state(False)
            board._sync({"PJSIP/warga-1": True})
            board._state(True)
            assert [call.place for call in here.reception.handovers.live()] == ["agent"]
            kept = await over(here)
            assert (kept["outcome"], here.records.missed) == ("joined", [])

    virtually(main())
