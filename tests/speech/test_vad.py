"""The real Silero model, on sound made here."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import pytest

from speech.endpointing import EndpointSettings
from speech.listener import Listener, Utterance
from speech.pcm import TELEPHONE_RATE, WIDEBAND_RATE, from_float, read_wav, to_float
from speech.vad import FEW, VadModel, VadStream

FRAME = 320


@pytest.fixture(scope="module")
def model() -> VadModel:
    return VadModel()


@pytest.fixture(scope="module")
def sentence(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A spoken sentence (espeak-ng), 8 kHz, between half a second and a second of silence."""
    path: Path = tmp_path_factory.mktemp("vad") / "said.wav"
    command = ["espeak-ng", "-v", "id", "-s", "140", "-w", str(path), "Selamat pagi, saya mau membuat kartu keluarga"]
    subprocess.run(command, check=True, timeout=30)
    return bytes(8000) + read_wav(path) + bytes(16000)


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The same at 16 kHz."""
    path: Path = tmp_path_factory.mktemp("vad") / "said.wav"
    command = ["espeak-ng", "-v", "id", "-s", "140", "-w", str(path), "Selamat pagi, saya mau membuat kartu keluarga"]
    subprocess.run(command, check=True, timeout=30)
    return bytes(16_000) + read_wav(path, WIDEBAND_RATE) + bytes(32_000)


def probabilities(stream: VadStream, pcm: bytes) -> list[float]:
    size = FRAME * stream.rate // TELEPHONE_RATE
    return [stream.probability(pcm[i : i + size]) for i in range(0, len(pcm) // size * size, size)]


def borders(found: list[float]) -> tuple[int, int]:
    """The first and the last frame that is speech."""
    voiced = [i for i, p in enumerate(found) if p > 0.5]
    return voiced[0], voiced[-1]


def noise(seconds: float, level: float) -> bytes:
    generator = np.random.default_rng(7)
    return from_float((generator.standard_normal(int(seconds * 8000)) * level).astype(np.float32))


def test_hears_speech(model: VadModel, sentence: bytes) -> None:
    found = probabilities(VadStream(model), sentence)
    assert sum(p > 0.5 for p in found) * 20 > 1000
    assert max(found[:20]) < 0.5, "silence before it is silence"


def test_a_wideband_stream_hears_the_same_borders(model: VadModel, sentence: bytes, wide: bytes) -> None:
    narrow, found = probabilities(VadStream(model), sentence), probabilities(VadStream(model, WIDEBAND_RATE), wide)
    assert all(abs(a - b) <= 5 for a, b in zip(borders(found), borders(narrow), strict=True)), "to 100 ms"
    assert sum(p > 0.5 for p in found) >= 0.9 * sum(p > 0.5 for p in narrow)


def test_streams_of_both_rates_share_a_crowd(model: VadModel, sentence: bytes, wide: bytes) -> None:
    crowd = VadModel()
    streams = [VadStream(crowd, rate) for rate in (TELEPHONE_RATE, WIDEBAND_RATE) for _ in range(FEW)]
    heard: list[list[float]] = [[] for _ in streams]
    for tick in range(len(sentence) // FRAME):
        for found, stream in zip(heard, streams, strict=True):
            pcm, size = (sentence, FRAME) if stream.rate == TELEPHONE_RATE else (wide, 2 * FRAME)
            found.append(stream.probability(pcm[tick * size : tick * size + size]))
    for found, stream in zip(heard, streams, strict=True):
        alone = borders(probabilities(VadStream(model, stream.rate), sentence if stream.rate == TELEPHONE_RATE else wide))
        assert {a - b for a, b in zip(borders(found), alone, strict=True)} <= {0, 1}


def test_noise_and_silence_are_no_speech(model: VadModel) -> None:
    for sound in (bytes(32000), noise(2.0, 0.02), noise(2.0, 0.1)):
        for rate in (TELEPHONE_RATE, WIDEBAND_RATE):
            assert sum(p > 0.5 for p in probabilities(VadStream(model, rate), sound)) <= 5


def test_hears_speech_through_noise(model: VadModel, sentence: bytes) -> None:
    clean = to_float(sentence)
    noisy = from_float(clean + to_float(noise(len(clean) / 8000, 0.01))[: len(clean)])
    assert sum(p > 0.5 for p in probabilities(VadStream(model), noisy)) * 20 > 800


def test_streams_do_not_share_state(model: VadModel, sentence: bytes) -> None:
    alone = probabilities(VadStream(model), sentence)
    one, other = VadStream(model), VadStream(model)
    beside: list[float] = []
    for i in range(0, len(sentence) // FRAME * FRAME, FRAME):
        beside.append(one.probability(sentence[i : i + FRAME]))
        other.probability(noise(0.02, 0.3))
    assert beside == pytest.approx(alone, abs=1e-5)


def test_many_streams_share_batches_and_hear_the_same_one_frame_later(model: VadModel, sentence: bytes) -> None:
    """Each stream hears the sentence from another moment on, so their windows fill at different frames."""
    alone = probabilities(VadStream(model), sentence)
    crowd = VadModel()
    streams = [VadStream(crowd) for _ in range(FEW + 8)]
    frames = [sentence[i : i + FRAME] for i in range(0, len(sentence) // FRAME * FRAME, FRAME)]
    heard: list[list[float]] = [[] for _ in streams]
    for tick in range(len(frames) + len(streams)):
        for i, stream in enumerate(streams):
            if 0 <= tick - i < len(frames):
                heard[i].append(stream.probability(frames[tick - i]))
    for found in heard:
        delays = {found_at - at for found_at, at in zip(borders(found), borders(alone), strict=True)}
        assert delays <= {0, 1}
    assert heard[0] != alone, "with so many streams windows do wait for one another"


def test_streams_that_are_gone_no_longer_count(model: VadModel, sentence: bytes) -> None:
    crowd = VadModel()
    streams = [VadStream(crowd) for _ in range(FEW)]
    del streams
    assert probabilities(VadStream(crowd), sentence) == pytest.approx(probabilities(VadStream(model), sentence), abs=1e-4)


def test_hears_the_first_words_after_a_long_silence(model: VadModel, sentence: bytes) -> None:
    stream = VadStream(model)
    probabilities(stream, bytes(16000 * 30))
    after = probabilities(stream, sentence)
    fresh = probabilities(VadStream(model), sentence)
    assert sum(p > 0.5 for p in after) >= sum(p > 0.5 for p in fresh) - 5


def test_a_listener_cuts_the_sentence_out(model: VadModel, sentence: bytes) -> None:
    listener = Listener(VadStream(model), EndpointSettings())
    listener.expect(600, 600)
    events = [listener.feed(sentence[i : i + FRAME]) for i in range(0, len(sentence) // FRAME * FRAME, FRAME)]
    (utterance,) = (event for event in events if isinstance(event, Utterance))
    spoken_ms = len(sentence) // 16 - 1500
    assert utterance.started_ms == pytest.approx(500, abs=250)
    assert utterance.ended_ms == pytest.approx(500 + spoken_ms, abs=400)
