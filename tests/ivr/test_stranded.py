"""Who waits for nobody comes back; who waits for somebody, however busy, does not."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from uuid import uuid4

from virtual_time import virtual_loop

from ivr.stranded import GRACE_S, MOST, Stranded
from telephony.ami.actions import Action, QueueWithdraw
from telephony.ami.client import AmiRefused

CALL, CHANNEL = str(uuid4()), "PJSIP/warga-1"
OUT = QueueWithdraw("pajak", CHANNEL)


class Floor:
    """Who works, and what was sent."""

    def __init__(self, *working: str) -> None:
        self.working: frozenset[str] | None = frozenset(working)
        self.stranded = Stranded(lambda queue: self.working)

    def tell(self, event: str, **headers: str) -> None:
        self.stranded.event("UserEvent", {"UserEvent": event, "CallId": CALL, "Channel": CHANNEL} | headers)

    def enter(self) -> None:
        self.tell("SapaQueue", Queue="pajak")
        self.stranded.event("QueueCallerJoin", {"Queue": "pajak", "Channel": CHANNEL})

    def taken_out(self, *moments: float) -> list[QueueWithdraw]:
        return [action for moment in moments for action in self.stranded.hopeless(moment)]


def test_with_somebody_at_work_a_caller_waits_for_ever() -> None:
    floor = Floor("petugas1")
    floor.enter()
    assert floor.taken_out(0, 1000) == []


def test_with_nobody_at_work_a_caller_is_taken_out_after_a_while() -> None:
    floor = Floor()
    floor.enter()
    assert floor.taken_out(0, GRACE_S - 0.1) == []
    assert floor.taken_out(GRACE_S) == [OUT]
    assert floor.taken_out(GRACE_S + 1) == [], "not every second"
    assert floor.taken_out(2 * GRACE_S) == [OUT], "but until they are out"
    floor.stranded.event("QueueCallerLeave", {"Channel": CHANNEL})
    assert floor.taken_out(4 * GRACE_S) == []


def test_a_page_that_is_loaded_anew_sends_nobody_away() -> None:
    floor = Floor()
    floor.enter()
    floor.taken_out(0)
    floor.working = frozenset({"petugas1"})
    floor.taken_out(1)
    floor.working = frozenset()
    assert floor.taken_out(2, GRACE_S + 1) == []


def test_who_has_declined_does_not_count() -> None:
    floor = Floor("petugas1", "petugas2")
    floor.enter()
    for agent, status in (("petugas1", "DECLINED"), ("petugas2", "HUNGUP")):
        floor.tell("SapaRing", Agent=agent, Channel="Local/x;2")
        assert floor.taken_out(0, GRACE_S) == [], "it rings"
        floor.tell("SapaRang", Agent=agent, Status=status)
    assert floor.taken_out(20, 20 + GRACE_S) == [OUT]
    floor.stranded.event("QueueCallerLeave", {"Channel": CHANNEL})
    floor.enter()
    assert floor.taken_out(60, 60 + GRACE_S) == [OUT], "nor when the caller waits a second time"


def test_who_has_declined_does_not_count_after_the_link_was_lost_either() -> None:
    floor = Floor("petugas1")
    floor.enter()
    floor.tell("SapaRing", Agent="petugas1", Channel="Local/x;2")
    floor.tell("SapaRang", Agent="petugas1", Status="DECLINED")
    floor.stranded.link(None)
    floor.stranded.event("QueueEntry", {"Queue": "pajak", "Channel": CHANNEL})
    assert floor.taken_out(0, GRACE_S) == [OUT]
    floor.tell("SapaQueue", CallId=str(uuid4()), Queue="pajak")
    assert floor.taken_out(20, 20 + GRACE_S) == [], "another caller: the PBX was started anew, and counts its channels from one"


def test_who_hung_up_unseen_is_forgotten_at_last() -> None:
    floor = Floor("petugas1")
    for number in range(MOST + 5):
        floor.tell("SapaQueue", CallId=str(uuid4()), Queue="pajak", Channel=f"PJSIP/warga-{number}")
    assert len(floor.stranded._channels) == MOST


def test_who_missed_it_is_rung_again() -> None:
    floor = Floor("petugas1")
    floor.enter()
    floor.tell("SapaRing", Agent="petugas1")
    floor.tell("SapaRang", Agent="petugas1", Status="NOANSWER")
    assert floor.taken_out(0, GRACE_S) == []


def test_without_the_pbx_nothing_is_known() -> None:
    floor = Floor()
    floor.enter()
    floor.working = None
    assert floor.taken_out(0, 1000) == []
    floor.stranded.link(None)
    floor.working = frozenset()
    assert floor.taken_out(2000, 3000) == [], "who waits is told anew"
    floor.stranded.event("QueueEntry", {"Queue": "pajak", "Channel": CHANNEL})
    assert floor.taken_out(4000, 5000) == [OUT]


def test_it_is_sent_and_tried_again() -> None:
    sent: list[tuple[float, Action]] = []

    async def send(action: Action) -> Mapping[str, str]:
        sent.append((asyncio.get_running_loop().time() - began, action))
        if len(sent) == 1:
            raise AmiRefused("no such caller")
        floor.stranded.event("Hangup", {"Channel": CHANNEL})
        return {}

    async def scenario() -> None:
        running = asyncio.create_task(floor.stranded.run())
        floor.stranded.link(send)
        await asyncio.sleep(100)
        floor.enter()
        await asyncio.sleep(100)
        running.cancel()

    floor = Floor()
    with virtual_loop() as loop:
        began = loop.time()
        loop.run_until_complete(scenario())
    assert [action for _, action in sent] == [OUT, OUT]
    assert 110 <= sent[0][0] <= 113 and 120 <= sent[1][0] <= 125
