"""The real stock weights from the installed packages, on sentences spoken here."""

from __future__ import annotations

import subprocess
from pathlib import Path

import jiwer
import pytest

from speech.engines.faster_whisper import (
    FasterWhisperRecognizer,
    WhisperSettings,
    _Decoded,
    _hypotheses,
    _max_length,
)
from speech.measure import normalized
from speech.pcm import read_wav
from speech.recognizer import Expectation, RecognizerError, Request
from speech.weights import resolve

CACHE = Path(__file__).parents[3] / ".cache"
FREE, DIGITS = Expectation(), Expectation(digits=True, length=4)


@pytest.fixture(scope="module")
def stock() -> FasterWhisperRecognizer:
    weights = resolve("whisper-base", CACHE)
    return FasterWhisperRecognizer(weights.folder, adapted=weights.adapted, settings=WhisperSettings(threads=1))


def said(folder: Path, text: str, speed: int = 140) -> bytes:
    path = folder / "said.wav"
    subprocess.run(["espeak-ng", "-v", "id", "-s", str(speed), "-w", str(path), text], check=True, timeout=30)
    return read_wav(path)


def test_hears_a_sentence(stock: FasterWhisperRecognizer, tmp_path: Path) -> None:
    sentence = "selamat pagi terima kasih kepada pemerintah indonesia"
    transcript = stock.transcribe([Request(said(tmp_path, sentence), FREE)])[0]
    assert jiwer.wer(sentence, normalized(transcript.text)) <= 0.6
    assert 0 < transcript.confidence <= 1
    assert transcript.decode_ms > 0
    assert len({h.text for h in transcript.hypotheses}) == len(transcript.hypotheses) >= 2


def test_a_long_number_is_heard_to_its_end(stock: FasterWhisperRecognizer, tmp_path: Path) -> None:
    words = "satu tiga tujuh sembilan delapan empat nol lima enam dua satu tiga delapan sembilan enam tujuh"
    heard = normalized(stock.transcribe([Request(said(tmp_path, words, speed=170), DIGITS)])[0].text).split()
    assert len(heard) >= 14
    assert heard[-1] == "tujuh"


def test_sixteen_dictated_digits_fit() -> None:
    seconds, tokens_a_digit = 6.0, 3
    assert _max_length(seconds) // 2 >= 16 * tokens_a_digit
    assert _max_length(30.0) <= 448


def test_silence_and_nothing_are_nothing(stock: FasterWhisperRecognizer) -> None:
    assert stock.transcribe([Request(b"")])[0].hypotheses == ()
    assert stock.transcribe([Request(bytes(16000 * 2))])[0].confidence < 0.6


def test_a_folder_that_cannot_be_loaded_is_named(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"spoilt")
    with pytest.raises(RecognizerError, match=str(tmp_path)):
        FasterWhisperRecognizer(tmp_path, adapted=False)


def decoded(text: str, score: float, no_speech: float) -> _Decoded:
    return _Decoded((text,), (score,), no_speech)


@pytest.mark.parametrize(
    ("text", "score", "no_speech"),
    [
        ("Saya", -1.5, 0.9),
        ("Terima kasih telah menonton!", -0.2, 0.5),
        ("Terima kasih.", -0.9, 0.1),
        ("...", -0.1, 0.0),
    ],
)
def test_what_was_made_up_in_silence_is_dropped(text: str, score: float, no_speech: float) -> None:
    assert _hypotheses(decoded(text, score, no_speech)) == ()


@pytest.mark.parametrize(
    ("text", "score", "no_speech"),
    [("Terima kasih.", -0.2, 0.05), ("Saya kehilangan KTP", -1.2, 0.2), ("Ya", -0.3, 0.7)],
)
def test_what_a_caller_said_is_kept(text: str, score: float, no_speech: float) -> None:
    assert [h.text for h in _hypotheses(decoded(text, score, no_speech))] == [text]


def test_a_loop_is_seen() -> None:
    assert decoded("ya " * 40, -0.1, 0.0).looped
    assert not decoded("saya mau mengurus kartu keluarga yang hilang", -0.1, 0.0).looped
