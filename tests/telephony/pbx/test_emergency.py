"""A caller in danger, against a real Asterisk: out to the emergency service, or first in the agents' queue."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pbx_service import Make, Service, agent_account, hotline, level, tone, until

from telephony.media import MediaConnection
from telephony.phone import Account, SipPhone
from telephony.user_events import Announced, Joined

pytestmark = pytest.mark.calls


def dialling(settings: Make, dial: str) -> Make:
    return lambda port: replace(settings(port), emergency_dial=dial)


async def lead_out(service: Service, call: Announced, number: str) -> None:
    """As the switchboard does it."""
    await service.set(call.channel, SAPA_EMERGENCY=number, SAPA_RESULT="emergency")
    await until(lambda: call.call_id in service.connections)
    await service.connections[call.call_id].close()


async def test_the_emergency_service_is_dialled_and_joined_at_once(settings: Make, tmp_path: Path) -> None:
    async with (
        hotline(dialling(settings, "PJSIP/petugas{number}")) as (made, service, _),
        SipPhone(agent_account(made), tmp_path / "emergency") as emergency,
        SipPhone(Account("warga", made.sip_port), tmp_path / "citizen") as citizen,
    ):
        await citizen.dial("500")
        await until(lambda: bool(service.announced))
        await citizen.speak(tone(400, 60.0))
        # An alarm is raised by who was heard: the line carries sound by then.
        await until(lambda: level(citizen.heard(), 400).max(initial=0) > 4000)
        await lead_out(service, service.announced[0], "1")
        await until(lambda: bool(service.joined))
        await until(emergency.established.is_set)  # the PBX may know of the answer before the phone has its line
        await emergency.speak(tone(1000, 60.0))
        await until(lambda: level(citizen.heard(), 1000).max(initial=0) > 4000)
        await until(lambda: level(emergency.heard(), 400).max(initial=0) > 4000)
        emergency.hang_up()
        await citizen.wait_closed(5)
        assert service.joined == [Joined(service.announced[0].call_id)]
        assert len(service.announced) == 1, "neither a briefing nor a way back"


async def test_where_dialling_fails_an_agent_is_called(settings: Make, tmp_path: Path) -> None:
    async with (
        hotline(dialling(settings, "PJSIP/{number}@tidak-ada")) as (made, service, _),
        SipPhone(agent_account(made), tmp_path / "agent"),
        SipPhone(Account("warga", made.sip_port), tmp_path / "citizen") as citizen,
    ):
        await service.at_work("petugas", "petugas1")
        await citizen.dial("500")
        await until(lambda: bool(service.announced))
        await lead_out(service, service.announced[0], "112")
        await until(lambda: len(service.announced) == 2)
        assert service.announced[1].role == "briefing"
        assert service.joined == []
        assert not citizen.closed.is_set()


async def test_without_a_line_out_the_caller_is_first_in_the_queue(settings: Make, tmp_path: Path) -> None:
    async with hotline(settings) as (made, service, _):

        async def behave(connection: MediaConnection, announced: Announced) -> None:
            await connection.run(lambda event: None)  # a briefing that takes its time: the others wait

        service.behave = behave
        async with (
            SipPhone(agent_account(made), tmp_path / "agent"),
            SipPhone(Account("warga1", made.sip_port), tmp_path / "first") as first,
            SipPhone(Account("warga2", made.sip_port), tmp_path / "second") as second,
        ):
            await service.at_work("petugas", "petugas1")
            await first.dial("500")
            await until(lambda: bool(service.connections))
            await service.put_through(service.announced[0])
            await until(lambda: len(service.announced) == 2)
            await second.dial("500")
            await until(lambda: len(service.announced) == 3)
            await lead_out(service, service.announced[2], "112")
            joins = await events(service, "QueueCallerJoin", 2)
            assert [join["Position"] for join in joins] == ["1", "1"]


async def events(service: Service, name: str, count: int) -> list[dict[str, str]]:
    def found() -> list[dict[str, str]]:
        return [headers for kind, headers in service.events if kind == name]

    await until(lambda: len(found()) >= count)
    return found()
