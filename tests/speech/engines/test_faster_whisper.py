"""The real stock weights from the installed packages, on sentences spoken here."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import jiwer
import pytest

from speech.engines.faster_whisper import FasterWhisperRecognizer, WhisperSettings
from speech.measure import normalized
from speech.pcm import TELEPHONE_RATE, WIDEBAND_RATE, read_wav
from speech.recognizer import Expectation, RecognizerError, Request
from speech.weights import resolve

CACHE = Path(__file__).parents[3] / ".cache"
SENTENCE = "selamat pagi terima kasih kepada pemerintah indonesia"
NUMBER = "satu tiga tujuh sembilan delapan empat nol lima enam dua satu tiga delapan sembilan enam tujuh"


@pytest.fixture(scope="module")
def stock() -> FasterWhisperRecognizer:
    return FasterWhisperRecognizer(resolve("whisper-base", CACHE).folder, WhisperSettings(threads=1))


@pytest.fixture(scope="module")
def adapted() -> FasterWhisperRecognizer:
    return FasterWhisperRecognizer(resolve("sapa-base", CACHE).folder, WhisperSettings(threads=1))


def said(folder: Path, text: str, speed: int = 140, rate: int = TELEPHONE_RATE) -> bytes:
    path = folder / "said.wav"
    subprocess.run(["espeak-ng", "-v", "id", "-s", str(speed), "-w", str(path), text], check=True, timeout=30)
    return read_wav(path, rate)


def test_hears_a_sentence(stock: FasterWhisperRecognizer, tmp_path: Path) -> None:
    (transcript,) = stock.transcribe([Request(said(tmp_path, SENTENCE))])
    assert jiwer.wer(SENTENCE, normalized(transcript.text)) <= 0.6
    assert 0 < transcript.confidence <= 1
    assert transcript.decode_ms > 0
    assert len({h.text for h in transcript.hypotheses}) == len(transcript.hypotheses) >= 2
    assert " ".join(word.text for word in transcript.hypotheses[0].words) == transcript.text
    assert all(0 < word.confidence <= 1 for word in transcript.hypotheses[0].words)


def test_a_long_number_is_heard_to_its_end(stock: FasterWhisperRecognizer, tmp_path: Path) -> None:
    expectation = Expectation(digits=True, length=16)
    (transcript,) = stock.transcribe([Request(said(tmp_path, NUMBER, speed=170), expectation)])
    heard = normalized(transcript.text).split()
    assert len(heard) >= 14
    assert heard[-1] == "tujuh"


def test_adapted_weights_write_plain_words(adapted: FasterWhisperRecognizer, tmp_path: Path) -> None:
    (transcript,) = adapted.transcribe([Request(said(tmp_path, SENTENCE))])
    assert all(hypothesis.text.replace(" ", "").replace("-", "").islower() for hypothesis in transcript.hypotheses)


def test_utterances_of_one_bucket_are_told_apart(adapted: FasterWhisperRecognizer, tmp_path: Path) -> None:
    requests = [Request(said(tmp_path, text)) for text in ("satu dua tiga empat", "selamat pagi")] + [Request(b"")]
    assert adapted.bucket(requests[0]) == adapted.bucket(requests[1])
    together = [transcript.text for transcript in adapted.transcribe(requests)]
    alone = [adapted.transcribe([request])[0].text for request in requests]
    assert together == alone
    assert together[0] != together[1]
    assert together[2] == ""


def test_a_likely_answer_is_heard_and_another_one_still_comes_through(adapted: FasterWhisperRecognizer, tmp_path: Path) -> None:
    phrases = Expectation(phrases=("ya", "tidak", "petugas"))
    expected, other = adapted.transcribe(
        [Request(said(tmp_path, "tidak"), phrases), Request(said(tmp_path, "satu dua tiga empat"), phrases)]
    )
    assert expected.text == "tidak"
    assert other.text not in phrases.phrases


def test_wideband_sound_is_heard_as_what_it_is(adapted: FasterWhisperRecognizer, tmp_path: Path) -> None:
    narrow = Request(said(tmp_path, SENTENCE))
    wide = Request(said(tmp_path, SENTENCE, rate=WIDEBAND_RATE), rate=WIDEBAND_RATE)
    assert adapted.bucket(wide) == adapted.bucket(narrow), "twice the bytes are not twice the time"
    (heard,), (other,) = adapted.transcribe([wide]), adapted.transcribe([narrow])
    assert jiwer.wer(SENTENCE, normalized(heard.text)) <= max(0.6, jiwer.wer(SENTENCE, normalized(other.text)))


@pytest.mark.parametrize("pcm", [b"", b"\x01", bytes(2), bytes(8000 * 2), bytes(8001)])
def test_nothing_short_and_odd_input_is_nothing(stock: FasterWhisperRecognizer, pcm: bytes) -> None:
    assert stock.transcribe([Request(pcm)])[0].hypotheses == ()


def test_hours_of_audio_are_cut_at_whispers_window(adapted: FasterWhisperRecognizer) -> None:
    hours = Request(bytes(8 * 3600 * 8000 * 2))
    assert adapted.bucket(hours) == adapted.bucket(Request(bytes(30 * 8000 * 2))) == 30.0
    assert adapted.transcribe([hours])[0].decode_ms < 60_000


def copy_of(folder: Path, to: Path) -> Path:
    shutil.copytree(folder, to, symlinks=False)
    return to


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("model.bin", b"spoilt"),
        ("config.json", b"{"),
        ("tokenizer.json", b"{}"),
        ("vocabulary.json", b"[]"),
        ("adapter.json", b"{"),
        ("odd.calibration.json", b"{}"),
    ],
)
def test_a_folder_that_cannot_be_loaded_is_named(tmp_path: Path, file: str, content: bytes) -> None:
    folder = copy_of(resolve("whisper-base", CACHE).folder, tmp_path / "model")
    (folder / file).write_bytes(content)
    with pytest.raises(RecognizerError, match=str(folder)):
        FasterWhisperRecognizer(folder)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecognizerError, match="gone"):
        FasterWhisperRecognizer(tmp_path / "gone")
