"""Queues from events as Asterisk 22.10 was recorded to send them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.extensions import Extensions
from telephony.queues import USUAL_TALK_S, Queues, estimate

PHONE = "Local/petugas1@sapa-agent/n"
OTHER = "Local/petugas2@sapa-agent/n"
STATE = {
    "StateInterface": "hint:petugas1@sapa-phones",
    "Membership": "dynamic",
    "Penalty": "1",
    "CallsTaken": "0",
    "LastCall": "0",
    "LastPause": "1795906215",
    "LoginTime": "1795906215",
    "InCall": "0",
    "Status": "1",
    "Paused": "0",
    "PausedReason": "",
    "Wrapuptime": "0",
}


def live(queue: str = "petugas", interface: str = PHONE, **changed: str) -> dict[str, str]:
    return {"Queue": queue, "MemberName": "siti", "Interface": interface, **STATE, **changed}


def listed(queue: str = "petugas", interface: str = PHONE, **changed: str) -> dict[str, str]:
    return {"Queue": queue, "Name": "siti", "Location": interface, **STATE, **changed, "ActionID": "sapa-3"}


def params(queue: str, talk: str = "0") -> dict[str, str]:
    return {"Queue": queue, "Max": "0", "Strategy": "leastrecent", "Calls": "0", "Holdtime": "0", "TalkTime": talk, "ActionID": "sapa-3"}


def caller(unique: str, queue: str = "petugas", **more: str) -> dict[str, str]:
    return {"Channel": f"PJSIP/anonymous-{unique}", "Uniqueid": unique, "CallerIDNum": "warga", "Queue": queue, **more}


def tell(queues: Queues, *events: tuple[str, dict[str, str]], at_s: float = 0.0) -> Queues:
    """The answer to QueueStatus."""
    queues.begin()
    for name, headers in events:
        queues.event(name, headers, at_s)
    queues.event("QueueStatusComplete", {"ActionID": "sapa-3", "EventList": "Complete"}, at_s)
    return queues


def test_nothing_is_known_before_the_list_is_complete() -> None:
    queues = Queues()
    queues.begin()
    queues.event("QueueParams", params("petugas"), 0.0)
    queues.event("QueueMember", listed(), 0.0)
    assert not queues.known
    assert queues.members("petugas") == ()
    assert queues.event("QueueStatusComplete", {}, 0.0)
    assert queues.known
    (member,) = queues.members("petugas")
    assert (member.name, member.interface, member.penalty, member.dynamic) == ("siti", PHONE, 1, True)
    assert (member.free, member.reachable, member.paused_at) == (True, True, 1795906215.0)


def test_a_new_list_replaces_everything_at_once() -> None:
    queues = tell(Queues(), ("QueueMember", listed()), ("QueueEntry", caller("1.0", Wait="12")))
    queues.begin()
    queues.event("QueueMember", listed(interface=OTHER), 5.0)
    assert [member.interface for member in queues.members("petugas")] == [PHONE], "the old ones stay until the list is complete"
    assert queues.waiting("petugas") == 1
    queues.event("QueueStatusComplete", {}, 5.0)
    assert [member.interface for member in queues.members("petugas")] == [OTHER]
    assert queues.waiting("petugas") == 0


def test_what_happens_while_the_list_is_told_is_not_lost() -> None:
    queues = Queues()
    queues.begin()
    queues.event("QueueMember", listed(), 0.0)
    queues.event("QueueEntry", caller("1.0", Wait="3"), 0.0)
    queues.event("QueueMemberPause", live(Paused="1", PausedReason="Salat"), 0.0)
    queues.event("QueueCallerLeave", caller("1.0", Position="1", Count="0"), 0.0)
    queues.event("QueueCallerJoin", caller("2.0", Position="1", Count="1"), 0.0)
    queues.event("QueueStatusComplete", {}, 0.0)
    assert [member.reason for member in queues.members("petugas")] == ["Salat"]
    assert queues.waiting("petugas") == 1


def test_a_lost_link_leaves_nothing_known() -> None:
    queues = tell(Queues(), ("QueueMember", listed()))
    queues.lose()
    assert not queues.known
    queues.event("QueueStatusComplete", {}, 0.0)
    assert not queues.known, "the end of a list that nobody has asked for on this link"


def test_members_come_change_and_go() -> None:
    queues = tell(Queues())
    assert queues.event("QueueMemberAdded", live(Status="5"), 0.0)
    assert [(m.free, m.reachable) for m in queues.members("petugas")] == [(False, False)]
    queues.event("QueueMemberStatus", live(Status="1"), 0.0)
    assert [m.free for m in queues.members("petugas")] == [True]
    assert not queues.event("QueueMemberStatus", live(Status="1"), 0.0), "nothing new"
    queues.event("QueueMemberStatus", live(Status="3"), 0.0)
    assert [(m.free, m.reachable) for m in queues.members("petugas")] == [(False, True)]
    queues.event("QueueMemberPause", live(Paused="1", PausedReason="Auto-Pause"), 0.0)
    assert [(m.paused, m.reason, m.free) for m in queues.members("petugas")] == [(True, "Auto-Pause", False)]
    queues.event("QueueMemberPenalty", live(Penalty="4"), 0.0)
    assert [m.penalty for m in queues.members("petugas")] == [4]
    assert queues.event("QueueMemberRemoved", live(), 0.0)
    assert queues.members("petugas") == ()
    assert not queues.event("QueueMemberRemoved", live(), 0.0)


def test_who_is_in_a_call_is_not_free_though_the_phone_says_so() -> None:
    queues = tell(Queues(), ("QueueMember", listed(Status="1", InCall="1")))
    assert [m.free for m in queues.members("petugas")] == [False]


def test_callers_join_wait_and_leave() -> None:
    queues = tell(Queues(), ("QueueEntry", caller("1.0", Position="1", Wait="42")), at_s=100.0)
    queues.event("QueueCallerJoin", caller("2.0", Position="2", Count="2"), 110.0)
    assert (queues.waiting("petugas"), queues.longest_s("petugas", 120.0)) == (2, 62.0)
    queues.event("QueueCallerAbandon", caller("1.0", Position="1", OriginalPosition="1", HoldTime="62"), 120.0)
    queues.event("QueueCallerLeave", caller("1.0", Position="1", Count="1"), 120.0)
    assert (queues.waiting("petugas"), queues.longest_s("petugas", 120.0)) == (1, 10.0)
    assert (queues.waiting("pajak"), queues.longest_s("pajak", 120.0)) == (0, 0.0)


def test_a_caller_for_whom_a_phone_rings_stands_in_nobodys_way() -> None:
    queues = tell(Queues())
    queues.event("QueueCallerJoin", caller("1.0"), 0.0)
    assert queues.unattended("petugas") == 1
    queues.event("AgentCalled", caller("1.0", Interface=PHONE), 0.0)
    assert (queues.waiting("petugas"), queues.unattended("petugas")) == (1, 0)
    queues.event("AgentRingNoAnswer", caller("1.0", Interface=PHONE, RingTime="4000"), 4.0)
    assert queues.unattended("petugas") == 1
    assert not queues.event("AgentCalled", caller("9.9", Interface=PHONE), 0.0), "of nobody who waits"


def test_how_long_a_conversation_takes() -> None:
    queues = Queues()
    assert queues.talk_s("petugas") == USUAL_TALK_S
    tell(queues, ("QueueParams", params("petugas", talk="95")))
    assert queues.talk_s("petugas") == 95.0
    for seconds in range(100, 140):
        queues.event("AgentComplete", caller("1.0", Interface=PHONE, HoldTime="0", TalkTime=str(seconds), Reason="caller"), 0.0)
    assert queues.talk_s("petugas") == 129.5, "the mean of the last twenty"
    queues.lose()
    tell(queues, ("QueueParams", params("petugas")))
    assert queues.talk_s("petugas") == 129.5, "what was seen outlasts the link"


@pytest.mark.parametrize(
    ("position", "agents", "talk_s", "wait_s"),
    [
        (1, 1, 180.0, 180),
        (3, 3, 120.0, 120),
        (1, 20, 180.0, 30),
        (2, 3, 200.0, 150),
        (4, 2, 170.0, 360),
        (1, 0, 180.0, 0),
        (1, 1, 0.0, 30),
    ],
)
def test_how_long_the_wait_is(position: int, agents: int, talk_s: float, wait_s: int) -> None:
    assert estimate(position, agents, talk_s) == wait_s


@given(st.integers(1, 100), st.integers(1, 50), st.floats(0, 3600))
def test_no_wait_is_promised_shorter_than_reckoned_nor_much_longer(position: int, agents: int, talk_s: float) -> None:
    wait_s, reckoned = estimate(position, agents, talk_s), position * talk_s / agents
    assert wait_s >= reckoned - 1e-6
    assert wait_s <= max(30, reckoned + 60)
    assert wait_s % 30 == 0
    assert estimate(position, agents + 1, talk_s) <= wait_s <= estimate(position + 1, agents, talk_s)


def test_forged_or_broken_numbers_end_nothing() -> None:
    queues = tell(Queues(), ("QueueMember", listed(Status="", Penalty="x", LastPause="")))
    (member,) = queues.members("petugas")
    assert (member.status, member.penalty, member.paused_at) == (0, 0, 0.0)


def test_which_phones_are_there_and_taken() -> None:
    phones = Extensions("sapa-phones")
    assert not phones.reachable("petugas1")

    def status(number: str, context: str = "sapa-phones") -> dict[str, str]:
        return {"Exten": "petugas1", "Context": context, "Hint": "PJSIP/petugas1&PJSIP/petugas1w", "Status": number, "StatusText": ""}

    assert phones.event("ExtensionStatus", status("4"))
    assert (phones.reachable("petugas1"), phones.busy("petugas1")) == (False, False)
    assert phones.event("ExtensionStatus", status("0"))
    assert not phones.event("ExtensionStatus", status("0"))
    assert (phones.reachable("petugas1"), phones.busy("petugas1")) == (True, False)
    for taken in ("1", "2", "8", "9", "16"):
        phones.event("ExtensionStatus", status(taken))
        assert (phones.reachable("petugas1"), phones.busy("petugas1")) == (True, True)
    phones.event("ExtensionStatus", status("-1"))
    assert not phones.reachable("petugas1")
    assert not phones.event("ExtensionStatus", status("0", context="lain"))
    phones.event("ExtensionStatus", status("0"))
    phones.lose()
    assert not phones.reachable("petugas1")
