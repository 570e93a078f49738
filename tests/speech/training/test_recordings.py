"""The tool for recordings of people, tried on a small corpus of tones that is laid out like the real ones."""

from __future__ import annotations

import io
import subprocess
import wave
from pathlib import Path
from random import Random
from zipfile import ZipFile

import numpy as np
import pytest

from speech.measure import read_corpus
from speech.training.damage import RATE
from speech.training.recordings import KEPT_S, dialogue_prompts, digit_strings, trimmed, words, write_list

TRANSCRIPTS = {"A": "|S|\nNOL\nSATU\nDUA\nTIGA\n|E|", "B": "|S|\nEMPAT\nLIMA\nENAM\n|E|", "C": "|S|\nTUJUH\nDELAPAN\nSEMBILAN\nKOSONG\n|E|"}


def recording(seconds: float) -> bytes:
    speech = 8000 * np.sin(np.arange(int(RATE * seconds)) / 5)
    pcm = np.concatenate([np.zeros(RATE), speech, np.zeros(RATE)]).astype("<i2")
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(pcm.tobytes())
    return file.getvalue()


def zipped(path: Path, files: dict[str, bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with ZipFile(path, "w") as out:
        for name, content in files.items():
            out.writestr(name, content)


def committed(folder: Path) -> Path:
    """The git directory of `folder`, whose files are then gone from the newest commit."""

    def git(*arguments: str) -> None:
        subprocess.run(
            ["git", "-c", "user.name=t", "-c", "user.email=t@t", "-C", str(folder), *arguments], check=True, capture_output=True, timeout=30
        )

    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "all")
    git("rm", "-q", "-r", "speech")
    git("commit", "-q", "-m", "without speech")
    return folder / ".git"


def test_digit_strings_hold_sixteen_digits_of_one_speaker_and_of_the_training_folder_only(tmp_path: Path) -> None:
    for part, speaker in (("train", "MAA"), ("train", "FAC"), ("test1", "FXX")):
        files = {f"{speaker}_{number}{kind}": text.encode() for kind, text in TRANSCRIPTS.items() for number in range(3)}
        zipped(tmp_path / f"speech/{part}/{speaker}.zip", {f"{name}.wav": recording(0.3) for name in files})
        zipped(tmp_path / f"text/{part}/{speaker}.zip", {f"{name}.txt": text for name, text in files.items()})
    made = list(digit_strings(committed(tmp_path), Random(0), 5))
    assert len(made) == 5
    for text, samples in made:
        assert len(text.split()) == 16
        assert len(samples) > 4 * 0.3 * RATE


def test_dialogues_are_prompts_of_even_number(tmp_path: Path) -> None:
    numbers = [f"U{n:03d}" for n in range(1, 101)]
    texts = {n: "GENAP" if int(n[1:]) % 2 == 0 else "GANJIL" for n in numbers}
    zipped(tmp_path / "text/text.zip", {f"{n}.ANS": f"|S|\nPROMPT\n{text}\n|E|".encode() for n, text in texts.items()})
    zipped(tmp_path / "speech/test/FAL.zip", {f"FAL_{n}.wav": recording(0.1) for n in numbers})
    made = list(dialogue_prompts(committed(tmp_path), Random(0), 12))
    assert [text for text, _ in made] == ["prompt genap"] * 12


def test_silence_is_trimmed_but_for_a_little() -> None:
    x = np.concatenate([np.zeros(RATE), np.full(RATE, 0.3), np.zeros(RATE)]).astype(np.float32)
    assert len(trimmed(x)) / RATE == pytest.approx(1 + 2 * KEPT_S, abs=0.05)
    assert len(trimmed(np.zeros(RATE, np.float32))) == RATE


def test_the_marks_of_a_transcript_are_not_words() -> None:
    assert words("|S|\nSELAMAT\nSIANG\n|E|") == "selamat siang"


def test_the_list_can_be_measured(tmp_path: Path) -> None:
    clips = iter([("satu", np.ones(RATE, np.float32) * 0.1), ("dua tiga", np.ones(RATE // 2, np.float32) * 0.1)])
    assert write_list(clips, tmp_path, Random(0)) == 2
    assert [(c.path.name, c.transcript) for c in read_corpus(tmp_path / "LIST.tsv")] == [("0000.wav", "satu"), ("0001.wav", "dua tiga")]
