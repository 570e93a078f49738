"""Whole calls, and how they end."""

from __future__ import annotations

from collections.abc import Iterator

from call_bench import NIK, Bench

from dialog.effects import Effect, End, Outcome, Transfer
from dialog.journal_codec import decode, is_event
from dialog.replay import replay
from ivr.conversation import final_outcome


def test_a_whole_dialog_and_its_replay(bench: Bench) -> None:
    def caller() -> Iterator[None]:
        yield from bench.turn()
        bench.line.speak(1500, "cek status ktp saya")
        yield from bench.turn()
        bench.line.press(NIK)
        yield from bench.turn()
        if not bench.looked_up:
            bench.line.speak(600, "ya betul")
            yield from bench.wait(lambda: bool(bench.looked_up))
            yield from bench.turn()
        bench.line.speak(600, "tidak terima kasih")
        yield from bench.wait(lambda: bench.line.closed)

    bench.does(caller()).run()
    assert [lookup.arguments["nik"] for lookup in bench.looked_up] == [NIK]
    assert any("Sari Contoh" in str(row["text"]) for row in bench.rows if row["type"] == "Say")
    assert bench.left == [End(Outcome.ANSWERED)]
    assert bench.conversation is not None
    assert final_outcome(bench.conversation) is Outcome.ANSWERED
    assert bench.conversation.quiet.is_set()
    assert bench.stored == bench.rows
    state, effects = replay(bench.flows, bench.stored)
    journalled: list[Effect] = [
        decode(row)  # type: ignore[misc]
        for row in bench.stored
        if not is_event(row) and not str(row["type"]).startswith("note.")
    ]
    assert effects == journalled
    assert state == bench.conversation.state


def test_a_caller_who_stays_silent_ends_with_a_person(bench: Bench) -> None:
    def caller() -> Iterator[None]:
        yield from bench.wait(lambda: bench.line.closed)

    bench.does(caller()).run()
    assert bench.count("NoInput") == 3
    (transfer,) = bench.left
    assert isinstance(transfer, Transfer)
    assert transfer.reason == "no_input"
    assert bench.line.player.idle, "the announcement is heard before the call leaves"


def test_zero_brings_a_person_with_the_story(bench: Bench) -> None:
    def caller() -> Iterator[None]:
        yield from bench.sounding()
        bench.line.press("0")
        yield from bench.wait(lambda: bench.line.closed)

    bench.does(caller()).run()
    assert [type(effect) for effect in bench.left] == [Transfer]
    assert bench.conversation is not None
    assert bench.handed_over == bench.left


def test_a_key_too_many_is_no_answer_to_what_nobody_has_heard_yet(bench: Bench) -> None:
    def caller() -> Iterator[None]:
        yield from bench.turn()
        bench.line.speak(1500, "cek status ktp saya")
        yield from bench.turn()
        bench.line.press(NIK)
        yield from bench.pause(100)
        bench.line.press("1")
        yield from bench.pause(500)
        bench.line.hang_up()
        yield from bench.wait(lambda: bench.line.closed)

    bench.does(caller()).run()
    assert bench.count("Key") == len(NIK)
    assert bench.looked_up == []
