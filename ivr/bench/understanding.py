"""`ivr bench understanding`: labelled sentences that no example was made from, and sentences about something else."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median

import numpy as np
import yaml
from numpy.typing import NDArray

from dialog.events import Hypothesis
from dialog.schema import Flows
from dialog.understanding.agreeing import agreed
from dialog.understanding.normalize import normalize
from dialog.understanding.understander import Guess, Understander
from speech.pcm import TELEPHONE_RATE, from_float, resample
from speech.recognizer import Recognizer, Request
from speech.training.damage import RATE, measured_line
from speech.training.texts import tidy
from speech.training.voices import KokoroVoices, kokoro_utterance

BINS = 10
"""Of equal width, for the calibration error (Guo et al., "On calibration of modern neural networks", 2017)."""
Sentences = Mapping[str, Sequence[str]]
Figures = dict[str, object]


@dataclass(frozen=True, slots=True)
class Judged:
    """One sentence: how sure the best guess was, and whether it was right; whatever is said of an `outside` sentence is wrong."""

    confidence: float
    right: bool
    outside: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """One sentence as the recogniser wrote it down, best reading first."""

    intent: str
    said: str
    readings: tuple[Hypothesis, ...]


def read_sentences(path: Path) -> Sentences:
    """Lists of sentences by name. Raises OSError, yaml.YAMLError; ValueError when it is something else."""
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    if isinstance(found, list):
        found = {"": found}
    if not isinstance(found, dict) or not all(isinstance(texts, list) for texts in found.values()):
        raise ValueError(f"{path}: write a name, a colon and a list of sentences, as in tests/data/understanding/examples.yaml")
    return {str(name): [str(text) for text in texts] for name, texts in found.items()}


def examples_of(flows: Flows) -> Sentences:
    """Of a configuration, by intent; also of its limits."""
    return {name: intent.examples for name, intent in flows.intents.items() if intent.examples}


def learn(examples: Sentences) -> tuple[Understander, float]:
    """And how many seconds it took."""
    started = time.perf_counter()
    return Understander(examples), time.perf_counter() - started


def apart(sentences: Sentences, examples: Sentences) -> Sentences:
    """Without those that say just what an example says: two people put "jam buka" alike."""
    known = {normalize(text) for texts in examples.values() for text in texts}
    return {intent: [text for text in texts if normalize(text) not in known] for intent, texts in sentences.items()}


def confusions(understand: Callable[[str], Sequence[Guess]], within: Sentences) -> list[str]:
    """Each sentence that another wish, or none, was heard in: `wanted: guess 0.93, next guess 0.02: sentence`."""
    guessed = [(intent, understand(text), text) for intent, texts in within.items() for text in texts]
    return [
        f"{intent}: {', '.join(f'{guess.intent} {guess.confidence:.2f}' for guess in guesses)}: {text}"
        for intent, guesses, text in guessed
        if not guesses or guesses[0].intent != intent
    ]


def judge(understand: Callable[[str], Sequence[Guess]], within: Sentences, outside: Sentences) -> list[Judged]:
    """Every sentence of both."""
    own = [_judged(understand(text), intent) for intent, texts in within.items() for text in texts]
    return own + [_judged(understand(text), None) for texts in outside.values() for text in texts]


def figures(judged: Sequence[Judged]) -> Figures:
    """Shares, 0 to 1. `ece`: of all sentences, `ece_within`: of those that have an intent."""
    within = [j for j in judged if not j.outside]
    outside = [j.confidence for j in judged if j.outside]
    return {
        "sentences": len(within),
        "outside": len(outside),
        "accuracy": round(float(np.mean([j.right for j in within])), 4),
        "auroc": round(auroc([j.confidence for j in within], outside), 4) if outside else None,
        "ece": round(calibration_error(judged), 4),
        "ece_within": round(calibration_error(within), 4),
    }


def auroc(inside: Sequence[float], outside: Sequence[float]) -> float:
    """How often a sentence that belongs here is surer than one that does not; ties count half."""
    first, second = np.array(inside)[:, None], np.array(outside)
    return float(np.mean((first > second) + 0.5 * (first == second)))


def calibration_error(judged: Sequence[Judged]) -> float:
    """Mean distance between confidence and rightness over BINS bins, each weighing as many sentences as it holds."""
    return sum(abs(confidence - right) * count for confidence, right, count in reliability(judged)) / len(judged)


def reliability(judged: Sequence[Judged]) -> list[tuple[float, float, int]]:
    """Of each bin that is not empty: mean confidence, share that was right, how many."""
    confidence, right = np.array([j.confidence for j in judged]), np.array([j.right for j in judged])
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return [(float(confidence[bins == b].mean()), float(right[bins == b].mean()), int((bins == b).sum())) for b in np.unique(bins)]


def median_ms(understand: Callable[[str], object], texts: Sequence[str]) -> float:
    """Median time of one sentence that was not understood before."""
    times = list[float]()
    for text in dict.fromkeys(texts):
        started = time.perf_counter()
        understand(text)
        times.append(1000 * (time.perf_counter() - started))
    return median(times)


def spread(sentences: Sentences, limit: int) -> Sentences:
    """At most `limit` sentences (0: all), taken from every intent in turn."""
    turns = [(turn, intent, text) for intent, texts in sentences.items() for turn, text in enumerate(texts)]
    kept = sorted(turns, key=lambda of: of[0])[: limit or None]
    return {intent: [text for _, name, text in kept if name == intent] for intent in dict.fromkeys(of[1] for of in kept)}


def heard(sentences: Sentences, voices: KokoroVoices, recognizer: Recognizer) -> Iterator[Heard]:
    """Each sentence by a voice that the recogniser never trained with, over the telephone line that figures are measured on.

    Raises RecognizerError when decoding fails.
    """
    for intent, texts in sentences.items():
        for text in texts:
            rng = Random(f"heldout-{text}")
            line = measured_line(kokoro_utterance(voices, tidy(text), rng, held_out=True), rng)
            pcm = from_float(resample(np.asarray(line, np.float32), RATE, TELEPHONE_RATE))
            transcript = recognizer.transcribe([Request(pcm)])[0]
            yield Heard(intent, text, tuple(Hypothesis(reading.text, reading.confidence) for reading in transcript.hypotheses))


def judge_heard(understand: Callable[[str], Sequence[Guess]], sentence: Heard) -> Judged:
    """By the reading that the dialog would take."""
    readings = sentence.readings
    return _judged(understand(readings[agreed(understand, readings)].text) if readings else (), sentence.intent)


def draw(judged: Sequence[Judged], path: Path) -> None:
    """Confidence against how often it was right, a circle a bin as large as it holds sentences."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5, 5), layout="constrained")
    axes = figure.subplots()
    confidence, right, counts = zip(*reliability(judged), strict=True)
    axes.plot([0, 1], [0, 1], color="#b9b9b9")
    axes.scatter(confidence, right, s=_areas(counts), color="#7aa6c2", edgecolors="#222222", zorder=3)
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="keyakinan", ylabel="bagian yang benar")
    figure.savefig(path, dpi=130)


def _areas(counts: Sequence[int]) -> NDArray[np.float64]:
    return 20 + 600 * np.array(counts) / max(counts)


def _judged(guesses: Sequence[Guess], intent: str | None) -> Judged:
    best = guesses[0] if guesses else Guess("", 0.0)
    return Judged(best.confidence, intent is not None and best.intent == intent, intent is None)
