"""Who would rather speak their own language gets somebody who does, from anywhere in the call."""

from __future__ import annotations

import pytest
from conversation import Conversation

from dialog.languages import queue_for
from dialog.schema import Flows


@pytest.mark.parametrize(
    ("text", "queue"),
    [
        ("petugas bahasa jawa", "jawa"),
        ("saged boso jowo mboten", "jawa"),
        ("bisa bahasa jawa tidak", "jawa"),
        ("tiasa nganggo basa sunda", "sunda"),
        ("bicara pakai bahasa sunda saja ya", "sunda"),
        ("tidak usah pakai bahasa jawa", ""),
        ("saya orang jawa mau urus ktp", ""),
        ("jalan jawa nomor lima", ""),
        ("lapor guru les yang katanya bisa bahasa jawa ternyata menipu saya dan teman teman di kelas", ""),
        ("cek status ktp", ""),
    ],
)
def test_what_is_asked_for(shipped: Flows, text: str, queue: str) -> None:
    assert queue_for(shipped, text) == queue


def test_every_example_of_a_wish_asks_for_no_language(shipped: Flows) -> None:
    assert [text for intent in shipped.intents.values() for text in intent.examples if queue_for(shipped, text)] == []


def test_in_the_middle_of_a_question_and_back(shipped: Flows) -> None:
    call = Conversation(shipped).begins().says("mau lapor jalan rusak")
    call.agents = {"keadaan": "nobody"}
    call.says("bisa bahasa jawa tidak")
    assert call.found is not None and call.found.arguments == {"queue": "jawa", "reason": "language"}
    call.agents = {"keadaan": "free"}
    transfer = call.says("petugas siapa saja").transfer
    assert transfer is not None and (transfer.queue, transfer.reason) == ("pengaduan", "requested")
