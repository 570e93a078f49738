"""From the sentence on that asks for it, nothing that is said in a call is kept, to its end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from call_bench import NIK, Bench

from dialog.schema import Flows

ASKED = "ini laporan rahasia tentang pejabat"


@pytest.fixture
def bench(flows: Flows) -> Bench:
    return Bench(replace(flows, confidential=("laporan rahasia",)), returns=1)


def whistle_blower(bench: Bench) -> Iterator[None]:
    """Says so, does something with a number in it, is put through to nobody, comes back and hangs up."""
    yield from bench.turn()
    bench.line.speak(1000, ASKED)
    yield from bench.turn()
    bench.line.speak(1500, "cek status ktp saya")
    yield from bench.turn()
    bench.line.press(NIK)
    yield from bench.turn()
    bench.line.speak(600, "petugas")
    yield from bench.wait(lambda: bench.count("AgentUnavailable") == 1)
    yield from bench.turn()
    bench.line.speak(900, "telepon kembali saja")
    yield from bench.turn()


def test_the_very_sentence_that_asks_for_it_is_not_kept_nor_anything_after_it(bench: Bench) -> None:
    bench.does(whistle_blower(bench)).run()
    assert bench.count("CallStarted") == 1 and "0812" not in json.dumps(bench.stored), "nor where it comes from"
    begun = bench.kinds().index("Heard")
    before, after = bench.stored[:begun], bench.stored[begun:]
    kept = json.dumps(after)
    assert not any(words in kept for words in ("pejabat", "ktp", NIK, NIK[-4:], "Sari"))
    for row in after:
        assert row.get("confidential") or str(row["type"]).startswith("note."), row
        assert set(row) <= {"type", "turn", "request", "reason", "outcome", "confidential"} or str(row["type"]).startswith("note.")
    assert not any("confidential" in row for row in before)
    assert {"Confidential", "Say", "Listen", "Key", "Transfer", "AgentUnavailable", "HungUp"} <= {str(row["type"]) for row in after}


def test_the_records_keep_neither_what_was_wanted_nor_its_number(bench: Bench) -> None:
    bench.does(whistle_blower(bench)).run()
    conversation = bench.conversation
    assert conversation is not None and conversation.confidential
    conversation.state = replace(conversation.state, intent="lapor", ticket="PGD-2611-00473")
    assert conversation.on_record == ("", "")
    conversation.confidential = False
    assert conversation.on_record == ("lapor", "PGD-2611-00473")
