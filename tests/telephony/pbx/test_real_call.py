"""Real calls: a real SIP phone, a real Asterisk, and our own end of AudioSocket."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import struct
from pathlib import Path

import numpy as np
import pytest
from pbx_service import RATE, Make, agent_account, hotline, level, onset, tone, until

from telephony.ami.actions import Setvar
from telephony.media import MediaConnection
from telephony.pbx.process import EmbeddedPbx
from telephony.phone import Account, PhoneError, SipPhone
from telephony.user_events import Announced

pytestmark = pytest.mark.calls


async def test_what_a_caller_says_comes_back_and_keys_arrive(settings: Make, tmp_path: Path) -> None:
    async with hotline(settings) as (made, service, _), SipPhone(Account("+6281234567890", made.sip_port), tmp_path / "p") as phone:
        await phone.dial("500")
        await until(lambda: phone.position() > 1.0)
        first = await phone.speak(tone(600, 5.0))
        await until(lambda: phone.position() > first + 1.0)
        second = await phone.speak(tone(900, 0.5))  # interrupts itself
        await until(lambda: phone.position() > second + 2.0)
        for key in "19#":
            phone.press(key)
            await until(lambda key=key: key in service.keys)
        third = await phone.speak(tone(1500, 0.5))
        await until(lambda: phone.position() > third + 2.0)
        phone.hang_up()
        await phone.wait_closed(5)
        sent, heard = phone.sent(), phone.heard()
    assert service.keys == ["1", "9", "#"]
    assert [(a.role, a.number) for a in service.announced] == [("caller", "081234567890")]
    for hertz, at in ((600, first), (900, second), (1500, third)):
        assert abs(onset(sent, hertz) - at) < 0.3, "speak() tells where the utterance stands in the recording"
        assert 0 <= onset(heard, hertz) - onset(sent, hertz) < 1.0, "both recordings have one time base"
        assert level(heard, hertz).max() > 4000
    assert 0.3 <= 0.1 * np.sum(level(sent, 900) > 4000) <= 0.7, "silence follows what was spoken"
    assert level(sent, 600)[int(second * 10) + 4 :].max() < 500, "a new utterance cuts off the old one"
    quiet = np.frombuffer(sent, "<i2")[: int((first - 0.1) * RATE)]
    assert np.abs(quiet).max() < 50


async def test_without_service_and_agents_the_caller_hears_the_apology(settings: Make, tmp_path: Path) -> None:
    async with hotline(settings) as (made, service, _), SipPhone(Account("warga", made.sip_port), tmp_path / "p") as phone:
        await service.server.stop(grace_s=0)
        await phone.dial("500")
        await phone.wait_closed(15)
        assert level(phone.heard(), 1200).max() > 4000
        first, second = service.announced
        assert (first.returned, second.returned, first.call_id == second.call_id) == (False, True, True)


async def test_an_intended_end_hangs_up(settings: Make, tmp_path: Path) -> None:
    async with hotline(settings) as (made, service, _), SipPhone(Account("warga", made.sip_port), tmp_path / "p") as phone:

        async def say_goodbye(connection: MediaConnection, announced: Announced) -> None:
            assert service.ami is not None
            await service.ami.send(Setvar(announced.channel, "SAPA_RESULT", "done"))
            await connection.close()

        service.behave = say_goodbye
        await phone.dial("500")
        await phone.wait_closed(10)
        assert len(service.announced) == 1
        assert level(phone.heard() + bytes(1600), 1200).max() < 100, "no apology after a good end"


async def test_a_person_is_briefed_before_the_two_are_joined(settings: Make, tmp_path: Path) -> None:
    briefed: list[float] = []
    async with hotline(settings) as (made, service, _):

        async def behave(connection: MediaConnection, announced: Announced) -> None:
            if announced.role == "caller":
                await service.echo(connection, announced)
                return
            connection.player.play(1, tone(700, 2.0))
            running = asyncio.create_task(connection.run(lambda event: None))
            await until(lambda: connection.stats.frames_out > 130)
            briefed.append(agent.position())
            await connection.close()
            await running

        service.behave = behave
        async with (
            SipPhone(agent_account(made), tmp_path / "agent") as agent,
            SipPhone(Account("warga", made.sip_port), tmp_path / "citizen") as citizen,
        ):
            await citizen.dial("500")
            await until(lambda: bool(service.announced))
            await citizen.speak(tone(400, 60.0))
            await until(lambda: citizen.position() > 1.0)
            redirected = citizen.position()
            await service.at_work("petugas", "petugas1")
            await service.put_through(service.announced[0])
            await until(lambda: bool(briefed), 30)
            await until(lambda: agent.position() > briefed[0] + 1.0)
            await agent.speak(tone(1000, 1.0))
            await until(lambda: agent.position() > briefed[0] + 2.0)
            citizen.hang_up()
            await agent.wait_closed(5)
            to_agent, to_citizen = agent.heard(), citizen.heard()
    caller, briefing = service.announced
    assert (briefing.role, briefing.caller_id) == ("briefing", caller.call_id)
    assert briefing.call_id != caller.call_id
    assert level(to_agent, 700).max() > 4000, "the agent heard the briefing"
    assert level(to_agent, 400).max() > 4000, "then the citizen"
    assert onset(to_agent, 400) > onset(to_agent, 700) + 1.5, "in that order"
    assert level(to_citizen, 1000).max() > 4000, "and the citizen heard the agent"
    assert level(to_citizen, 700).max() < 500, "but not the briefing"
    waiting = level(to_citizen, 261.6)[int(redirected * 10) : int(redirected * 10) + 20]
    assert waiting.max() > 500, "music plays while the agent is briefed"


async def test_a_service_that_is_killed_does_not_cost_the_caller_the_call(settings: Make, tmp_path: Path) -> None:
    """A killed process sends RST, which a bare AudioSocket() would take for a hang-up."""
    connections = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        await reader.readexactly(19)
        frame = b"\x10\x01\x40" + tone(500, 0.02)
        with contextlib.suppress(ConnectionError):
            for _ in range(25 if connections == 1 else 150):
                writer.write(frame)
                await asyncio.sleep(0.02)
        if connections == 1:
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    made = settings(server.sockets[0].getsockname()[1])
    async with server, EmbeddedPbx(made), SipPhone(Account("warga", made.sip_port), tmp_path / "p") as phone:
        await phone.dial("500")
        await until(lambda: connections == 2)
        await phone.wait_closed(20)
        assert level(phone.heard(), 1200).max() > 4000, "with no agent there, the last word is the apology"


async def test_a_killed_asterisk_comes_back(settings: Make, tmp_path: Path) -> None:
    async with hotline(settings) as (made, service, pbx):
        await service.at_work("petugas", "petugas1")
        await asyncio.sleep(1.5)  # Asterisk writes its database once a second
        pid = pbx.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        await until(lambda: not service.up.is_set())
        await until(service.up.is_set, 30)
        assert pbx.pid != pid
        assert "petugas1" in await pbx.console("queue show petugas"), "who is at work is known without the service"
        async with SipPhone(Account("warga", made.sip_port), tmp_path / "p") as phone:
            await phone.dial("500")


async def test_an_unknown_number_is_refused(settings: Make, tmp_path: Path) -> None:
    async with hotline(settings) as (made, _, _), SipPhone(Account("warga", made.sip_port), tmp_path / "p") as phone:
        with pytest.raises(PhoneError, match="refused"):
            await phone.dial("999")
