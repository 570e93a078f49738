"""Calls in which the caller sounds while we speak: what they hear, and what counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from call_bench import NIK, Bench
from line import QUIET, MemoryLine

from dialog.effects import Expect, Transfer
from dialog.schema import Alarm, Flows
from speech.recognizer import RecognizerError

NOTES = ("note.duck", "note.hold", "note.resume", "note.barge_in")


def over_first_prompt(bench: Bench, ms: int, words: str = "") -> Iterator[None]:
    yield from bench.prompt()
    yield from bench.pause(400)
    bench.line.speak(ms, words)


def notes(bench: Bench) -> list[str]:
    return [kind.removeprefix("note.") for kind in bench.kinds() if kind in NOTES]


def loud_ms(bench: Bench) -> int:
    """How long the caller heard us at full level."""
    peaks = [int(np.abs(np.frombuffer(frame, "<i2")).max()) for frame in bench.line.heard]
    return 20 * sum(peak > max(peaks) / 2 for peak in peaks)


def said_ms(bench: Bench) -> int:
    return 20 * sum(len(text) for text in bench.voice.spoken)


@pytest.mark.parametrize("ms", [60, 80, 100, 200, 380])
def test_after_a_noise_the_whole_sentence_is_heard(bench: Bench, ms: int) -> None:
    lasted: list[int] = []

    def caller() -> Iterator[None]:
        yield from over_first_prompt(bench, ms)
        yield from bench.turn()
        lasted.append(bench.line.clock_ms)

    bench.does(caller()).run()
    assert notes(bench) == (["duck", "resume"] if ms < 100 else ["duck", "hold", "resume"])
    assert bench.count("Heard") == 0
    assert loud_ms(bench) >= said_ms(bench) - 40
    assert lasted[0] <= said_ms(bench) + ms + 1500


@pytest.mark.parametrize("words", ["he-eh", "oke", "nggih", "hmm"])
def test_a_sign_of_listening_lets_it_go_on(bench: Bench, words: str) -> None:
    def caller() -> Iterator[None]:
        yield from over_first_prompt(bench, 380, words)
        yield from bench.turn()

    bench.does(caller()).run()
    assert notes(bench) == ["duck", "hold", "resume"]
    assert bench.count("Heard") == 0
    assert loud_ms(bench) >= said_ms(bench) - 40


def test_iya_answers_a_yes_or_no_question_before_its_end(bench: Bench) -> None:
    def caller() -> Iterator[None]:
        yield from bench.turn()
        bench.line.speak(1500, "cek status ktp saya")
        yield from bench.turn()
        bench.line.speak(8000, " ".join(NIK))
        yield from bench.wait(lambda: expected(bench) == Expect.YES_NO and bench.line.sounding)
        yield from bench.pause(600)
        bench.line.speak(380, "iya")
        yield from bench.wait(lambda: bool(bench.looked_up))

    bench.does(caller()).run()
    assert [lookup.arguments["nik"] for lookup in bench.looked_up] == [NIK]
    assert notes(bench) == ["duck", "hold", "barge_in"]


def expected(bench: Bench) -> object:
    return [row["expect"] for row in bench.rows if row["type"] == "Listen"][-1]


def test_words_stop_it_and_are_answered(bench: Bench) -> None:
    after: list[int] = []

    def caller() -> Iterator[None]:
        yield from over_first_prompt(bench, 1500, "cek status ktp saya")
        yield from bench.wait(lambda: bench.count("note.barge_in") == 1)
        after.append(len(bench.voice.spoken))
        yield from bench.turn()

    bench.does(caller()).run()
    assert notes(bench) == ["duck", "hold", "barge_in"]
    assert bench.count("Heard") == 1
    assert len(bench.voice.spoken) > after[0]
    assert loud_ms(bench) < said_ms(bench) - 1000


def test_long_sound_stops_it_before_any_word_is_known(bench: Bench) -> None:
    bench.recognizer.takes_s = 3.0

    def caller() -> Iterator[None]:
        yield from over_first_prompt(bench, 4000, "saya mau cek status ktp saya yang belum jadi")
        begun = bench.line.clock_ms
        yield from bench.wait(lambda: bench.count("note.barge_in") == 1)
        assert bench.line.clock_ms - begun <= 1100
        yield from bench.wait(lambda: bench.count("Heard") == 1)

    bench.does(caller()).run()


@pytest.mark.parametrize("fault", ["fails", "overloaded", "slow"])
def test_a_recogniser_that_cannot_tell_lets_it_go_on(bench: Bench, fault: str) -> None:
    if fault == "fails":
        bench.recognizer.errors = [RecognizerError("broken")] * 3
    if fault != "fails":
        bench.recognizer.takes_s = 60.0

    def caller() -> Iterator[None]:
        yield from bench.prompt()
        if fault == "overloaded":
            bench.crowd()
        yield from bench.pause(400)
        bench.line.speak(380, "petugas")
        yield from bench.turn()

    bench.does(caller()).run()
    assert notes(bench) == ["duck", "hold", "resume"]
    assert loud_ms(bench) >= said_ms(bench) - 40


def test_nothing_touches_a_notice_that_must_be_heard(bench: Bench) -> None:
    def caller() -> Iterator[None]:
        yield from bench.sounding()
        bench.line.speak(1000, "petugas")
        yield from bench.pause(300)
        bench.line.press("5")
        yield from bench.wait(lambda: bench.line.clips_heard >= 1)

    bench.does(caller()).run()
    (notice,) = {str(row["text"]) for row in bench.rows if row["type"] == "Say" and not row["interruptible"]}
    assert notes(bench) == []
    assert loud_ms(bench) >= 20 * len(notice) - 40


class EchoingLine(MemoryLine):
    """Our own voice comes back, `delay` frames late, at `gain`; `EnergyVad` takes all of it for speech."""

    def __init__(self, delay: int, gain: float) -> None:
        super().__init__()
        self._delay, self._gain = delay, gain

    def comes_in(self) -> bytes:
        frame = super().comes_in()
        if frame != QUIET or len(self.heard) <= self._delay:
            return frame
        return (np.frombuffer(self.heard[-1 - self._delay], "<i2") * self._gain).astype("<i2").tobytes()


@pytest.mark.parametrize("delay", [0, 3, 15])
@pytest.mark.parametrize("gain", [0.1, 0.03])
def test_our_own_echo_is_nobody(flows: Flows, delay: int, gain: float) -> None:
    bench = Bench(flows, EchoingLine(delay, gain))

    def caller() -> Iterator[None]:
        yield from bench.turn()
        yield from bench.pause(1000)

    bench.does(caller()).run()
    assert notes(bench) == []
    assert bench.recognizer.asked == []


def test_a_caller_is_heard_over_our_echo(flows: Flows) -> None:
    bench = Bench(flows, EchoingLine(3, 0.1))

    def caller() -> Iterator[None]:
        yield from over_first_prompt(bench, 1500, "cek status ktp saya")
        yield from bench.wait(lambda: bench.count("Heard") == 1)

    bench.does(caller()).run()
    assert notes(bench)[:2] == ["duck", "hold"]


def test_speech_silences_the_voice_at_once_and_words_stop_it(bench: Bench) -> None:
    silent_after: list[int] = []

    def caller() -> Iterator[None]:
        yield from bench.prompt()
        yield from bench.pause(300)
        begun = bench.line.clock_ms
        bench.line.speak(1200, "petugas")
        yield from bench.wait(lambda: not bench.line.sounding)
        silent_after.append(bench.line.clock_ms - begun)
        yield from bench.wait(lambda: bench.count("Heard") == 1)

    bench.does(caller()).run()
    assert silent_after[0] <= 140
    assert bench.count("note.barge_in") == 1


@pytest.mark.parametrize("speech_ms", [60, 380])
def test_noise_into_a_prompt_is_ignored_and_the_prompt_goes_on(bench: Bench, speech_ms: int) -> None:
    lengths: list[int] = []

    def caller() -> Iterator[None]:
        yield from bench.prompt()
        bench.line.speak(speech_ms)
        yield from bench.turn()
        lengths.append(sum(any(frame) for frame in bench.line.heard))

    bench.does(caller()).run()
    said = sum(len(text) for text in bench.voice.spoken) * 20
    assert bench.count("note.barge_in") == bench.count("Heard") == 0
    assert lengths[0] * 20 >= said * 0.9
    assert len(bench.recognizer.asked) == (speech_ms >= 100)


def test_a_short_word_into_a_prompt_counts_once_it_is_understood(bench: Bench) -> None:

    def caller() -> Iterator[None]:
        yield from bench.prompt()
        bench.line.speak(360, "petugas")
        yield from bench.wait(lambda: bench.line.closed)

    bench.does(caller()).run()
    (transfer,) = bench.left
    assert isinstance(transfer, Transfer)
    assert transfer.reason == "requested"


@pytest.mark.parametrize(("words", "counts"), [("tolong ada kebakaran", True), ("petugas", False)])
def test_into_the_notice_only_an_alarm_counts(flows: Flows, words: str, counts: bool) -> None:
    alarm = Alarm("kebakaran", "emergency", ("kebakaran",), "Saya sambungkan ke pemadam kebakaran.", "113")
    bench = Bench(replace(flows, alarms=(alarm,), prompts=replace(flows.prompts, notice="pemberitahuan " * 20)))

    def caller() -> Iterator[None]:
        yield from bench.pause(300)
        bench.line.speak(1200, words)
        yield from bench.wait(lambda: bench.line.closed or bench.count("note.your_turn") == 1)

    bench.does(caller()).run()
    said = [str(row["text"]) for row in bench.rows if row["type"] == "Say"]
    assert bench.line.clips_heard == (2 if counts else 3), "the notice to its end, and then the alarm's sentence or the greeting"
    assert (alarm.say in said) == counts
    assert [transfer.number for transfer in bench.left if isinstance(transfer, Transfer)] == (["113"] if counts else [])
