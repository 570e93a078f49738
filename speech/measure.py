"""How well a recogniser hears: word error rate and whole strings, over a list of recordings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import jiwer
from rapidfuzz.distance import Levenshtein

from speech.pcm import TELEPHONE_RATE, read_wav
from speech.recognizer import Expectation, Recognizer, Request, Transcript
from speech.spelling import as_digits, as_numbers, respelt

DIGITS = frozenset("nol satu dua tiga empat lima enam tujuh delapan sembilan".split())
SHORT_WORDS = 2


class CorpusError(Exception):
    """The list of recordings cannot be used; the message says which line and why."""


@dataclass(frozen=True, slots=True)
class Clip:
    path: Path
    transcript: str


@dataclass(frozen=True, slots=True)
class Heard:
    """One clip: what was said and what was heard, as they were written. `seconds`: its length."""

    path: Path
    expected: str
    transcript: Transcript
    seconds: float

    @property
    def text(self) -> str:
        return self.transcript.text

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(hypothesis.text for hypothesis in self.transcript.hypotheses)

    @property
    def right(self) -> bool:
        return same(self.expected, self.text)


@dataclass(frozen=True, slots=True)
class Report:
    """`wer`: word error rate, 0 to 1 and above, spellings of one word being equal (`speech/spelling.py`); `strict`: letter for letter;
    `exact`: share of clips heard without any error, `within`: with the right words among the hypotheses; `calibration`: how far
    confidence and `rightness` lie apart; `real_time`: decoding time over length."""

    clips: int
    wer: float
    strict: float
    exact: float
    within: float
    calibration: float
    decode_ms: float
    real_time: float
    heard: tuple[Heard, ...]


def normalized(text: str) -> str:
    """Lower case, letters only; numerals as digit words, *kosong* as *nol*, *dobel* written out: the same number, however it is written."""
    words = re.sub(r"[^a-z ]", " ", as_digits(text.lower())).split()
    out: list[str] = []
    for word in ("nol" if w == "kosong" else w for w in words):
        if out and out[-1] == "dobel":
            out[-1] = word
        out.append(word)
    return " ".join(out)


def readings(text: str) -> tuple[str, ...]:
    """`normalized`, in one spelling, once for each way to read its numerals."""
    text = text.lower()
    return tuple(dict.fromkeys(respelt(normalized(read)) for read in (text, as_numbers(text))))


def same(expected: str, text: str) -> bool:
    return not set(readings(expected)).isdisjoint(readings(text))


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
    expectation: Expectation,
    progress: Callable[[Heard], None] = lambda heard: None,
) -> Report:
    """Transcribe every clip as a caller's utterance."""
    heard: list[Heard] = []
    for clip in clips:
        pcm = read_wav(clip.path)
        (transcript,) = recognizer.transcribe([Request(pcm, expectation)])
        heard.append(Heard(clip.path, clip.transcript, transcript, len(pcm) / (2 * TELEPHONE_RATE)))
        progress(heard[-1])
    return report(heard)


def report(heard: Iterable[Heard]) -> Report:
    rows = tuple(heard)
    if not rows:
        raise CorpusError("the list names no recordings")
    pairs = [min(((a, b) for a in readings(h.expected) for b in readings(h.text)), key=_errors) for h in rows]
    strict = [(normalized(h.expected), normalized(h.text)) for h in rows]
    exact = sum(h.right for h in rows) / len(rows)
    within = sum(any(same(h.expected, text) for text in h.texts) for h in rows) / len(rows)
    decoded, seconds = sum(h.transcript.decode_ms for h in rows), sum(h.seconds for h in rows)
    real_time = decoded / 1000 / seconds if seconds else 0.0
    return Report(len(rows), _wer(pairs), _wer(strict), exact, within, calibration_error(rows), decoded / len(rows), real_time, rows)


def rightness(expected: str, heard: str) -> float:
    """What a confidence promises, 0 to 1: a number or a short answer is right wholly or not at all, a sentence by its words, because
    with one wrong it is often understood."""
    said, got = normalized(expected).split(), normalized(heard).split()
    if len(said) <= SHORT_WORDS or set(said) <= DIGITS:
        return float(said == got)
    return max(0.0, 1 - Levenshtein.distance(said, got) / len(said))


def calibration_error(rows: Sequence[Heard], bins: int = 10) -> float:
    """Expected calibration error of the utterances' confidence (Guo et al. 2017): the mean distance, over bins of equal width, between
    what was promised and what was right. Clips in which nothing was heard promise nothing and are left out."""
    promised = [(h.transcript.confidence, rightness(h.expected, h.text)) for h in rows if h.texts]
    error = 0.0
    for place in range(bins):
        inside = [(c, right) for c, right in promised if min(int(c * bins), bins - 1) == place]
        if inside:
            error += abs(sum(c for c, _ in inside) - sum(right for _, right in inside))
    return error / len(promised) if promised else 0.0


def _wer(pairs: Sequence[tuple[str, str]]) -> float:
    return float(jiwer.wer([a for a, _ in pairs], [b or "-" for _, b in pairs]))


def _errors(pair: tuple[str, str]) -> float:
    return float(jiwer.wer(pair[0], pair[1] or "-"))
