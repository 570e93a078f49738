"""Engines that are slow, full or broken, and callers who hang up."""

from __future__ import annotations

from collections.abc import Iterator

from call_bench import SLOW_S, Bench

from dialog.effects import Outcome, Transfer
from ivr.conversation import final_outcome
from speech.recognizer import RecognizerError


def test_a_hang_up_while_recognition_runs_ends_the_call_at_once(bench: Bench) -> None:
    bench.recognizer.takes_s = SLOW_S
    moments: list[int] = []

    def caller() -> Iterator[None]:
        yield from bench.turn()
        bench.line.speak(800, "cek status ktp saya")
        yield from bench.wait(lambda: bool(bench.recognizer.asked))
        moments.append(bench.line.clock_ms)

    bench.does(caller()).run()
    assert bench.line.clock_ms == moments[0] + 20, "the frame under way, and not one more"
    assert bench.kinds()[-1] == "HungUp"
    assert bench.count("Heard") == 0
    assert bench.conversation is not None
    assert final_outcome(bench.conversation) is Outcome.ABANDONED
    assert bench.left == []


def test_frames_go_on_while_the_engine_is_slow(bench: Bench) -> None:
    bench.recognizer.takes_s = 9.0

    def caller() -> Iterator[None]:
        yield from bench.turn()
        bench.line.speak(800, "cek status ktp saya")
        yield from bench.wait(lambda: bool(bench.recognizer.asked))
        yield from bench.wait(lambda: bench.count("Heard") == 1)

    bench.does(caller()).run()
    assert bench.count("NoInput") == 0


def test_a_recogniser_without_an_answer_is_too_late_after_its_deadline(bench: Bench) -> None:
    bench.recognizer.takes_s = SLOW_S

    def caller() -> Iterator[None]:
        yield from bench.turn()
        bench.line.speak(800, "cek status ktp saya")
        yield from bench.wait(lambda: bench.count("RecognizerFailed") == 1)

    bench.does(caller()).run()
    assert [row["reason"] for row in bench.rows if row["type"] == "RecognizerFailed"] == ["TimeoutError"]


def test_an_overloaded_recogniser_is_told_to_the_dialog(bench: Bench) -> None:
    bench.recognizer.takes_s = 9.0

    def caller() -> Iterator[None]:
        yield from bench.turn()
        bench.crowd()
        bench.line.speak(800, "cek status ktp saya")
        yield from bench.wait(lambda: bench.count("RecognizerFailed") == 1)

    bench.does(caller()).run()
    assert [row["reason"] for row in bench.rows if row["type"] == "RecognizerFailed"] == ["Overloaded"]


def test_a_recogniser_that_fails_is_told_to_the_dialog(bench: Bench) -> None:
    error = RecognizerError("broken")
    bench.recognizer.errors = [error, error]

    def caller() -> Iterator[None]:
        yield from bench.turn()
        bench.line.speak(800, "cek status ktp saya")
        yield from bench.wait(lambda: bench.count("RecognizerFailed") == 1)
        yield from bench.turn()

    bench.does(caller()).run()
    assert [row["reason"] for row in bench.rows if row["type"] == "RecognizerFailed"] == [type(error).__name__]


def test_a_voice_that_fails_brings_a_person(bench: Bench) -> None:
    bench.voice.broken = True

    def caller() -> Iterator[None]:
        yield from bench.wait(lambda: bench.line.closed)

    bench.does(caller()).run()
    assert bench.count("VoiceFailed") == 1
    (transfer,) = bench.left
    assert isinstance(transfer, Transfer)
    assert transfer.reason == "failure"
    assert not any(any(frame) for frame in bench.line.heard)


def test_a_hang_up_during_a_prompt_is_journalled_once(bench: Bench) -> None:
    def caller() -> Iterator[None]:
        yield from bench.sounding()

    bench.does(caller()).run()
    assert bench.count("HungUp") == 1
    assert bench.stored[-1] == {"type": "HungUp"}
