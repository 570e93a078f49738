"""Our own voice over a hybrid, and a caller who speaks into it: real voices, the real detector."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import lfilter

from speech.echo import LONGEST_FRAMES, EchoGuard
from speech.endpointing import Endpointer, EndpointSettings
from speech.pcm import Samples, from_float, to_float
from speech.speaker import Speaker
from speech.vad import VadModel, VadStream
from speech.voices import load_voice

FRAME = 160
HYBRIDS = {"plain": [1.0], "dull": np.exp(-np.arange(64) / 4), "ringing": np.cos(np.arange(64) * 0.9) * np.exp(-np.arange(64) / 3)}
"""The last two swing by 15 and 10 dB over the band."""


def spoken(voice: str, text: str, cache: Path) -> Samples:
    return to_float(b"".join(Speaker(load_voice(voice, cache), None).stream(text)))


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Samples:
    text = "Selamat datang di Sapa, hotline layanan pemerintah. Apa yang bisa saya bantu?"
    return spoken("kokoro:jm_kumo", text, tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Samples:
    return spoken("kokoro:jf_alpha", "Saya mau cek status KTP saya.", tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def model() -> VadModel:
    return VadModel()


def echo(ours: Samples, loss_db: float, delay_ms: int, hybrid: str) -> Samples:
    """What the line gives back of `ours`, on a line with some noise."""
    filtered = np.asarray(lfilter(HYBRIDS[hybrid], [1.0], ours))
    filtered *= 10 ** (-loss_db / 20) * np.sqrt(np.mean(ours**2) / np.mean(filtered**2))
    noise = 10 ** (-55 / 20) * np.random.default_rng(1).standard_normal(len(ours))
    return np.asarray(np.concatenate([np.zeros(delay_ms * 8), filtered])[: len(ours)] + noise, np.float32)


def voiced(ours: Samples, heard: Samples, model: VadModel) -> list[bool]:
    """Which frames are taken for the caller's speech."""
    guard, vad, endpointer = EchoGuard(), VadStream(model), Endpointer(EndpointSettings())
    out = []
    for at in range(0, len(ours) - FRAME, FRAME):
        frame = from_float(heard[at : at + FRAME])
        own = guard.explains(from_float(ours[at : at + FRAME]), frame)
        probability = vad.probability(frame)
        endpointer.process(20, 0.0 if own else probability)
        out.append(endpointer.voiced)
    return out


def level(samples: Samples) -> float:
    """Of the speech in it, without its pauses."""
    return float(np.sqrt(np.mean(samples[np.abs(samples) > 0.01] ** 2)))


@pytest.mark.parametrize("hybrid", HYBRIDS)
@pytest.mark.parametrize("delay_ms", [0, 7, 60, 300])
@pytest.mark.parametrize("loss_db", [20, 30])
def test_an_echo_is_nobody(ours: Samples, model: VadModel, loss_db: int, delay_ms: int, hybrid: str) -> None:
    whole = np.concatenate([ours, np.zeros(8000, np.float32)])
    frames = voiced(whole, echo(whole, loss_db, delay_ms, hybrid), model)
    assert not any(frames), sum(frames)


def test_without_the_guard_it_would_be_somebody(ours: Samples, model: VadModel) -> None:
    silence = np.zeros_like(ours)
    assert sum(voiced(silence, echo(ours, 20, 60, "plain"), model)) > 50


@pytest.mark.parametrize("below_db", [0, 10])
@pytest.mark.parametrize("loss_db", [20, 30, 60])
def test_a_caller_10_db_below_us_gets_through(ours: Samples, theirs: Samples, model: VadModel, below_db: int, loss_db: int) -> None:
    begins = FRAME * 70
    heard = echo(ours, loss_db, 60, "ringing")
    softened = theirs * (level(ours) / level(theirs) * 10 ** (-below_db / 20))
    said = softened[: len(ours) - begins]
    heard[begins : begins + len(said)] += said
    frames = voiced(ours, heard, model)
    assert not any(frames[:70])
    assert sum(frames[70 : 70 + 20]) >= 4, "in 400 ms enough to silence us"
    assert sum(frames[70 : 70 + len(said) // FRAME]) > 0.6 * sum(voiced(np.zeros_like(ours), heard, model)[70 : 70 + len(said) // FRAME])


def noise(level_db: float, seed: int) -> bytes:
    return from_float(np.asarray(10 ** (level_db / 20) * np.random.default_rng(seed).standard_normal(FRAME), np.float32))


@given(st.lists(st.integers(-90, 0), max_size=60))
@settings(deadline=None)
def test_nothing_is_explained_once_we_have_been_silent(levels: list[int]) -> None:
    guard = EchoGuard()
    for seed, played in enumerate(levels):
        guard.explains(noise(played, seed), noise(-30, seed + 1))
    for _ in range(LONGEST_FRAMES - 1):
        guard.explains(bytes(2 * FRAME), noise(-60, 0))
    assert not guard.explains(bytes(2 * FRAME), noise(-60, 0))


def test_a_good_line_is_learned_and_then_soft_speech_counts() -> None:
    guard = EchoGuard()
    for seed in range(500):
        guard.explains(noise(-20, seed), noise(-70, seed))
    assert [guard.explains(noise(-20, seed), noise(-42, seed)) for seed in range(4)] == [True, True, False, False]


def test_a_line_that_grows_worse_is_learned_too() -> None:
    guard = EchoGuard()
    for seed in range(500):
        guard.explains(noise(-20, seed), noise(-70, seed))
    for seed in range(60):
        guard.explains(noise(-20, seed), noise(-42, seed))
    assert guard.explains(noise(-20, 0), noise(-42, 0))
