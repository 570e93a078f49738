import pytest
from asterisk.ami.event import Event
from asterisk.ami.response import Response
from hypothesis import given
from hypothesis import strategies as st

from telephony.ami.actions import CoreShowChannels, Hangup, InjectionError, Login, Ping, QueueStatus, Redirect, Setvar, TooLongError, encode
from telephony.ami.messages import MAX_MESSAGE, AmiProtocolError, MessageReader

BANNER = b"Asterisk Call Manager/11.0.0\r\n"
WIRE = BANNER + (
    b"Response: Success\r\nActionID: sapa-1\r\nMessage: Authentication accepted\r\n\r\n"
    b"Event: FullyBooted\r\nPrivilege: system,all\r\nUptime: 10\r\n\r\n"
    b"Event: UserEvent\r\nChannel: PJSIP/warga-00000001\r\nUserEvent: SapaCall\r\nRole: caller\r\nCaller: \r\n\r\n"
)


def seen(messages: list[Event | Response]) -> list[tuple[str, dict[str, str]]]:
    return [(m.name if isinstance(m, Event) else m.status, dict(m.keys)) for m in messages]


def test_any_cut_gives_the_same_messages() -> None:
    whole = seen(MessageReader().feed(WIRE))
    assert [name for name, _ in whole] == ["Success", "FullyBooted", "UserEvent"]
    assert whole[2][1] == {"Channel": "PJSIP/warga-00000001", "UserEvent": "SapaCall", "Role": "caller", "Caller": ""}
    for at in range(len(WIRE)):
        reader = MessageReader()
        assert seen(reader.feed(WIRE[:at]) + reader.feed(WIRE[at:])) == whole


@pytest.mark.parametrize("trick", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\n", "\r"])
def test_a_display_name_cannot_forge_a_header(trick: str) -> None:
    event = f"Event: Hangup\r\nChannel: PJSIP/a\r\nCallerIDName: x{trick}Channel: PJSIP/victim\r\n\r\n"
    ((_, headers),) = seen(MessageReader().feed(BANNER + event.encode()))
    assert headers["Channel"] == "PJSIP/a"


@pytest.mark.parametrize("wire", [b"HTTP/1.1 400 Bad Request\r\n", b"SSH-2.0", b"Asterisk Call Manager" + b"x" * 2000])
def test_another_service_on_the_port_is_named(wire: bytes) -> None:
    with pytest.raises(AmiProtocolError):
        MessageReader().feed(wire)


def test_a_message_without_end_is_refused() -> None:
    reader = MessageReader()
    with pytest.raises(AmiProtocolError, match="more than"):
        reader.feed(BANNER + b"Event: X\r\nY: " + b"y" * MAX_MESSAGE)


@given(st.binary(max_size=300))
def test_garbage_after_the_banner_never_escapes_as_another_error(data: bytes) -> None:
    reader = MessageReader()
    reader.feed(BANNER)
    reader.feed(data + b"\r\n\r\n")


ACTIONS = [
    (Login("sapa", "s3cret"), b"Action: Login\r\nUsername: sapa\r\nSecret: s3cret\r\nActionID: 7\r\n\r\n"),
    (Ping(), b"Action: Ping\r\nActionID: 7\r\n\r\n"),
    (
        Redirect("PJSIP/a", "sapa-handover"),
        b"Action: Redirect\r\nChannel: PJSIP/a\r\nContext: sapa-handover\r\nExten: s\r\nPriority: 1\r\nActionID: 7\r\n\r\n",
    ),
    (
        Setvar("PJSIP/a", "SAPA_RESULT", "done"),
        b"Action: Setvar\r\nChannel: PJSIP/a\r\nVariable: SAPA_RESULT\r\nValue: done\r\nActionID: 7\r\n\r\n",
    ),
    (Hangup("PJSIP/a"), b"Action: Hangup\r\nChannel: PJSIP/a\r\nActionID: 7\r\n\r\n"),
    (CoreShowChannels(), b"Action: CoreShowChannels\r\nActionID: 7\r\n\r\n"),
    (QueueStatus("petugas"), b"Action: QueueStatus\r\nQueue: petugas\r\nActionID: 7\r\n\r\n"),
]


@pytest.mark.parametrize(("action", "wire"), ACTIONS)
def test_actions_on_the_wire(action: Ping, wire: bytes) -> None:
    assert encode(action, "7") == wire


@given(st.text(max_size=20), st.sampled_from("\r\n\0"), st.text(max_size=20))
def test_no_value_can_carry_a_second_action(before: str, bad: str, after: str) -> None:
    with pytest.raises(InjectionError) as caught:
        encode(Setvar("PJSIP/a", "X", before + bad + after), "7")
    assert str(caught.value) == "Setvar: the value of Value holds a line break"


def test_a_line_longer_than_asterisk_reads_is_refused() -> None:
    with pytest.raises(TooLongError):
        encode(Setvar("PJSIP/a", "X", "y" * 1000), "7")
