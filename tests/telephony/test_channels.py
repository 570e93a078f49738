from uuid import UUID, uuid4

import pytest

from telephony import channels as module
from telephony.channels import ChannelHungUp, Channels
from telephony.user_events import Announced, Joined, Ringing

CALL, BRIEFING = uuid4(), uuid4()
NEWS = {"UserEvent": "SapaCall", "CallId": str(CALL), "Role": "caller", "Return": "0"}
CALLER = {**NEWS, "Caller": "+62 812-3456-7890", "Channel": "PJSIP/warga-1"}
AGENT = {"UserEvent": "SapaCall", "CallId": str(BRIEFING), "Role": "briefing", "CallerId": str(CALL), "Channel": "PJSIP/petugas1-2"}


def test_a_caller_is_known_from_announcement_to_hang_up() -> None:
    channels = Channels()
    announced = channels.apply("UserEvent", CALLER)
    assert announced == Announced(CALL, "caller", "PJSIP/warga-1", CALL, False, "081234567890")
    assert channels.find(CALL) == announced
    assert channels.apply("Hangup", {"Channel": "PJSIP/warga-1"}) == ChannelHungUp(CALL, "caller")
    assert channels.find(CALL) is None
    assert channels.apply("Hangup", {"Channel": "PJSIP/warga-1"}) is None


def test_a_briefing_names_its_caller() -> None:
    channels = Channels()
    assert channels.apply("UserEvent", AGENT) == Announced(BRIEFING, "briefing", "PJSIP/petugas1-2", CALL)


def test_a_caller_who_comes_back_keeps_the_call_id() -> None:
    channels = Channels()
    channels.apply("UserEvent", CALLER)
    back = channels.apply("UserEvent", CALLER | {"Return": "1"})
    assert isinstance(back, Announced)
    assert back.returned


def test_who_answers_outside_is_told_for_calls_that_are_known() -> None:
    channels = Channels()
    joined = {"UserEvent": "SapaJoined", "CallId": str(CALL)}
    assert channels.apply("UserEvent", joined) is None
    channels.apply("UserEvent", CALLER)
    assert channels.apply("UserEvent", joined) == Joined(CALL)
    assert channels.apply("UserEvent", joined | {"CallId": "no uuid"}) is None


def test_news_of_any_call_are_passed_on() -> None:
    ring = {"UserEvent": "SapaRing", "CallId": str(CALL), "Agent": "petugas2", "Channel": "Local/petugas2@sapa-agent-1;2"}
    assert Channels().apply("UserEvent", ring) == Ringing(CALL, "petugas2", "Local/petugas2@sapa-agent-1;2")


@pytest.mark.parametrize(
    ("name", "headers"),
    [
        ("UserEvent", {"UserEvent": "Other", "CallId": str(CALL)}),
        ("UserEvent", CALLER | {"CallId": "no uuid"}),
        ("UserEvent", {k: v for k, v in AGENT.items() if k != "CallerId"}),
        ("Newchannel", {"Channel": "PJSIP/warga-1"}),
        ("Hangup", {}),
    ],
)
def test_what_is_not_ours_means_nothing(name: str, headers: dict[str, str]) -> None:
    assert Channels().apply(name, headers) is None


def test_after_a_lost_link_the_dead_are_found() -> None:
    channels = Channels()
    channels.apply("UserEvent", CALLER)
    channels.apply("UserEvent", AGENT)
    assert channels.keep_only(frozenset({"PJSIP/warga-1"})) == [ChannelHungUp(BRIEFING, "briefing")]
    assert channels.find(CALL) is not None
    assert channels.find(BRIEFING) is None


def test_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_CALLS", 3)
    channels = Channels()
    calls = [UUID(int=n) for n in range(1, 6)]
    for call in calls:
        channels.apply("UserEvent", CALLER | {"CallId": str(call), "Channel": f"PJSIP/{call}"})
    assert [call for call in calls if channels.find(call)] == calls[-3:]
