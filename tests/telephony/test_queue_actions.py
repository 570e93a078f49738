"""Actions on queue members, as they go over the wire."""

from __future__ import annotations

import pytest

from telephony.ami.actions import (
    Action,
    ExtensionStateList,
    InjectionError,
    QueueAdd,
    QueuePause,
    QueuePenalty,
    QueueRemove,
    QueueStatus,
    encode,
)

PHONE = "Local/petugas7@sapa-agent/n"


@pytest.mark.parametrize(
    ("action", "wire"),
    [
        (
            QueueAdd("pajak", PHONE, "siti", "hint:petugas7@sapa-phones", penalty=2),
            f"Action: QueueAdd\r\nQueue: pajak\r\nInterface: {PHONE}\r\nMemberName: siti\r\nStateInterface: hint:petugas7@sapa-phones\r\n"
            "Penalty: 2\r\nPaused: false\r\nActionID: 7\r\n\r\n",
        ),
        (
            QueueAdd("pajak", PHONE, "siti", "hint:petugas7@sapa-phones", paused=True, reason="Salat"),
            f"Action: QueueAdd\r\nQueue: pajak\r\nInterface: {PHONE}\r\nMemberName: siti\r\nStateInterface: hint:petugas7@sapa-phones\r\n"
            "Penalty: 0\r\nPaused: true\r\nReason: Salat\r\nActionID: 7\r\n\r\n",
        ),
        (QueueRemove("pajak", PHONE), f"Action: QueueRemove\r\nQueue: pajak\r\nInterface: {PHONE}\r\nActionID: 7\r\n\r\n"),
        (
            QueuePause(PHONE, True, "Salat"),
            f"Action: QueuePause\r\nInterface: {PHONE}\r\nPaused: true\r\nReason: Salat\r\nActionID: 7\r\n\r\n",
        ),
        (
            QueuePause(PHONE, False, queue="pajak"),
            f"Action: QueuePause\r\nInterface: {PHONE}\r\nPaused: false\r\nReason: \r\nQueue: pajak\r\nActionID: 7\r\n\r\n",
        ),
        (
            QueuePenalty(PHONE, 3, "pajak"),
            f"Action: QueuePenalty\r\nInterface: {PHONE}\r\nPenalty: 3\r\nQueue: pajak\r\nActionID: 7\r\n\r\n",
        ),
        (QueueStatus(), "Action: QueueStatus\r\nQueue: \r\nActionID: 7\r\n\r\n"),
        (ExtensionStateList(), "Action: ExtensionStateList\r\nActionID: 7\r\n\r\n"),
    ],
)
def test_on_the_wire(action: Action, wire: str) -> None:
    assert encode(action, "7") == wire.encode()


def test_a_reason_cannot_be_a_second_action() -> None:
    with pytest.raises(InjectionError):
        encode(QueuePause(PHONE, True, "Salat\r\nAction: Originate"), "7")
