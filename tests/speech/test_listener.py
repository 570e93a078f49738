from __future__ import annotations

import itertools
import tracemalloc

from speech.endpointing import EndpointSettings
from speech.listener import Listener, Pause, SpeechResumed, SpeechStarted, Utterance

SETTINGS = EndpointSettings(min_speech_ms=100, pause_ms=100, max_utterance_ms=3000)
Heard = SpeechStarted | Pause | SpeechResumed | Utterance


class Loud:
    """A frame is speech when its first byte is odd."""

    def probability(self, frame: bytes) -> float:
        return float(frame[0] % 2)


def listener() -> Listener:
    made = Listener(Loud(), SETTINGS)
    made.expect(600, 2500)
    return made


def frames(count: int, first: int) -> list[bytes]:
    return [bytes([first]) + bytes(319)] * count


def heard(listener: Listener, sound: list[bytes]) -> list[Heard]:
    return [event for frame in sound if (event := listener.feed(frame)) is not None]


def marks(utterance: Utterance) -> list[int]:
    """The first byte of each frame."""
    return list(utterance.pcm[::320])


def test_an_utterance_with_its_pre_roll_and_times() -> None:
    start, pause, utterance = heard(listener(), frames(50, 0) + frames(25, 1) + frames(40, 0))
    assert start == SpeechStarted(1000)
    assert isinstance(pause, Pause)
    assert isinstance(utterance, Utterance)
    assert (utterance.started_ms, utterance.ended_ms, utterance.speech_ms) == (1000, 1500, 500)
    kept = marks(utterance)
    assert kept.count(1) == 25, "all that was said"
    assert kept.index(1) * 20 >= 300, "and what came before"
    assert (len(kept) - kept.index(1) - 25) * 20 == 200, "and little of the silence after"


def test_a_pause_tells_all_that_was_said_until_then() -> None:
    events = heard(listener(), frames(50, 0) + frames(10, 1) + frames(20, 0) + frames(10, 3) + frames(5, 0))
    assert [type(event) for event in events] == [SpeechStarted, Pause, SpeechResumed, Pause]
    first, second = (event.so_far for event in events if isinstance(event, Pause))
    assert (first.started_ms, first.ended_ms, first.speech_ms) == (1000, 1200, 200)
    assert (second.started_ms, second.ended_ms, second.speech_ms) == (1000, 1800, 400)
    assert [mark for mark, _ in itertools.groupby(marks(second))] == [0, 1, 0, 3, 0]
    assert second.pcm.startswith(first.pcm)


def test_patience_that_is_over_gives_the_utterance_at_once() -> None:
    listening = listener()
    heard(listening, frames(20, 0) + frames(10, 1) + frames(15, 0))
    utterance = listening.patience(180)
    assert utterance is not None
    assert (utterance.ended_ms, utterance.speech_ms) == (600, 200)
    assert not listening.speaking
    assert heard(listening, frames(60, 0)) == []


def test_patience_holds_until_speech_resumes() -> None:
    listening = listener()
    heard(listening, frames(20, 0) + frames(10, 1) + frames(5, 0))
    assert listening.patience(1500) is None
    assert heard(listening, frames(69, 0)) == []
    assert [type(event) for event in heard(listening, frames(10, 1) + frames(30, 0))] == [SpeechResumed, Pause, Utterance]


def test_what_comes_soon_after_a_turn_has_no_sound_of_it() -> None:
    listening = listener()
    heard(listening, frames(20, 0) + frames(10, 1) + frames(10, 0))
    listening.patience(0)
    events = heard(listening, frames(3, 2) + frames(10, 3) + frames(40, 0))
    last = events[-1]
    assert isinstance(last, Utterance)
    assert 1 not in marks(last)


def test_speech_so_far_is_known_for_barge_in() -> None:
    listening = listener()
    heard(listening, frames(10, 0) + frames(4, 1))
    assert (listening.speaking, listening.speech_ms, listening.voiced) == (False, 0, True)
    heard(listening, frames(6, 1))
    assert (listening.speaking, listening.speech_ms, listening.paused) == (True, 200, False)
    assert marks(listening.so_far).count(1) == 10
    heard(listening, frames(5, 0))
    assert (listening.speaking, listening.voiced, listening.paused) == (True, False, True)


def test_an_endless_talker_is_cut_without_losing_a_frame() -> None:
    events = heard(listener(), frames(400, 1) + frames(40, 0))
    utterances = [event for event in events if isinstance(event, Utterance)]
    assert [u.too_long for u in utterances] == [True, True, False]
    assert sum(sum(marks(u)) for u in utterances) == 400
    assert sum(u.speech_ms for u in utterances) == 8000


def test_speech_without_end_needs_no_more_memory_than_the_longest_utterance() -> None:
    listening, frame = listener(), bytes([1]) + bytes(319)
    tracemalloc.start()
    for _ in range(10 * 60 * 50):
        listening.feed(frame)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * SETTINGS.max_utterance_ms * 16 + 100_000


def test_reset_forgets_the_unfinished_turn() -> None:
    listening = listener()
    heard(listening, frames(20, 1))
    listening.reset()
    assert not listening.speaking
    assert heard(listening, frames(60, 0)) == []
