"""Hand-overs through a real Asterisk, with real phones. All go on at once, each in a queue of its own; each is judged by itself."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pbx_desks import Desks, hears
from pbx_service import Make, hotline, level, tone, until

from telephony.ami.actions import QueuePause, QueueWithdraw, Redirect
from telephony.pbx.render import QueueConf
from telephony.user_events import Announced, EnteredQueue, RangInVain, Ringing

pytestmark = pytest.mark.calls
MUSIC = 261.6


async def a_decline_rings_the_next_agent(desks: Desks) -> None:
    citizen, call = await desks.caller("0811000001")
    phones = {name: await desks.agent(name, "tolak") for name in ("petugas1", "petugas2")}
    await desks.service.put_through(call, "tolak")
    first = (await desks.first(Ringing, call)).agent
    (other,) = set(phones) - {first}
    await desks.first(Announced, agent=first)
    phones[first].press("2")
    await desks.first(Announced, agent=other)
    assert desks.told(EnteredQueue, call) == [EnteredQueue(call.call_id, "tolak")]
    assert desks.told(RangInVain, call) == [RangInVain(call.call_id, first, "DECLINED")]
    await phones[first].wait_closed(3)
    phones[other].press("1")
    await phones[other].speak(tone(1000, 60))
    await hears(citizen, 1000)
    assert level(citizen.heard(), MUSIC).max() > 500, "music meanwhile"
    assert [ring.agent for ring in desks.told(Ringing, call)] == [first, other], "who declined is not asked again"
    assert not desks.paused(first), "to decline is not to miss"
    phones[other].hang_up()
    await citizen.wait_closed(5)
    assert len([a for a in desks.told(Announced, call) if a.role == "caller"]) == 1, "an end is an end"


async def who_declines_at_the_desk_is_not_rung_on(desks: Desks) -> None:
    _, call = await desks.caller("0811000002")
    phone = await desks.agent("petugas3", "meja", answers=False)
    await desks.service.put_through(call, "meja")
    ring = await desks.first(Ringing, call)
    await until(phone.incoming.is_set)
    assert desks.service.ami is not None
    await desks.service.ami.send(Redirect(ring.channel, "sapa-agent", "declined"))
    assert await desks.first(RangInVain, call) == RangInVain(call.call_id, "petugas3", "DECLINED")
    await phone.wait_closed(3)
    await asyncio.sleep(2.5)  # more than one round of the queue
    assert len(desks.told(Ringing, call)) == 1
    assert not desks.paused("petugas3")


async def nobody_at_work_sends_the_caller_back_at_once(desks: Desks) -> None:
    _, call = await desks.caller("0811000003")
    await desks.service.put_through(call, "kosong")
    back = await desks.back(call, 2)
    assert (back.returned, back.why, back.queue) == (True, "nobody", "kosong")


async def a_key_leaves_the_queue(desks: Desks) -> None:
    citizen, call = await desks.caller("0811000004")
    phone = await desks.agent("petugas4", "kunci", answers=False)
    await desks.service.put_through(call, "kunci")
    await until(phone.incoming.is_set)
    await hears(citizen, MUSIC, loud=500)
    citizen.press("2")
    assert (await desks.back(call, 5)).why == "callback"
    assert (await desks.first(RangInVain, call)).status == "CANCEL"
    await phone.wait_closed(3)


async def a_full_queue_takes_nobody(desks: Desks) -> None:
    _, first = await desks.caller("0811000005")
    await desks.agent("petugas5", "penuh", answers=False)
    await desks.service.put_through(first, "penuh")
    await desks.first(Ringing, first)
    _, second = await desks.caller("0811000006")
    await desks.service.put_through(second, "penuh")
    assert (await desks.back(second, 2)).why == "full"


async def who_hangs_up_on_the_briefing_gives_way(desks: Desks) -> None:
    citizen, call = await desks.caller("0811000007")
    phones = {name: await desks.agent(name, "putus") for name in ("petugas6", "petugas7")}
    await desks.service.put_through(call, "putus")
    first = (await desks.first(Ringing, call)).agent
    (other,) = set(phones) - {first}
    await desks.first(Announced, agent=first)
    await until(phones[first].established.is_set)
    phones[first].hang_up()
    await desks.first(Announced, agent=other)
    phones[other].press("1")
    await phones[other].speak(tone(1000, 60))
    await hears(citizen, 1000)
    assert desks.told(RangInVain, call) == [RangInVain(call.call_id, first, "HUNGUP")]
    assert not desks.paused(first)


async def who_lets_it_ring_is_paused_and_the_caller_comes_back(desks: Desks) -> None:
    _, call = await desks.caller("0811000008")
    await desks.agent("petugas8", "lama", answers=False)
    await desks.service.put_through(call, "lama")
    assert await desks.first(RangInVain, call) == RangInVain(call.call_id, "petugas8", "NOANSWER")
    await until(lambda: desks.paused("petugas8"))
    back = await desks.back(call)
    assert (back.why, back.queue) == ("no_answer", "lama")


async def a_phone_that_is_gone_gives_way(desks: Desks) -> None:
    _, call = await desks.caller("0811000019")
    gone = await desks.agent("petugas17", "sunyi")
    await desks.agent("petugas18")
    await gone.vanish()
    await desks.service.put_through(call, "sunyi")
    await desks.first(Ringing, call)
    await desks.service.at_work("sunyi", "petugas18")
    await desks.first(Announced, agent="petugas18")
    assert desks.told(RangInVain, call) == [RangInVain(call.call_id, "petugas17", "NOANSWER")]


async def a_briefing_that_crashes_joins_the_two(desks: Desks) -> None:
    citizen, call = await desks.caller("0811000009")
    phone = await desks.agent("petugas9", "gugur")
    await desks.service.put_through(call, "gugur", SAPA_SECRET="1")
    briefing = await desks.first(Announced, agent="petugas9")
    await until(lambda: briefing.call_id in desks.service.connections)
    desks.service.connections[briefing.call_id].closing()
    await phone.speak(tone(1000, 60))
    await hears(citizen, 1000)
    assert "0811000009" not in desks.shown("petugas9"), "the call is confidential"


async def an_agent_sends_the_caller_back(desks: Desks) -> None:
    citizen, call = await desks.caller("0811000010")
    phone = await desks.agent("petugas10", "kembali")
    await desks.service.put_through(call, "kembali")
    await desks.first(Announced, agent="petugas10")
    phone.press("1")
    await phone.speak(tone(1000, 60))
    await hears(citizen, 1000)
    phone.press("*")
    await until(lambda: desks.pressed("petugas10")[-1:] == ["*"])
    assert desks.service.ami is not None
    await desks.service.set(call.channel, SAPA_INTENT="pajak.pbb")
    await desks.service.ami.send(Redirect(call.channel, "sapa-back"))
    back = await desks.back(call, 3)
    assert (back.returned, back.sent_back, back.intent) == (False, True, "pajak.pbb")
    assert "0811000010" in desks.shown("petugas10"), "an agent sees who calls"
    await phone.wait_closed(3)


async def an_agent_takes_over(desks: Desks) -> None:
    citizen, call = await desks.caller("0811000011")
    phone = await desks.agent("petugas11")
    await desks.service.set(call.channel, SAPA_AGENT="petugas11", SAPA_SECRET="1")
    assert desks.service.ami is not None
    await desks.service.ami.send(Redirect(call.channel, "sapa-direct"))
    await desks.first(Announced, agent="petugas11")
    phone.press("1")
    await phone.speak(tone(1000, 60))
    await hears(citizen, 1000)
    phone.hang_up()
    await citizen.wait_closed(5)
    assert "0811000011" not in desks.shown("petugas11"), "the call is confidential"


async def who_waits_is_told_the_place_and_the_key(desks: Desks) -> None:
    _, first = await desks.caller("0811000014")
    await desks.agent("petugas13", "tempat", answers=False)
    await desks.service.put_through(first, "tempat")
    await desks.first(Ringing, first)
    citizen, second = await desks.caller("0811000015")
    await desks.service.put_through(second, "tempat")
    for hertz in (1600, 2100, 1800, 1900):
        await hears(citizen, hertz)
    heard = citizen.heard()
    order = [int((level(heard, hertz) > 3000).argmax()) for hertz in (1600, 2100, 1800, 1900)]
    assert order == sorted(order) and len(set(order)) == 4, "you are - two - in the queue; press one"
    assert level(heard, 2000).max() < 1000


async def who_is_taken_out_of_the_queue_comes_back(desks: Desks) -> None:
    """Their only agent is on a break, which makes no queue empty: the service sees it."""
    _, call = await desks.caller("0811000020")
    await desks.agent("petugas19", "tarik", answers=False)
    assert desks.service.ami is not None
    await desks.service.ami.send(QueuePause("Local/petugas19@sapa-agent/n", True))
    await desks.service.put_through(call, "tarik")
    await until(lambda: ("QueueCallerJoin", "tarik") in [(name, headers.get("Queue")) for name, headers in desks.service.events])
    await desks.service.ami.send(QueueWithdraw("tarik", call.channel))
    assert (await desks.back(call, 3)).why == "nobody"
    assert desks.told(Ringing, call) == []


async def an_unknown_queue_is_the_default_one(desks: Desks) -> None:
    _, call = await desks.caller("0811000012")
    await desks.service.put_through(call, "a,b${X}")
    assert (await desks.back(call, 2)).queue == "petugas"


async def a_caller_who_is_gone_frees_the_agent(desks: Desks) -> None:
    citizen, call = await desks.caller("0811000013")
    phone = await desks.agent("petugas12", "pergi")
    await desks.service.put_through(call, "pergi")
    briefing = await desks.first(Announced, agent="petugas12")
    await until(lambda: briefing.call_id in desks.service.connections and phone.established.is_set())
    citizen.hang_up()
    await until(lambda: desks.service.channels.find(call.call_id) is None)
    desks.service.connections[briefing.call_id].closing()
    await phone.wait_closed(3)
    assert (await desks.first(RangInVain, call)).status == "CANCEL"


async def without_the_service_who_waits_reaches_a_person(desks: Desks) -> None:
    """The service dies while the caller waits."""
    citizen, call = await desks.caller("0811000016")
    phone = await desks.agent("petugas14", "mati", answers=False)
    await desks.service.put_through(call, "mati")
    await until(phone.incoming.is_set)
    await desks.dead.wait()
    phone.answer()
    await until(phone.established.is_set)
    await phone.speak(tone(1000, 60))
    await hears(citizen, 1000)


async def without_the_service_who_calls_reaches_a_person(desks: Desks) -> None:
    await desks.dead.wait()
    phone = await desks.agent("petugas15", "petugas")
    citizen = await desks.stranger("0811000017")
    await until(phone.established.is_set)
    await phone.speak(tone(1000, 60))
    await hears(citizen, 1000)


async def without_the_service_who_is_not_answered_waits_for_a_person(desks: Desks) -> None:
    """Taken over by an agent who does not pick up: no queue has been tried yet."""
    citizen, call = await desks.caller("0811000022")
    await desks.agent("petugas20", answers=False)
    await desks.service.set(call.channel, SAPA_AGENT="petugas20", SAPA_QUEUE="langsung")
    assert desks.service.ami is not None
    await desks.service.ami.send(Redirect(call.channel, "sapa-direct"))
    ring = await desks.first(Ringing, call)
    await desks.dead.wait()
    await desks.service.ami.send(Redirect(ring.channel, "sapa-agent", "declined"))
    assert (await desks.first(EnteredQueue, call)).queue == "langsung"
    await citizen.wait_closed(10)
    assert level(citizen.heard(), 1200).max() > 3000, "nobody is there: then the apology"


async def without_the_service_who_leaves_the_queue_hears_the_apology(desks: Desks) -> None:
    citizen, call = await desks.caller("0811000018")
    await desks.agent("petugas16", "maaf", answers=False)
    await desks.service.put_through(call, "maaf")
    await desks.first(Ringing, call)
    await desks.dead.wait()
    citizen.press("2")
    await citizen.wait_closed(10)
    assert level(citizen.heard(), 1200).max() > 3000


HANDOVERS: dict[str, Callable[[Desks], Awaitable[None]]] = {
    scenario.__name__: scenario
    for scenario in (
        a_decline_rings_the_next_agent,
        who_declines_at_the_desk_is_not_rung_on,
        nobody_at_work_sends_the_caller_back_at_once,
        a_key_leaves_the_queue,
        a_full_queue_takes_nobody,
        who_hangs_up_on_the_briefing_gives_way,
        who_lets_it_ring_is_paused_and_the_caller_comes_back,
        a_phone_that_is_gone_gives_way,
        a_briefing_that_crashes_joins_the_two,
        an_agent_sends_the_caller_back,
        an_agent_takes_over,
        who_waits_is_told_the_place_and_the_key,
        who_is_taken_out_of_the_queue_comes_back,
        an_unknown_queue_is_the_default_one,
        a_caller_who_is_gone_frees_the_agent,
    )
}
DEATHS: dict[str, Callable[[Desks], Awaitable[None]]] = {
    scenario.__name__: scenario
    for scenario in (
        without_the_service_who_waits_reaches_a_person,
        without_the_service_who_calls_reaches_a_person,
        without_the_service_who_is_not_answered_waits_for_a_person,
        without_the_service_who_leaves_the_queue_hears_the_apology,
    )
}
QUEUES = (
    QueueConf("petugas"),
    *(
        QueueConf(name)
        for name in ("tolak", "meja", "kosong", "kunci", "putus", "gugur", "kembali", "pergi", "mati", "maaf", "tarik", "langsung")
    ),
    QueueConf("penuh", max_waiting=1, headroom=0),
    QueueConf("tempat", announce_s=2),
    QueueConf("sunyi", ring_s=2),
    QueueConf("lama", ring_s=2, max_wait_s=5),
)
USUAL = ("app_audiosocket", "res_audiosocket", "Unable to join queue", "Abnormal 'Gosub(sapa-whisper,s,1)' exit")
"""A stream that we end, a queue that is full or empty, an agent who hangs up on the briefing."""


async def test_hand_overs(settings: Make, tmp_path: Path, subtests: pytest.Subtests) -> None:
    async with hotline(lambda port: replace(settings(port), queues=QUEUES)) as (made, service, _), Desks(made, service, tmp_path) as desks:
        deaths = [asyncio.ensure_future(scenario(desks)) for scenario in DEATHS.values()]
        outcomes = await asyncio.gather(*(scenario(desks) for scenario in HANDOVERS.values()), return_exceptions=True)
        await desks.die()
        outcomes += await asyncio.gather(*deaths, return_exceptions=True)
        log = (made.run / "log" / "messages").read_text()
    for name, outcome in zip((*HANDOVERS, *DEATHS), outcomes, strict=True):
        with subtests.test(name):
            if outcome is not None:
                raise outcome
    with subtests.test("Asterisk has nothing to complain of"):
        assert [
            line for line in log.splitlines() if re.search(" (WARNING|ERROR)\\[", line) and not any(usual in line for usual in USUAL)
        ] == []
