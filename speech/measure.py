"""How well a recogniser hears: word error rate and whole strings, over a list of recordings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import jiwer

from speech.pcm import read_wav
from speech.recognizer import Expectation, Recognizer, Request

_WORDS = "nol satu dua tiga empat lima enam tujuh delapan sembilan".split()


class CorpusError(Exception):
    """The list of recordings cannot be used; the message says which line and why."""


@dataclass(frozen=True, slots=True)
class Clip:
    path: Path
    transcript: str


@dataclass(frozen=True, slots=True)
class Heard:
    """One clip, normalised on both sides, so that what is compared can be looked at."""

    path: Path
    expected: str
    text: str
    confidence: float
    decode_ms: float


@dataclass(frozen=True, slots=True)
class Report:
    """`wer`: word error rate, 0 to 1 and above; `exact`: share of clips heard without any error."""

    clips: int
    wer: float
    exact: float
    decode_ms: float
    heard: tuple[Heard, ...]


def normalized(text: str) -> str:
    """Lower case, letters only; numerals as digit words, *kosong* as *nol*, *dobel* written out: the same number, however it is written."""
    text = re.sub(r"\d", lambda d: f" {_WORDS[int(d[0])]} ", text.lower())
    words = re.sub(r"[^a-z ]", " ", text).split()
    out: list[str] = []
    for word in ("nol" if w == "kosong" else w for w in words):
        if out and out[-1] == "dobel":
            out[-1] = word
        out.append(word)
    return " ".join(out)


def read_corpus(path: Path) -> list[Clip]:
    """A file of lines `path TAB transcript`; relative paths are beside the file.

    Raises:
        CorpusError: the file or a recording is missing, or a line has no tab.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read ({error.strerror})") from error
    clips: list[Clip] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        name, tab, transcript = line.partition("\t")
        if not tab:
            raise CorpusError(f"{path}:{number}: expected `path TAB transcript`")
        clips.append(Clip(path.parent / name, transcript))
        if not clips[-1].path.exists():
            raise CorpusError(f"{path}:{number}: {clips[-1].path} does not exist")
    return clips


def measure(
    clips: Sequence[Clip],
    recognizer: Recognizer,
    *,
    digits: bool = False,
    progress: Callable[[Heard], None] = lambda heard: None,
) -> Report:
    """Transcribe every clip as a caller's utterance; `digits`: as where digits are due."""
    heard: list[Heard] = []
    for clip in clips:
        (transcript,) = recognizer.transcribe([Request(read_wav(clip.path), Expectation(digits=digits))])
        heard.append(
            Heard(
                clip.path,
                normalized(clip.transcript),
                normalized(transcript.text),
                transcript.confidence,
                transcript.decode_ms,
            )
        )
        progress(heard[-1])
    return report(heard)


def report(heard: Iterable[Heard]) -> Report:
    rows = tuple(heard)
    if not rows:
        raise CorpusError("the list names no recordings")
    wer = jiwer.wer([h.expected for h in rows], [h.text or "-" for h in rows])
    exact = sum(h.expected == h.text for h in rows) / len(rows)
    return Report(len(rows), float(wer), exact, sum(h.decode_ms for h in rows) / len(rows), rows)
