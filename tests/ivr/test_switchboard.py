"""Announcements by AMI, and how a call leaves."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pytest
from ami_manager import Manager
from virtual_time import run_virtually

from dialog.effects import End, Outcome, Transfer
from ivr.switchboard import ANNOUNCE_S, Switchboard
from telephony.channels import ChannelHungUp
from telephony.user_events import Joined

CALL = UUID("11111111-1111-1111-1111-111111111111")
NEWS = {"UserEvent": "SapaCall", "CallId": str(CALL), "Role": "caller", "Channel": "PJSIP/warga-1", "Return": "0"}


def test_the_announcement_came_first() -> None:
    async def main() -> None:
        board = Switchboard(lambda gone: None)
        board._event("UserEvent", NEWS)
        assert await board.admit(CALL)

    run_virtually(main())


def test_the_connection_came_first_and_other_news_in_between() -> None:
    async def main() -> float:
        board = Switchboard(lambda gone: None)
        loop = asyncio.get_running_loop()
        loop.call_later(0.5, board._event, "UserEvent", {**NEWS, "CallId": str(UUID(int=2))})
        loop.call_later(1.0, board._event, "UserEvent", NEWS)
        both = await asyncio.gather(board.admit(CALL), board.admit(CALL))
        assert both == [True, True]
        return loop.time()

    assert run_virtually(main()) == 1.0


def test_a_call_that_nobody_announced_is_refused_in_time() -> None:
    async def main() -> float:
        assert not await Switchboard(lambda gone: None).admit(CALL)
        return asyncio.get_running_loop().time()

    assert run_virtually(main()) == ANNOUNCE_S


@pytest.mark.parametrize("effect", [Transfer("requested"), Transfer("emergency", number="112"), End(Outcome.ANSWERED)])
def test_leaving_without_ami_is_left_to_the_dialplan(effect: Transfer | End, caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        board = Switchboard(lambda gone: None)
        await board.leave(str(CALL), effect)
        board._event("UserEvent", NEWS)
        board.connect("127.0.0.1", 1, "sapa", "x")
        await board.leave(str(CALL), effect)

    run_virtually(main())
    assert [record.message.split(": ", 1)[1].split(";")[0].split(" (")[0] for record in caplog.records] == [
        "no channel known",
        "the PBX could not be told",
    ]


@pytest.mark.parametrize(
    ("effect", "orders"),
    [
        (End(Outcome.ANSWERED), ["SAPA_RESULT=done"]),
        (Transfer("requested"), ["SAPA_RESULT=transfer", "to sapa-handover"]),
        (Transfer("emergency", number="112"), ["SAPA_EMERGENCY=112", "SAPA_RESULT=emergency", "to sapa-emergency"]),
    ],
)
async def test_the_pbx_is_told_what_comes_next(effect: Transfer | End, orders: list[str]) -> None:
    manager = Manager()
    await manager.start()
    board = Switchboard(lambda gone: None)
    client = board.connect("127.0.0.1", manager.port, "sapa", manager.secret)
    running = asyncio.create_task(client.run())
    try:
        await client.wait_ready(10)
        board._event("UserEvent", NEWS)
        await board.leave(str(CALL), effect)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await manager.stop()
    told = [action for action in manager.seen if action["Action"] in ("Setvar", "Redirect")]
    assert {action["Channel"] for action in told} == {NEWS["Channel"]}
    assert [f"to {a['Context']}" if a["Action"] == "Redirect" else f"{a['Variable']}={a['Value']}" for a in told] == orders


def test_an_emergency_service_that_answers_is_told() -> None:
    answered: list[Joined] = []
    board = Switchboard(lambda gone: None, answered.append)
    for headers in (NEWS, {"UserEvent": "SapaJoined", "CallId": str(CALL)}):
        board._event("UserEvent", headers)
    assert answered == [Joined(CALL)]


def test_hang_ups_are_told_once_also_those_that_were_missed() -> None:
    gone: list[ChannelHungUp] = []
    board = Switchboard(gone.append)
    board._event("UserEvent", NEWS)
    board._event("Hangup", {"Channel": "PJSIP/other-1"})
    board._event("Hangup", {"Channel": "PJSIP/warga-1"})
    board._event("Hangup", {"Channel": "PJSIP/warga-1"})
    assert gone == [ChannelHungUp(CALL, "caller")]
    board._event("UserEvent", NEWS)
    board._sync(frozenset({"PJSIP/warga-1"}))
    board._sync(frozenset())
    assert len(gone) == 2
