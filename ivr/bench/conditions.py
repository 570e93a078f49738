"""Lists of recordings as conditions to measure under: as they are, or sent over a line first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np

from dialog.understanding.numbers import digits_in
from speech.measure import Clip, read_corpus
from speech.pcm import MODEL_RATE, TELEPHONE_RATE, from_float, read_wav, resample, to_float, write_wav
from speech.recognizer import Expectation
from speech.training.damage import measured_line


@dataclass(frozen=True, slots=True)
class Line:
    """`snr_db`: noise, an even draw; `lost`: share of packets."""

    name: str
    snr_db: tuple[float, float]
    lost: float = 0.0


LINES = (Line("15-30dB", (15.0, 30.0)), Line("5-10dB-3%", (5.0, 10.0), 0.03))


@dataclass(frozen=True, slots=True)
class Condition:
    name: str
    clips: Sequence[Clip]
    expectation: Expectation


def named(corpus: str) -> tuple[str, Path]:
    """`NAME=LIST.tsv`, or a list that is named as its folder."""
    name, equals, path = corpus.partition("=")
    return (name, Path(path)) if equals else (Path(corpus).resolve().parent.name, Path(corpus))


def conditions(
    corpora: Sequence[str],
    clean: Sequence[str],
    digits: Collection[str],
    choices: Collection[str],
    folder: Path,
    limit: int = 0,
) -> list[Condition]:
    """`corpora` as they are, `clean` through each of LINES (written to `folder`). Names in `digits` are read as where digits are due, those
    in `choices` as where one of the list's own transcripts is. `limit`: clips of each, 0 all.

    Raises:
        CorpusError: a list or a recording is missing.
        AudioFileError: a recording cannot be read.
    """
    found: list[Condition] = []
    for corpus in corpora:
        name, path = named(corpus)
        clips = read_corpus(path)[: limit or None]
        found.append(Condition(name, clips, expectation(name, clips, digits, choices)))
    for corpus in clean:
        name, path = named(corpus)
        clips = read_corpus(path)[: limit or None]
        expected = expectation(name, clips, digits, choices)
        found += [Condition(f"{name}.{line.name}", sent(clips, line, folder / f"{name}-{line.name}"), expected) for line in LINES]
    return found


def expectation(name: str, clips: Sequence[Clip], digits: Collection[str], choices: Collection[str]) -> Expectation:
    """What the dialog would expect. How many digits: the longest in the list."""
    if name in digits:
        return Expectation(digits=True, length=max(len(digits_in(clip.transcript)) for clip in clips))
    if name in choices:
        return Expectation(phrases=tuple(dict.fromkeys(clip.transcript.lower() for clip in clips)))
    return Expectation()


def sent(clips: Sequence[Clip], line: Line, folder: Path) -> list[Clip]:
    """Each clip over a telephone line, the same each time; 8 kHz WAVs in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    made: list[Clip] = []
    for number, clip in enumerate(clips):
        voice = to_float(read_wav(clip.path, MODEL_RATE))
        heard = measured_line(voice, Random(f"{line.name}-{number}"), line.snr_db, line.lost)
        path = folder / f"{number:04}.wav"
        write_wav(path, from_float(resample(np.asarray(heard, np.float32), MODEL_RATE, TELEPHONE_RATE)))
        made.append(Clip(path, clip.transcript))
    return made
