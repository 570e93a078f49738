"""What agents' phones dial, through a real Asterisk: codes, call-backs, listening in. All at once, each judged by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pbx_desks import Desks, hears
from pbx_service import Make, hotline, level, tone, until
from ws_phone import WsPhone

from telephony.ami.actions import Redirect
from telephony.pbx.phones import phone_password
from telephony.pbx.render import QueueConf
from telephony.phone import PhoneError, SipPhone
from telephony.user_events import Announced, CodeDialled

pytestmark = pytest.mark.calls


async def dial(desks: Desks, phone: SipPhone, agent: str, code: str, context: str, **variables: str) -> asyncio.Task[None]:
    """The agent dials `code`; the service redirects."""
    dialling = asyncio.create_task(phone.dial(f"*{code}"))
    dialled = await desks.first(CodeDialled, agent=agent)
    assert (dialled.code, dialled.agent) == (code, agent)
    await desks.service.set(dialled.channel, **variables)
    assert desks.service.ami is not None
    await desks.service.ami.send(Redirect(dialled.channel, context))
    return dialling


async def a_code_is_answered_by_a_sentence(desks: Desks) -> None:
    phone = await desks.agent("petugas1", answers=False)
    await (await dial(desks, phone, "petugas1", "11", "sapa-notice"))
    notice = await desks.first(Announced, agent="petugas1")
    assert (notice.role, notice.call_id) == ("notice", desks.told(CodeDialled, agent="petugas1")[0].call_id)
    await phone.wait_closed(3)


async def a_code_of_which_nothing_comes_ends_busy(desks: Desks) -> None:
    phone = await desks.agent("petugas2", answers=False)
    with pytest.raises(PhoneError, match="refused"):
        await phone.dial("*133")
    assert desks.told(CodeDialled, agent="petugas2")[0].code == "133"


async def an_agents_phone_dials_nothing_but_codes(desks: Desks) -> None:
    phone = await desks.agent("petugas3", answers=False)
    for number in (desks.made.hotline, "112", "petugas1"):
        with pytest.raises(PhoneError, match="refused"):
            await phone.dial(number)


async def a_call_back_goes_out_and_shows_the_hotline(desks: Desks) -> None:
    phone, citizen = await desks.agent("petugas4", answers=False), await desks.agent("petugas5")
    await (await dial(desks, phone, "petugas4", "81234", "sapa-dial", SAPA_DIAL="5,Tidak;&"))
    await phone.speak(tone(700, 60))
    await hears(citizen, 700)
    (shown,) = {
        headers["ConnectedLineNum"]
        for name, headers in desks.service.events
        if name == "Newstate" and headers["Channel"].startswith("PJSIP/petugas5-") and headers["ChannelStateDesc"] == "Up"
    }
    assert shown == desks.made.hotline
    phone.hang_up()
    await citizen.wait_closed(3)


async def a_supervisor_listens_whispers_and_joins(desks: Desks) -> None:
    """Agent 6 speaks with a citizen; supervisors 7, 8 and 9 are on the line, each in another way."""
    citizen, call = await desks.caller("0811000021")
    agent = await desks.agent("petugas6", "petugas")
    await desks.service.put_through(call)
    await desks.first(Announced, agent="petugas6")
    agent.press("1")
    await agent.speak(tone(1000, 60))
    await hears(citizen, 1000)
    await citizen.speak(tone(400, 60))
    for n, (mode, hertz) in enumerate((("listen", 1300), ("whisper", 1700), ("join", 2100)), start=7):
        name = f"petugas{n}"
        phone = await desks.agent(name, answers=False)
        await (await dial(desks, phone, name, f"3{n - 6}6", "sapa-spy", SAPA_SPY="petugas6", SAPA_SPY_MODE=mode))
        await phone.speak(tone(hertz, 60))
        await hears(phone, 1000)
        await hears(phone, 400)
    await hears(agent, 1700)
    await hears(agent, 2100)
    await hears(citizen, 2100)
    assert level(agent.heard(), 1300).max() < 500 and level(citizen.heard(), 1300).max() < 500, "who listens is not heard"
    assert level(citizen.heard(), 1700).max() < 500, "who whispers is not heard by the citizen"
    citizen.hang_up()
    await phone.wait_closed(5)


async def where_nobody_speaks_nothing_is_heard(desks: Desks) -> None:
    phone = await desks.agent("petugas10", answers=False)
    await (await dial(desks, phone, "petugas10", "3111", "sapa-spy", SAPA_SPY="petugas11", SAPA_SPY_MODE="listen"))
    await phone.wait_closed(3)


async def both_telephones_of_an_agent_ring(desks: Desks) -> None:
    """The one in the browser is busy; the one on the desk goes on ringing."""
    password = phone_password(desks.made.phone_key, "petugas12w")
    async with WsPhone(desks.made.http_port, "petugas12w", password) as web:
        desk = await desks.agent("petugas12", "dua", answers=False)
        citizen, call = await desks.caller("0811000023")
        await desks.service.put_through(call, "dua")
        invitation = await web.busy()
        assert "UDP/TLS/RTP/SAVPF" in invitation, "media for a browser"
        await until(desk.incoming.is_set)
        await asyncio.sleep(0.5)
        desk.answer()
        await desks.first(Announced, agent="petugas12")
        desk.press("1")
        await desk.speak(tone(1000, 60))
        await hears(citizen, 1000)
        citizen.hang_up()


async def a_caller_gets_into_no_context_of_agents(desks: Desks) -> None:
    """Even redirected there by mistake."""
    citizen, call = await desks.caller("0811000022")
    assert desks.service.ami is not None
    await desks.service.set(call.channel, SAPA_DIAL="5", SAPA_SPY="petugas6")
    await desks.service.ami.send(Redirect(call.channel, "sapa-dial"))
    await citizen.wait_closed(3)


SCENARIOS: tuple[Callable[[Desks], Awaitable[None]], ...] = (
    a_code_is_answered_by_a_sentence,
    a_code_of_which_nothing_comes_ends_busy,
    an_agents_phone_dials_nothing_but_codes,
    a_call_back_goes_out_and_shows_the_hotline,
    a_supervisor_listens_whispers_and_joins,
    where_nobody_speaks_nothing_is_heard,
    both_telephones_of_an_agent_ring,
    a_caller_gets_into_no_context_of_agents,
)
QUEUES = (QueueConf("petugas"), QueueConf("dua"))


async def test_codes(settings: Make, tmp_path: Path, subtests: pytest.Subtests) -> None:
    async with (
        hotline(lambda port: replace(settings(port), queues=QUEUES, outbound_dial="PJSIP/petugas{number}")) as (made, service, _),
        Desks(made, service, tmp_path) as desks,
    ):
        outcomes = await asyncio.gather(*(scenario(desks) for scenario in SCENARIOS), return_exceptions=True)
    for scenario, outcome in zip(SCENARIOS, outcomes, strict=True):
        with subtests.test(scenario.__name__):
            if outcome is not None:
                raise outcome
