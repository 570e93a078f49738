"""An agency's recordings become a Coqui voice: from the folder to the finished voice, on six short clips and two steps."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
import torch

from ivr import own_voice
from ivr.own_voice import split, train_own
from ivr.own_voice_outcome import Outcome, table
from speech.engines.espeak import SAMPLE_RATE, EspeakSynthesizer
from speech.pcm import from_float, resample, write_wav
from speech.phonemes import clause_ipa
from speech.recognizer import Hypothesis, RecognizerError, Request, Transcript
from speech.voice_training.acoustic import AcousticPlan
from speech.voice_training.clips import Spoken
from speech.voice_training.errors import QualityUnavailable, RecordingsError
from speech.voice_training.frames import HOP, RATE
from speech.voice_training.own import Plan
from speech.voice_training.recordings import Recording
from speech.voice_training.vocoder import VocoderPlan

TEXTS = ("Selamat pagi.", "Terima kasih.", "Nomor 12.", "Mohon tunggu.", "Kartu keluarga.", "Apakah benar?")
PLAN = Plan(AcousticPlan(2, save_every=1), VocoderPlan(2, alone=1, batch=1, frames=12, save_every=1), fitted=1, sample_every=1)
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")  # Coqui's and torch's, of what they will change


class Teacher:
    """espeak-ng, faster, every symbol as long as the next."""

    def __init__(self) -> None:
        self.voice, self.taught = EspeakSynthesizer("id", speed=1.2), list[str]()

    def __call__(self, text: str) -> Spoken:
        self.taught.append(text)
        sound = resample(np.concatenate(list(self.voice.stream(text))), SAMPLE_RATE, RATE)
        ipa = clause_ipa(text)
        each = len(sound) // HOP // (len(ipa) + 2) // 2 * 2
        pcm = (sound[: each * (len(ipa) + 2) * HOP] * 32767).astype(np.int16)
        return Spoken(ipa, np.full(len(ipa) + 2, each, np.int64), np.zeros(len(pcm) // HOP, np.float32), pcm)


class Ears:
    def bucket(self, request: Request) -> Hashable:
        return 0

    def transcribe(self, requests: Sequence[Request]) -> list[Transcript]:
        return [Transcript((Hypothesis("selamat pagi", 1.0),), 1.0) for _ in requests]


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """For so little work threads only wait for one another."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder, voice = tmp_path / "rekaman", EspeakSynthesizer("id")
    (folder / "wavs").mkdir(parents=True)
    for number, text in enumerate(TEXTS):
        write_wav(folder / "wavs" / f"c{number}.wav", from_float(np.concatenate(list(voice.stream(text)))), SAMPLE_RATE)
    (folder / "metadata.csv").write_text("".join(f"c{n}|{text}\n" for n, text in enumerate(TEXTS)), encoding="utf-8")
    return folder


def run(data: Path, out: Path, teacher: Teacher, hear: object = Ears, told: list[str] | None = None) -> Outcome:
    return train_own(
        data,
        out,
        out.parent / "cache",
        plan=PLAN,
        start=None,
        teacher=lambda: teacher,
        hear=hear,  # type: ignore[arg-type]
        tell=(told if told is not None else []).append,
        at_least_s=2.0,
    )


def test_from_recordings_to_a_voice_that_speaks(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_quality(*_: object) -> None:
        raise QualityUnavailable

    monkeypatch.setattr(own_voice, "quality", no_quality)  # ten seconds that another test spends
    out, teacher = tmp_path / "suara", Teacher()

    def broken() -> Ears:
        raise RecognizerError("not there")

    with pytest.raises(RecognizerError):
        run(data, out, teacher, broken)
    assert not out.exists() and len(teacher.taught) == 3
    outcome = run(data, out, teacher)
    assert len(teacher.taught) == 3, "what was learnt before is not learnt again"
    assert (outcome.learnt, outcome.apart, outcome.wrong) == (3, 3, ())
    assert outcome.recordings.manner.rate > 2 and outcome.recordings.manner.pitch is not None
    assert {"model.pth", "config.json", "vocoder.pth", "vocoder.json", "CARD.md"} <= {path.name for path in out.iterdir()}
    assert "izin tertulis" in (out / "CARD.md").read_text(encoding="utf-8")
    assert {path.name for path in (out / "contoh").iterdir()} >= {"langkah-1-1.wav", "akhir-3.wav"}
    assert table(outcome).row_count == 5 and json.dumps(outcome.as_json())
    assert not any((tmp_path / "cache" / "own-voice").iterdir()), "recordings of a person are not left behind"
    with pytest.raises(RecordingsError, match="sudah ada"):
        run(data, out, teacher)


def test_what_is_wrong_is_told_and_too_little_is_refused(data: Path, tmp_path: Path) -> None:
    told: list[str] = []
    write_wav(data / "wavs" / "c0.wav", bytes(2 * RATE), RATE)
    with pytest.raises(RecordingsError, match="paling sedikit"):
        train_own(
            *(data, tmp_path / "suara", tmp_path),
            **{"plan": PLAN, "start": None, "teacher": Teacher, "hear": Ears, "tell": told.append, "at_least_s": 300.0},  # type: ignore[arg-type]
        )
    assert told == ["c0: hampir tidak terdengar: rekam lebih dekat atau lebih keras"]
    for number in (1, 2):
        write_wav(data / "wavs" / f"c{number}.wav", bytes(2 * RATE), RATE)
    with pytest.raises(RecordingsError, match="3 dari 6 rekaman"):
        run(data, tmp_path / "suara", Teacher())


def test_what_examines_is_chosen_by_its_words_alone() -> None:
    clips = [Recording(f"c{n}", f"Kalimat {n}.", np.zeros(RATE, np.float32)) for n in range(64)]
    apart, rest = split(clips)
    assert len(apart) == 4 and len(rest) == 60
    assert split(clips[::-1]) == (apart, rest)
