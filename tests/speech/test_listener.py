from __future__ import annotations

from speech.endpointing import EndpointSettings
from speech.listener import Listener, SpeechStarted, Utterance

SETTINGS = EndpointSettings(min_speech_ms=100, end_silence_ms=600, max_utterance_ms=3000)


class Loud:
    """A frame is speech when its first byte is odd."""

    def probability(self, frame: bytes) -> float:
        return float(frame[0] % 2)


def frames(count: int, first: int) -> list[bytes]:
    return [bytes([first]) + bytes(319)] * count


def heard(listener: Listener, sound: list[bytes]) -> list[SpeechStarted | Utterance]:
    return [event for frame in sound if (event := listener.feed(frame)) is not None]


def test_an_utterance_with_its_pre_roll_and_times() -> None:
    listener = Listener(Loud(), SETTINGS)
    start, utterance = heard(listener, frames(50, 0) + frames(25, 1) + frames(40, 0))
    assert start == SpeechStarted(1000)
    assert isinstance(utterance, Utterance)
    assert (utterance.started_ms, utterance.ended_ms, utterance.speech_ms) == (1000, 1500, 500)
    kept = [utterance.pcm[i] for i in range(0, len(utterance.pcm), 320)]
    assert kept.count(1) == 25, "all that was said"
    assert kept.index(1) * 20 >= 300, "and what came before"
    assert (len(kept) - kept.index(1) - 25) * 20 == 200, "and little of the silence after"


def test_speech_so_far_is_known_for_barge_in() -> None:
    listener = Listener(Loud(), SETTINGS)
    heard(listener, frames(10, 0) + frames(4, 1))
    assert (listener.speaking, listener.speech_ms) == (False, 0)
    heard(listener, frames(6, 1))
    assert (listener.speaking, listener.speech_ms) == (True, 200)


def test_an_endless_talker_is_cut_without_losing_a_frame() -> None:
    listener = Listener(Loud(), SETTINGS)
    events = heard(listener, frames(400, 1) + frames(40, 0))
    utterances = [event for event in events if isinstance(event, Utterance)]
    assert [u.too_long for u in utterances] == [True, True, False]
    assert sum(u.pcm[i] for u in utterances for i in range(0, len(u.pcm), 320)) == 400


def test_reset_forgets_the_unfinished_turn() -> None:
    listener = Listener(Loud(), SETTINGS)
    heard(listener, frames(20, 1))
    listener.reset()
    assert not listener.speaking
    assert heard(listener, frames(60, 0)) == []
