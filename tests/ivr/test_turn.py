"""One caller's turns in virtual time: when they end, what is recognised, what the dialog is told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field

import pytest
from line import QUIET, EnergyVad, EngineLoop, Sayings, WordReader

from dialog.completion import Completion
from dialog.effects import Expect, Listen, Pauses
from dialog.events import Heard, Hypothesis, RecognizerFailed
from ivr.ears import Ears
from ivr.turn import Turns
from ivr.turn_policy import TurnEnd
from speech.batch_pool import BatchPool
from speech.batch_queue import Priority
from speech.endpointing import EndpointSettings
from speech.listener import Listener
from speech.pcm import WIDEBAND_RATE
from speech.recognizer import RecognizerError, Request, Transcript

PAUSES = Pauses(complete_ms=200, open_ms=1000, incomplete_ms=2000)
LISTEN = Listen(7, Expect.FREE, digits=3, pauses=PAUSES, phrases=("ya",), hot_words=("coblong",))
JUDGED = {"ya": Completion.COMPLETE, "dan": Completion.INCOMPLETE}


@dataclass
class Ear:
    """Turns with a recogniser of their own; `ends` holds when each turn ended (ms) and what it was."""

    takes_s: float = 0.05
    playing: bool = False
    interruptible: bool = True
    ends: list[tuple[int, TurnEnd]] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    clock_ms: int = 0
    turns: Turns = field(init=False)
    recognizer: WordReader = field(init=False)
    pool: BatchPool = field(init=False)

    def run(self, script: Callable[[Ear], Coroutine[None, None, None]]) -> Ear:
        loop = EngineLoop()
        try:
            loop.run_until_complete(self._run(script))
        finally:
            loop.close()
        return self

    async def _run(self, script: Callable[[Ear], Coroutine[None, None, None]]) -> None:
        self.sayings = Sayings()
        self.recognizer = WordReader(self.sayings, takes_s=self.takes_s)
        self.pool = BatchPool(self.recognizer, max_waiting=1)
        async with asyncio.TaskGroup() as group:
            listener = Listener(EnergyVad(), EndpointSettings())
            self.turns = Turns(listener, Ears(self.pool), group, complete=judge, read=self._read, ended=self._ended)
            self.turns.listen(LISTEN)
            await script(self)

    async def says(self, ms: int, words: str) -> None:
        for frame in self.sayings.frames(ms, words):
            await self._feed(frame)

    async def noise(self, ms: int) -> None:
        await self.says(ms, "")

    async def silent(self, ms: int) -> None:
        for _ in range(ms // 20):
            await self._feed(QUIET)

    def crowd(self) -> None:
        """Other callers take every place."""
        for _ in range(2):
            self.pool.submit(Request(QUIET), priority=Priority.FINAL, deadline_s=60)

    @property
    def heard(self) -> list[str]:
        """What the dialog was told, in words; noise is ''."""
        return [told(end.event) for _, end in self.ends if end.event is not None]

    async def _feed(self, frame: bytes) -> None:
        self.clock_ms += 20
        self.turns.feed(frame, playing=self.playing, interruptible=self.interruptible)
        await asyncio.sleep(0.02)

    def _read(self, hypotheses: tuple[Hypothesis, ...]) -> None:
        self.read.append(hypotheses[0].text if hypotheses else "")

    def _ended(self, end: TurnEnd) -> None:
        self.ends.append((round(asyncio.get_running_loop().time() * 1000), end))


def told(event: Heard | RecognizerFailed) -> str:
    if isinstance(event, RecognizerFailed):
        return event.reason
    return event.hypotheses[0].text if event.hypotheses else ""


def judge(hypotheses: tuple[Hypothesis, ...]) -> Completion:
    """By the last word."""
    words = hypotheses[0].text.split() if hypotheses else [""]
    return JUDGED.get(words[-1], Completion.OPEN)


@pytest.mark.parametrize(("words", "silence_ms"), [("ya", 200), ("begini", 1000), ("saya dan", 2000)])
def test_what_was_said_decides_how_long_a_pause_may_last(words: str, silence_ms: int) -> None:
    async def script(ear: Ear) -> None:
        await ear.says(500, words)
        await ear.silent(3000)

    ear = Ear().run(script)
    ((at_ms, end),) = ear.ends
    assert ear.heard == [words]
    assert end.note["silence_ms"] == silence_ms
    assert 0 <= 500 + silence_ms - at_ms <= 20, "decoding cost no waiting"
    assert len(ear.recognizer.asked) == 1


def test_a_complete_answer_ends_with_its_decoding_when_that_is_slower_than_patience() -> None:
    async def script(ear: Ear) -> None:
        await ear.says(500, "ya")
        await ear.silent(1000)

    ((at_ms, end),) = Ear(takes_s=0.333).run(script).ends
    assert at_ms == 500 + 40 + 333, "not a frame later: the pause was seen with its third frame"
    assert end.note == {
        "speech_end_ms": 500,
        "silence_ms": 380,
        "completion": "complete",
        "decode_ms": 333,
        "wait_ms": 0,
        "speculative": True,
    }


def test_who_goes_on_is_heard_as_a_whole() -> None:
    async def script(ear: Ear) -> None:
        await ear.says(500, "saya dan")
        await ear.silent(1800)
        await ear.says(300, "begini")
        await ear.silent(900)
        await ear.says(300, "ya")
        await ear.silent(1000)

    ear = Ear().run(script)
    assert ear.heard == ["saya dan begini ya"]
    assert [ms for ms, _ in ear.recognizer.asked] == sorted(ms for ms, _ in ear.recognizer.asked)
    assert len(ear.recognizer.asked) == 3


def test_a_speculation_is_given_up_when_speech_resumes() -> None:
    async def script(ear: Ear) -> None:
        ear.crowd()
        await ear.says(500, "saya")
        await ear.silent(200)
        await ear.says(500, "begini")
        await ear.silent(3000)

    ear = Ear(takes_s=0.5).run(script)
    assert ear.heard == ["saya begini"]
    assert ear.pool.metrics.cancelled == 1
    assert len(ear.recognizer.asked) == 2 + 1, "it never began"


def test_a_speculation_still_under_way_at_the_end_is_the_result() -> None:
    async def script(ear: Ear) -> None:
        await ear.says(500, "begini")
        await ear.silent(3000)

    ear = Ear(takes_s=1.5).run(script)
    ((at_ms, end),) = ear.ends
    assert at_ms == 500 + 40 + 1500
    assert (end.note["silence_ms"], end.note["speculative"]) == (1000, True)
    assert end.note["wait_ms"] == 560
    assert len(ear.recognizer.asked) == 1


def test_while_its_words_are_awaited_a_turn_is_busy() -> None:
    busy: list[bool] = []

    async def script(ear: Ear) -> None:
        await ear.says(500, "begini")
        for _ in range(3):
            await ear.silent(600)
            busy.append(ear.turns.busy)

    Ear(takes_s=1.5).run(script)
    assert busy == [False, True, False]


def test_a_refused_or_failed_speculation_is_tried_once_more_at_the_end() -> None:
    async def refused(ear: Ear) -> None:
        ear.crowd()
        await ear.says(500, "begini")
        await ear.silent(3000)

    async def failed(ear: Ear) -> None:
        ear.recognizer.errors = [RecognizerError("broken")]
        await ear.says(500, "begini")
        await ear.silent(3000)

    for script in (refused, failed):
        ear = Ear(takes_s=0.7).run(script)
        assert ear.heard == ["begini"]
        assert ear.ends[0][1].note["speculative"] is False


def test_what_cannot_be_recognised_is_told() -> None:
    async def script(ear: Ear) -> None:
        ear.recognizer.errors = [RecognizerError("broken"), RecognizerError("broken")]
        await ear.says(500, "begini")
        await ear.silent(2000)
        await ear.says(500, "begini")
        ear.recognizer.takes_s = 300
        await ear.silent(15_000)

    ear = Ear().run(script)
    assert ear.heard == ["RecognizerError", "TimeoutError"]
    assert ear.ends[1][0] - 500 <= 500 + 2000 + 10_100
    assert not ear.turns.busy


def test_noise_is_nothing_until_it_is_too_much() -> None:
    async def script(ear: Ear) -> None:
        for _ in range(3):
            await ear.noise(300)
            await ear.silent(2000)

    ear = Ear().run(script)
    assert [end.event for _, end in ear.ends] == [None, None, Heard(7, ())]
    assert ear.read == ["", "", ""]


@pytest.mark.parametrize("ms", [2600, 31_000])
def test_long_speech_without_a_word_is_an_answer_that_was_not_understood(ms: int) -> None:
    async def script(ear: Ear) -> None:
        await ear.noise(ms)
        await ear.silent(2000)

    assert Ear().run(script).heard[0] == ""


def test_a_new_question_forgives_noise() -> None:
    async def script(ear: Ear) -> None:
        for _ in range(4):
            await ear.noise(300)
            await ear.silent(2000)
            ear.turns.listen(LISTEN)

    assert Ear().run(script).heard == []


def test_a_voice_that_gave_way_to_noise_is_told() -> None:
    async def script(ear: Ear) -> None:
        ear.playing = True
        await ear.noise(500)
        ear.turns.voice_stopped()
        ear.playing = False
        await ear.silent(2000)

    assert Ear().run(script).heard == [""]


def test_noise_into_a_prompt_is_nothing_however_long() -> None:
    async def script(ear: Ear) -> None:
        ear.playing = True
        await ear.noise(5000)
        await ear.silent(2000)

    ear = Ear().run(script)
    assert ear.heard == []
    assert ear.ends[0][1].over_prompt
    assert len(ear.read) > 2


def test_words_into_a_prompt_are_known_before_the_caller_pauses() -> None:
    known: list[list[str]] = []

    async def script(ear: Ear) -> None:
        ear.playing = True
        await ear.says(1000, "saya mau tanya begini dan")
        known.append(list(ear.read))
        await ear.silent(2500)

    ear = Ear().run(script)
    assert known == [["saya mau", "saya mau tanya begini"]]
    assert ear.heard == ["saya mau tanya begini dan"]


def test_what_is_said_into_a_notice_that_must_be_heard_is_known_for_that_and_moves_no_voice() -> None:
    async def script(ear: Ear) -> None:
        ear.playing, ear.interruptible = True, False
        await ear.says(1000, "ya")
        await ear.silent(2000)

    ear = Ear().run(script)
    ((_, end),) = ear.ends
    assert (end.over_notice, ear.heard, ear.read) == (True, ["ya"], [])


def test_keys_make_an_end_of_what_was_said() -> None:
    async def script(ear: Ear) -> None:
        await ear.says(500, "begini")
        await ear.silent(1200)
        assert ear.turns.busy
        ear.turns.forget()
        assert not ear.turns.busy
        await ear.says(500, "lagi")
        ear.turns.forget()
        await ear.silent(5000)

    assert Ear(takes_s=2).run(script).ends == []


def test_after_the_last_question_nothing_is_recognised() -> None:
    async def script(ear: Ear) -> None:
        await ear.says(500, "begini")
        await ear.silent(200)
        ear.turns.listen(None)
        await ear.silent(3000)
        await ear.says(500, "begini")
        await ear.silent(3000)

    ear = Ear(takes_s=0.3).run(script)
    assert ear.ends == []
    assert len(ear.recognizer.asked) == 1


def test_a_question_asked_in_a_pause_is_answered_with_what_is_being_said() -> None:
    async def script(ear: Ear) -> None:
        await ear.says(500, "begini")
        await ear.silent(200)
        ear.turns.listen(Listen(8, Expect.FREE))
        await ear.silent(3000)

    assert [end.event for _, end in Ear().run(script).ends] == [Heard(8, (Hypothesis("begini", 0.97),))]


def test_what_is_listened_for_steers_the_recogniser() -> None:
    async def script(ear: Ear) -> None:
        ear.turns.listen(Listen(1, Expect.DIGITS, digits=16, pauses=PAUSES, phrases=("ya",), hot_words=("coblong",)))
        await ear.says(500, "ya")
        await ear.silent(1000)

    ((_, expectation),) = Ear().run(script).recognizer.asked
    assert expectation.digits
    assert (expectation.length, expectation.phrases, expectation.hot_words) == (16, ("ya",), ("coblong",))


def test_the_recogniser_is_told_the_rate_of_the_line() -> None:
    """A wideband line's sound goes to it as it is."""
    asked: list[tuple[int, int]] = []

    class Asked(WordReader):
        def transcribe(self, requests: Sequence[Request]) -> list[Transcript]:
            asked.extend((request.rate, len(request.pcm)) for request in requests)
            return super().transcribe(requests)

    async def main() -> None:
        pool = BatchPool(Asked(Sayings()), max_waiting=1)
        async with asyncio.TaskGroup() as group:
            listener = Listener(EnergyVad(), EndpointSettings(), WIDEBAND_RATE)
            turns = Turns(listener, Ears(pool), group, complete=judge, read=lambda said: None, ended=lambda end: None)
            turns.listen(LISTEN)
            for frame in [b"\x05\x00" * 320] * 25 + [QUIET] * 100:
                turns.feed(frame, playing=False, interruptible=True)
                await asyncio.sleep(0.02)
        await pool.close()

    loop = EngineLoop()
    try:
        loop.run_until_complete(main())
    finally:
        loop.close()
    assert {rate for rate, _ in asked} == {WIDEBAND_RATE}
    assert all(size >= 25 * 640 for _, size in asked)
