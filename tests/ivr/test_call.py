"""One call through `Call`: a line in memory, virtual time; only the recogniser's words and the voice's sound are invented."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from line import QUIET, EnergyVad, EngineLoop, MemoryLine, MemoryRecords, ToneVoice, WordReader

from dialog.effects import Effect, End, Lookup, Outcome, Transfer
from dialog.events import CallStarted, LookupDone, LookupFailed
from dialog.journal_codec import decode, is_event
from dialog.load import load
from dialog.manager import start
from dialog.replay import replay
from dialog.schema import Flows
from ivr.call import Call
from ivr.conversation import Conversation, Services, final_outcome
from ivr.ears import Ears
from ivr.journal import Journal, Payload
from ivr.settings import ROOT
from ivr.voice import Voice
from speech.batch_pool import BatchPool
from speech.batch_queue import Priority
from speech.endpointing import EndpointSettings
from speech.listener import Listener
from speech.pool import Pool
from speech.recognizer import RecognizerError, Request
from speech.speaker import Speaker

SLOW_S = 300.0
NIK = "3273014107892415"
STARTED = CallStarted("2026-11-24T10:00:00+07:00", "0812")


@pytest.fixture(scope="module")
def flows() -> Flows:
    return load(ROOT / "configs")


@dataclass
class Bench:
    """A call that can be run once; `rows` is its journal so far, as a watcher saw it."""

    flows: Flows
    line: MemoryLine = field(default_factory=MemoryLine)
    recognizer: WordReader = field(init=False)
    pool: BatchPool = field(init=False)
    voice: ToneVoice = field(default_factory=ToneVoice)
    rows: list[Payload] = field(default_factory=list)
    at: list[int] = field(default_factory=list)
    left: list[Transfer | End] = field(default_factory=list)
    looked_up: list[Lookup] = field(default_factory=list)
    answer: dict[str, str] = field(default_factory=lambda: dict(nama="Sari Contoh", status="siap", kantor="Coblong", perkiraan=""))
    conversation: Conversation | None = None
    stored: list[Payload] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.recognizer = WordReader(self.line.sayings)

    def run(self, limit_s: float = 600.0) -> Bench:
        loop = EngineLoop()
        try:
            loop.run_until_complete(self._run(limit_s))
        finally:
            loop.close()
        return self

    async def _run(self, limit_s: float) -> None:
        self.pool, speaking = BatchPool(self.recognizer, max_waiting=1), Pool(1, 8)
        loop = asyncio.get_running_loop()
        try:
            async with Journal(MemoryRecords()) as journal:
                journal.watch(self._watch)
                services = Services(
                    Ears(self.pool),
                    Voice([Speaker(self.voice, None)], speaking, frozenset()),
                    journal,
                    self._look_up,
                    self._leave,
                )
                conversation = Conversation("c", self.flows, start(), loop.time())
                self.conversation = conversation
                await journal.open("c")
                listener = Listener(EnergyVad(), EndpointSettings())
                async with asyncio.timeout(limit_s):
                    await Call(conversation, self.line, listener, services).run(STARTED)
                self.stored = await journal.read("c")
        finally:
            speaking.close()

    def _watch(self, call_id: str, at_ms: int, payload: Payload) -> None:
        self.rows.append(payload)
        self.at.append(self.line.clock_ms)

    async def _look_up(self, call_id: str, lookup: Lookup) -> LookupDone | LookupFailed:
        self.looked_up.append(lookup)
        return LookupDone(lookup.request, self.answer)

    async def _leave(self, call_id: str, effect: Transfer | End) -> None:
        self.left.append(effect)

    def crowd(self) -> None:
        """Other callers take every place of the recogniser for `takes_s`."""
        for _ in range(2):
            self.pool.submit(Request(QUIET), priority=Priority.FINAL, deadline_s=60)

    def count(self, kind: str) -> int:
        return sum(row["type"] == kind for row in self.rows)

    def kinds(self) -> list[str]:
        return [str(row["type"]) for row in self.rows]

    def does(self, script: Iterator[None]) -> Bench:
        """`script` goes one step further each tick of the line; after it the caller hangs up."""

        def tick() -> None:
            try:
                next(script)
            except StopIteration:
                self.line.hang_up()

        self.line.watch = tick
        return self

    def wait(self, condition: Callable[[], bool], ticks: int = 10_000) -> Iterator[None]:
        """Ticks until it holds."""
        for _ in range(ticks):
            if condition():
                return
            yield
        raise AssertionError(f"waited in vain; so far {self.kinds()}")

    def turn(self) -> Iterator[None]:
        """Until a question has been heard that was not answered yet."""
        seen = self.count("note.your_turn")
        return self.wait(lambda: self.count("note.your_turn") > seen)

    def sounding(self) -> Iterator[None]:
        return self.wait(lambda: self.line.sounding)

    def prompt(self) -> Iterator[None]:
        """Until something is heard that may be cut off."""
        yield from self.sounding()
        notices = sum(row["type"] == "Say" and not row["interruptible"] for row in self.rows)
        yield from self.wait(lambda: self.line.sounding and self.line.clips_heard >= notices)

    @staticmethod
    def pause(ms: int) -> Iterator[None]:
        yield from itertools.repeat(None, ms // 20)


@pytest.fixture
def bench(flows: Flows) -> Bench:
    return Bench(flows)


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


def test_digits_end_with_the_last_of_them_and_not_in_a_pause(bench: Bench) -> None:
    ended: list[int] = []

    def caller() -> Iterator[None]:
        yield from bench.turn()
        bench.line.speak(1500, "cek status ktp saya")
        yield from bench.turn()
        bench.line.speak(2000, "tiga dua tujuh tiga nol satu")
        bench.line.pause(1200)
        bench.line.speak(1500, "empat satu nol tujuh")
        bench.line.pause(1200)
        bench.line.speak(2000, "delapan sembilan dua empat satu lima")
        yield from bench.pause(7900)
        ended.append(bench.line.clock_ms)
        yield from bench.wait(lambda: bench.count("Heard") == 2)
        ended.append(bench.line.clock_ms)

    bench.does(caller()).run()
    assert ended[1] - ended[0] <= 20 + 100 + 300 + 20, "the pause was seen, and decoded"
    turn = [row for row in bench.rows if row["type"] == "note.turn"][-1]
    assert (turn["completion"], turn["speculative"], turn["wait_ms"]) == ("complete", True, 0)
    assert not any("delapan" in str(value) for value in turn.values())


def test_an_unfinished_number_is_waited_for_and_not_for_ever(bench: Bench) -> None:
    def caller() -> Iterator[None]:
        yield from bench.turn()
        bench.line.speak(1500, "cek status ktp saya")
        yield from bench.turn()
        bench.line.speak(1000, "tiga dua tujuh tiga")
        yield from bench.wait(lambda: bench.count("Heard") == 2)

    bench.does(caller()).run()
    turn = [row for row in bench.rows if row["type"] == "note.turn"][-1]
    assert turn["completion"] == "incomplete"
    listens = [row for row in bench.rows if row["type"] == "Listen"]
    pauses = listens[-1]["pauses"]
    assert isinstance(pauses, dict)
    assert turn["silence_ms"] == pauses["incomplete_ms"]


def test_a_cough_while_we_wait_changes_nothing(bench: Bench) -> None:
    moments: list[int] = []

    def caller() -> Iterator[None]:
        yield from bench.turn()
        moments.append(bench.line.clock_ms)
        yield from bench.pause(2000)
        bench.line.speak(300)
        yield from bench.wait(lambda: bench.count("NoInput") == 1)
        moments.append(bench.line.clock_ms)

    bench.does(caller()).run()
    assert bench.count("Heard") == 0
    (first, *_) = [row for row in bench.rows if row["type"] == "Listen"]
    waited = moments[1] - moments[0] - int(str(first["no_input_ms"]))
    assert 0 <= waited <= 300 + 1400, "patience stands still while there is sound, and then goes on"


ACTS = st.one_of(
    st.tuples(
        st.just("speak"), st.integers(2, 300), st.sampled_from(["", "ya", "tidak", "cek status ktp saya", "petugas", "tiga dua", NIK])
    ),
    st.tuples(st.just("pause"), st.integers(1, 200), st.just("")),
    st.tuples(st.just("wait"), st.integers(1, 500), st.just("")),
    st.tuples(st.just("press"), st.just(0), st.text("123456789*#", min_size=1, max_size=16)),
    st.tuples(st.just("fail"), st.integers(1, 3), st.just("")),
    st.tuples(st.just("crowd"), st.just(0), st.just("")),
    st.tuples(st.just("pace"), st.sampled_from([1, 10, 100, 800, 1500]), st.just("")),
    st.tuples(st.just("turn"), st.just(0), st.just("")),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(acts=st.lists(ACTS, min_size=3, max_size=14))
def test_whatever_happens_the_call_goes_on(flows: Flows, acts: list[tuple[str, int, str]]) -> None:
    """A caller does anything, on a recogniser that does anything, and then falls silent: the call always finds its end."""
    bench = Bench(flows)

    def caller() -> Iterator[None]:
        for act, number, words in acts:
            match act:
                case "speak":
                    bench.line.speak(number * 20, words)
                case "pause":
                    bench.line.pause(number * 20)
                case "wait":
                    yield from bench.pause(number * 20)
                case "press":
                    bench.line.press(words)
                case "fail":
                    bench.recognizer.errors += [RecognizerError("broken")] * number
                case "crowd":
                    bench.crowd()
                case "pace":
                    bench.recognizer.takes_s = number / 50
                case "turn":
                    seen = bench.count("note.your_turn")
                    for _ in bench.pause(30_000):
                        if bench.count("note.your_turn") > seen:
                            break
                        yield
        yield from itertools.repeat(None)

    bench.does(caller()).run(limit_s=900)
    assert bench.line.closed
    silent_ms = max(after - before for before, after in itertools.pairwise(bench.at))
    assert silent_ms <= 60_000, "something happens at least once a minute"


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


def test_silence_counts_only_from_the_end_of_the_prompt(bench: Bench) -> None:
    moments: list[int] = []

    def caller() -> Iterator[None]:
        yield from bench.turn()
        moments.append(bench.line.clock_ms)
        yield from bench.wait(lambda: bench.count("NoInput") == 1)
        moments.append(bench.line.clock_ms)

    bench.does(caller()).run()
    listens = [row for row in bench.rows if row["type"] == "Listen"]
    assert abs(moments[1] - moments[0] - int(str(listens[0]["no_input_ms"]))) <= 60


def test_a_caller_who_stays_silent_ends_with_a_person(bench: Bench) -> None:
    def caller() -> Iterator[None]:
        yield from bench.wait(lambda: bench.line.closed)

    bench.does(caller()).run()
    assert bench.count("NoInput") == 3
    (transfer,) = bench.left
    assert isinstance(transfer, Transfer)
    assert transfer.reason == "no_input"
    assert bench.line.player.idle, "the announcement is heard before the call leaves"


def test_a_key_stops_the_prompt(bench: Bench) -> None:
    def caller() -> Iterator[None]:
        yield from bench.prompt()
        bench.line.press("7")
        yield from bench.pause(60)  # the voice fades within a frame
        assert bench.line.player.idle
        assert not bench.line.sounding

    bench.does(caller()).run()
    assert bench.count("Key") == 1


def test_zero_brings_a_person_with_the_story(bench: Bench) -> None:
    def caller() -> Iterator[None]:
        yield from bench.sounding()
        bench.line.press("0")
        yield from bench.wait(lambda: bench.line.closed)

    bench.does(caller()).run()
    assert [type(effect) for effect in bench.left] == [Transfer]
    assert bench.conversation is not None
    assert bench.conversation.transfer == bench.left[0]


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


def test_sound_while_nothing_is_asked_is_not_recognised(bench: Bench) -> None:
    """After the transfer was decided, words change nothing."""

    def caller() -> Iterator[None]:
        yield from bench.sounding()
        bench.line.press("0")
        yield from bench.pause(100)
        bench.line.speak(1000)
        yield from bench.wait(lambda: bench.line.closed)

    bench.does(caller()).run()
    assert bench.recognizer.asked == []
    assert len(bench.left) == 1
