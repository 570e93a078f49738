"""What is counted when sound comes that nobody spoke: a detector takes loud for speech, a recogniser always hears the same."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
import pytest

from dialog.load import load
from ivr.bench.noise import Found, Sound, figures, force, measure_noises
from ivr.bench.noise_parts import RATE, Samples
from ivr.bench.quiet import dues, sounds
from ivr.ears import Ears
from ivr.settings import ROOT
from speech.batch_pool import BatchPool
from speech.endpointing import EndpointSettings
from speech.listener import Listener
from speech.recognizer import Hypothesis, Request, Transcript

FLOWS = load(ROOT / "tests" / "data" / "hotline")


class Loud:
    def probability(self, frame: bytes) -> float:
        return float(np.abs(np.frombuffer(frame, "<i2")).max() > 3000)


class Parrot:
    def __init__(self, *texts: str) -> None:
        self.texts = texts

    def bucket(self, request: Request) -> Hashable:
        return 0

    def transcribe(self, requests: Sequence[Request]) -> list[Transcript]:
        return [Transcript(tuple(Hypothesis(text, 0.9) for text in self.texts), 1.0) for _ in requests]


def bursts(*at_s: float, length_s: float = 0.3, seconds: float = 10.0) -> Samples:
    sound = np.zeros(round(seconds * RATE), np.float32)
    for at in at_s:
        sound[round(at * RATE) : round((at + length_s) * RATE)] = 0.3
    return sound


async def found(recognizer: Parrot, *tests: Sound) -> dict[str, Found]:
    pool = BatchPool(recognizer)
    try:
        return await measure_noises(tests, FLOWS, dues(FLOWS), lambda: Listener(Loud(), EndpointSettings()), Ears(pool))
    finally:
        await pool.close()


async def test_silence_does_nothing() -> None:
    made = await found(Parrot("halo"), Sound("diam", lambda: bursts(seconds=3)))
    assert made == {"diam": Found(seconds=3.0)}


async def test_words_out_of_nothing_are_counted() -> None:
    (kind,) = (await found(Parrot("cek status ktp"), Sound("bising", lambda: bursts(1, 6)))).values()
    assert (kind.starts, kind.false_turns, kind.unclear) == (2, 2, 0)
    assert kind.texts == ["cek status ktp"] * 2


async def test_sound_without_words_is_no_turn() -> None:
    (kind,) = (await found(Parrot(), Sound("bising", lambda: bursts(1, 6)))).values()
    assert (kind.starts, kind.false_turns, kind.unclear) == (2, 0, 0)
    assert kind.readings >= 2


async def test_long_sound_without_words_is_told_as_unclear() -> None:
    (kind,) = (await found(Parrot(), Sound("bising", lambda: bursts(1, length_s=4)))).values()
    assert (kind.false_turns, kind.unclear) == (0, 1)


async def test_over_a_prompt_words_stop_the_voice_and_noise_only_holds_it() -> None:
    voice = bursts(0, length_s=10) * 0.1
    words, noise = [
        (await found(Parrot(*texts), Sound("bising", lambda: bursts(4), voice)))["bising"] for texts in (("cek status ktp",), ())
    ]
    assert (words.stopped, words.false_turns) == (1, 1)
    assert (noise.stopped, noise.false_turns) == (0, 0)
    assert noise.ducked == noise.held == 1


async def test_past_the_detector_every_piece_is_read() -> None:
    pool, made = BatchPool(Parrot("halo")), {"a": Found()}
    try:
        await force([Sound("a", bursts), Sound("a", bursts, bursts())], dues(FLOWS), Ears(pool), made)
    finally:
        await pool.close()
    assert (made["a"].pieces, made["a"].forced, made["a"].false_turns) == (3, 3, 0)


async def test_halves_of_one_kind_are_one_row() -> None:
    made = await found(Parrot(), Sound("a", lambda: bursts(seconds=2)), Sound("a", lambda: bursts(seconds=4)), Sound("b", bursts))
    row = figures(made)
    assert row["minutes"] == pytest.approx(0.3)
    assert row["false_turns"] == 0
    kinds = row["kinds"]
    assert isinstance(kinds, dict)
    assert {name: of["seconds"] for name, of in kinds.items()} == {"a": 6, "b": 10}


def test_every_kind_lasts_its_share() -> None:
    crowd = [np.random.default_rng(seed).standard_normal(RATE).astype(np.float32) for seed in range(6)]
    made = list(sounds(6, crowd, bursts()))
    lengths: dict[str, float] = {}
    for sound in made:
        heard = sound.heard()
        assert sound.played is None or len(sound.played) == len(heard)
        lengths[sound.kind] = lengths.get(sound.kind, 0) + len(heard) / RATE
    assert sum(lengths.values()) == pytest.approx(360, abs=1)
    assert max(lengths.values()) == pytest.approx(min(lengths.values()), abs=0.1)


def test_every_question_of_the_dialog_is_open_once() -> None:
    asked = dues(FLOWS)
    assert len(asked) == 2 + sum(len(intent.slots) for intent in FLOWS.intents.values())
    assert len({(state.phase, state.intent, state.slot) for state, _ in asked}) == len(asked)
