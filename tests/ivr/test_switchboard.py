"""Announcements by AMI, and how a call leaves."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest
from ami_manager import Manager
from virtual_time import run_virtually

from dialog.effects import End, Outcome, Transfer
from ivr.switchboard import ANNOUNCE_S, Switchboard
from telephony.channels import ChannelHungUp
from telephony.user_events import Joined

CALL = UUID("11111111-1111-1111-1111-111111111111")
TO_THE_QUEUE = ["SAPA_MUSIC=tunggu", "SAPA_SECRET=0", "SAPA_RESULT=transfer"]
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
    assert [record.message.split("(", 1)[1].split(")")[0] for record in caplog.records] == ["no channel known", "no AMI connection"]


@pytest.mark.parametrize(
    ("effect", "orders"),
    [
        (End(Outcome.ANSWERED), ["SAPA_RESULT=done"]),
        (Transfer("requested", queue="pajak"), ["SAPA_QUEUE=pajak", "SAPA_PRIO=0", *TO_THE_QUEUE]),
        (Transfer("distress"), ["SAPA_QUEUE=", "SAPA_PRIO=5", *TO_THE_QUEUE]),
        (Transfer("emergency", number="112"), ["SAPA_EMERGENCY=112", "SAPA_SECRET=0", "SAPA_RESULT=emergency"]),
    ],
)
async def test_the_pbx_is_told_what_comes_next(effect: Transfer | End, orders: list[str]) -> None:
    assert await told(lambda board: board.leave(str(CALL), effect)) == orders


async def test_what_desks_order() -> None:
    assert await told(lambda board: board.send_back(str(CALL), "lapor")) == ["SAPA_INTENT=lapor", "to sapa-back"]
    assert await told(lambda board: board.take_over(str(CALL), "petugas2")) == [
        *("SAPA_AGENT=petugas2", "SAPA_SECRET=0", "SAPA_RESULT=transfer", "to sapa-direct"),
    ]
    assert await told(lambda board: board.stop_ringing(NEWS["Channel"])) == ["to sapa-agent"]


async def told(order: Callable[[Switchboard], Awaitable[None]]) -> list[str]:
    """What the PBX gets to hear."""
    manager = Manager()
    await manager.start()
    board = Switchboard(lambda news: None)
    client = board.connect("127.0.0.1", manager.port, "sapa", manager.secret)
    running = asyncio.create_task(client.run())
    try:
        await client.wait_ready(10)
        board._event("UserEvent", NEWS)
        await order(board)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await manager.stop()
    actions = [action for action in manager.seen if action["Action"] in ("Setvar", "Redirect")]
    assert {action["Channel"] for action in actions} == {NEWS["Channel"]}
    return [f"to {a['Context']}" if a["Action"] == "Redirect" else f"{a['Variable']}={a['Value']}" for a in actions]


def test_what_the_dialplan_says_is_passed_on_and_so_is_every_event() -> None:
    news: list[object] = []
    raw: list[str] = []
    board = Switchboard(news.append, lambda name, headers: raw.append(name))
    for headers in (NEWS, {"UserEvent": "SapaJoined", "CallId": str(CALL)}):
        board._event("UserEvent", headers)
    board._event("QueueCallerJoin", {"Queue": "petugas"})
    assert news[1:] == [Joined(CALL)]
    assert raw == ["UserEvent", "UserEvent", "QueueCallerJoin"]


def test_hang_ups_are_told_once_also_those_that_were_missed() -> None:
    happened: list[object] = []
    board = Switchboard(happened.append)
    board._event("UserEvent", NEWS)
    board._event("Hangup", {"Channel": "PJSIP/other-1"})
    board._event("Hangup", {"Channel": "PJSIP/warga-1"})
    board._event("Hangup", {"Channel": "PJSIP/warga-1"})
    assert happened[1:] == [ChannelHungUp(CALL, "caller")]
    happened.clear()
    board._event("UserEvent", NEWS)
    board._sync({"PJSIP/warga-1": False})
    board._sync({})
    assert happened[1:] == [ChannelHungUp(CALL, "caller")]
