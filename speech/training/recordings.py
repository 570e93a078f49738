"""Turns the two public corpora of people into telephone-band WAVs and a LIST.tsv, for measuring only.

    python -m speech.training.recordings digits|dialogue GIT_DIRECTORY OUT

The licence is CC BY-NC-SA 4.0 and the authors ask that no copy be published: OUT must lie outside the repository, and nothing of it
is ever trained on or used to choose weights. Citation and rules: docs/measurements.md. Of the digits only the folder
`speech/train` is read, of the dialogues only the prompts of even number; the rest is kept apart to check a result.
"""

from __future__ import annotations

import argparse
import io
import re
import subprocess
import wave
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from zipfile import ZipFile

import numpy as np
import soxr

from speech.pcm import TELEPHONE_RATE, from_float, write_wav
from speech.training.damage import RATE, Samples, measured_line

GIT_TIMEOUT_S = 60.0
DIGITS_OF_A_STRING = 16
GAP_S = (0.15, 0.5)
KEPT_S = 0.15
"""Silence kept before and after the speech."""
SPEECH_DBFS = -45.0


def blobs(git: Path) -> dict[str, str]:
    """Path -> object id of every file in the history whose content is there."""
    listed = _git(git, "rev-list", "--objects", "--all", "--missing=allow-any").decode().splitlines()
    return {path: name for name, _, path in (line.partition(" ") for line in listed) if path.endswith(".zip")}


def archive(git: Path, name: str) -> ZipFile:
    return ZipFile(io.BytesIO(_git(git, "cat-file", "blob", name)))


def _git(git: Path, *arguments: str) -> bytes:
    return subprocess.run(["git", "-C", str(git), *arguments], capture_output=True, check=True, timeout=GIT_TIMEOUT_S).stdout


def words(text: str) -> str:
    """A transcript file's words: lower case, without the marks of its borders (`|S|`, `|E|`)."""
    return " ".join(re.sub(r"\|[A-Z]\|", " ", text).lower().split())


def trimmed(samples: Samples) -> Samples:
    """Without the silence at both ends, but for KEPT_S; 16 kHz, -1 to 1. The level is taken over 20 ms."""
    frame = RATE // 50
    power = np.mean(samples[: len(samples) // frame * frame].reshape(-1, frame) ** 2, axis=1)
    loud = np.flatnonzero(power > 10 ** (SPEECH_DBFS / 10) * max(1e-9, float(np.max(samples**2))))
    if not len(loud):
        return samples
    kept = int(KEPT_S * RATE)
    return samples[max(0, loud[0] * frame - kept) : (loud[-1] + 1) * frame + kept]


def samples_of(file: bytes) -> Samples:
    """A 16-bit mono WAV at 16 kHz."""
    with wave.open(io.BytesIO(file)) as source:
        return (np.frombuffer(source.readframes(source.getnframes()), "<i2") / 32768).astype(np.float32)


def digit_clips(git: Path, files: Mapping[str, str]) -> Iterator[tuple[str, list[tuple[str, Samples]]]]:
    """Speaker, and that speaker's (transcript, trimmed samples)."""
    for path in sorted(p for p in files if p.startswith("speech/train/")):
        speaker = Path(path).stem
        speech, texts = archive(git, files[path]), archive(git, files[f"text/train/{speaker}.zip"])
        names = [n for n in speech.namelist() if n.endswith(".wav") and n.replace(".wav", ".txt") in texts.namelist()]
        yield speaker, [(words(texts.read(n.replace(".wav", ".txt")).decode()), trimmed(samples_of(speech.read(n)))) for n in names]


def digit_strings(git: Path, rng: Random, strings: int) -> Iterator[tuple[str, Samples]]:
    """`strings` times sixteen digits: clips of one speaker with 150 to 500 ms between; the speakers in turn."""
    speakers = [clips for _, clips in digit_clips(git, blobs(git))]
    for number in range(strings):
        yield _string(speakers[number % len(speakers)], rng)


def _string(clips: list[tuple[str, Samples]], rng: Random) -> tuple[str, Samples]:
    while True:
        chosen = rng.sample(clips, 4)
        for count in (3, 4):
            if sum(len(text.split()) for text, _ in chosen[:count]) == DIGITS_OF_A_STRING:
                parts = [np.concatenate([x, np.zeros(int(RATE * rng.uniform(*GAP_S)), np.float32)]) for _, x in chosen[:count]]
                return " ".join(text for text, _ in chosen[:count]), np.concatenate(parts)


def dialogue_prompts(git: Path, rng: Random, prompts: int) -> Iterator[tuple[str, Samples]]:
    """`prompts` prompts of even number, the speakers in turn."""
    files = blobs(git)
    texts = archive(git, files["text/text.zip"])
    speakers = sorted(p for p in files if p.startswith("speech/"))
    for number in range(prompts):
        path = speakers[number % len(speakers)]
        prompt = f"U{2 * rng.randint(1, 50):03d}"
        speech = archive(git, files[path])
        yield words(texts.read(f"{prompt}.ANS").decode()), trimmed(samples_of(speech.read(f"{Path(path).stem}_{prompt}.wav")))


def write_list(
    clips: Iterator[tuple[str, Samples]], out: Path, rng: Random, snr_db: tuple[float, float] = (15.0, 30.0), lost: float = 0.0
) -> int:
    """8 kHz WAVs through `measured_line`, and LIST.tsv; how many."""
    out.mkdir(parents=True, exist_ok=True)
    lines: list[str] = []
    for text, samples in clips:
        path = out / f"{len(lines):04d}.wav"
        heard = np.asarray(soxr.resample(measured_line(samples, rng, snr_db, lost), RATE, TELEPHONE_RATE), np.float32)
        write_wav(path, from_float(heard), TELEPHONE_RATE)
        lines.append(f"{path.name}\t{text}\n")
    (out / "LIST.tsv").write_text("".join(lines), encoding="utf-8")
    return len(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m speech.training.recordings")
    parser.add_argument("kind", choices=("digits", "dialogue"), help="sixteen-digit strings, or short telephone sentences")
    parser.add_argument("git", type=Path, help="git directory of the corpus")
    parser.add_argument("out", type=Path, help="folder to fill, outside the repository")
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    rng = Random(arguments.seed)
    source = digit_strings if arguments.kind == "digits" else dialogue_prompts
    write_list(source(arguments.git, rng, arguments.count), arguments.out, rng)


if __name__ == "__main__":
    main()
