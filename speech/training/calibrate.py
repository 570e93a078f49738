"""`python -m speech.training.calibrate LISTS... --out FILE`: how far a model's confidence can be believed, fitted on held-out audio.

Each list (lines of `path TAB transcript`) is heard as in a call: a transcript of digit words as where so many digits are due, one of one
or two words as where one of the list's short ones is due. Clips are damaged besides, so that there are errors to learn from. Two
logistic regressions (`speech/confidence.py`) are fitted; the calibration error is that of predictions for clips that a fit has
not seen (five parts). Writes the coefficients, and a reliability diagram beside them where matplotlib is installed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import numpy as np
from rapidfuzz.distance import Levenshtein
from scipy.optimize import minimize
from tqdm import tqdm

from speech.confidence import CEILING, FLOOR, SHIPPED, SUFFIX, Logistic, identity
from speech.engines.faster_whisper import FasterWhisperRecognizer, Judged
from speech.measure import DIGITS, SHORT_WORDS, Clip, normalized, read_corpus, rightness
from speech.pcm import MODEL_RATE, TELEPHONE_RATE, from_float, read_wav, resample, to_float
from speech.recognizer import Expectation, Request
from speech.training.damage import telephone_line
from speech.training.reliability import Array, calibration_error, draw, reliability
from speech.weights import DEFAULT, resolve

PARTS = 5
RIDGE = 0.001
"""Pull of a weight towards 0, per example: a few hundred clips with six features need little."""


@dataclass(slots=True)
class Cases:
    """Features and how right it was, 0 to 1; `group`: the clip, so that one clip's cases are never split."""

    features: list[Mapping[str, float]] = field(default_factory=list)
    right: list[float] = field(default_factory=list)
    group: list[int] = field(default_factory=list)

    def add(self, features: Mapping[str, float], right: float, group: int) -> None:
        self.features.append(features)
        self.right.append(right)
        self.group.append(group)


def fit(features: Sequence[Mapping[str, float]], right: Sequence[float]) -> Logistic:
    """The logistic regression of `right` on `features`, all of the same names, by maximum likelihood with a small ridge."""
    names = sorted(features[0])
    x = np.array([[row[name] for name in names] for row in features])
    y = np.array(right, float)
    centre, scale = x.mean(axis=0), x.std(axis=0) + 1e-9
    z = np.column_stack([np.ones(len(x)), (x - centre) / scale])

    def loss(w: Array) -> tuple[float, Array]:
        p = z @ w
        ridge = np.concatenate([[0.0], w[1:]]) * RIDGE
        return float(np.mean(np.logaddexp(0, p) - y * p) + ridge @ w / 2), np.asarray(z.T @ (1 / (1 + np.exp(-p)) - y) / len(y) + ridge)

    w = minimize(loss, np.zeros(z.shape[1]), jac=True, method="L-BFGS-B").x
    weights = w[1:] / scale
    return Logistic(float(w[0] - weights @ centre), {name: float(value) for name, value in zip(names, weights, strict=True)})


def unseen(cases: Cases) -> Array:
    """Confidence of each case by a fit on the other four fifths of the clips."""
    part = np.array(cases.group) % PARTS
    out = np.zeros(len(part))
    for held in range(PARTS):
        learn, test = np.flatnonzero(part != held), np.flatnonzero(part == held)
        model = fit([cases.features[i] for i in learn], [cases.right[i] for i in learn])
        out[test] = [model(cases.features[i]) for i in test]
    return out


def expectation(clip: Clip, shorts: tuple[str, ...]) -> Expectation:
    words = normalized(clip.transcript).split()
    if len(words) > SHORT_WORDS and set(words) <= DIGITS:
        return Expectation(digits=True, length=len(words))
    return Expectation(phrases=shorts) if len(words) <= SHORT_WORDS else Expectation()


def judge(judged: Judged, expected: str, group: int, utterances: Cases, words: Cases) -> None:
    """Add one clip's cases: how right is the best reading, and which of its words."""
    said, heard = normalized(expected).split(), normalized(judged.readings[0].text).split()
    utterances.add(judged.features, rightness(expected, judged.readings[0].text), group)
    if len(heard) == len(judged.words):  # not where normalising split or joined words
        right = np.zeros(len(heard), bool)
        for block in Levenshtein.opcodes(said, heard).as_matching_blocks():
            right[block.b : block.b + block.size] = True
        for (_, features), ok in zip(judged.words, right, strict=True):
            words.add(features, float(ok), group)


def collect(recognizer: FasterWhisperRecognizer, lists: Sequence[Path], damaged: int) -> tuple[Cases, Cases]:
    utterances, words = Cases(), Cases()
    group = 0
    for path in lists:
        clips = read_corpus(path)
        shorts = tuple(dict.fromkeys(normalized(c.transcript) for c in clips if len(normalized(c.transcript).split()) <= SHORT_WORDS))
        for clip in tqdm(clips, desc=path.parent.name, mininterval=10):
            group += 1
            pcm = read_wav(clip.path)
            wide = resample(to_float(pcm), TELEPHONE_RATE, MODEL_RATE)
            lines = [telephone_line(wide, Random(f"{clip.path.name}-{i}")) for i in range(damaged)]
            for heard in (pcm, *(from_float(resample(line, MODEL_RATE, TELEPHONE_RATE)) for line in lines)):
                (judged,) = recognizer.judge([Request(heard, expectation(clip, shorts))])
                if judged:
                    judge(judged, clip.transcript, group, utterances, words)
    return utterances, words


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m speech.training.calibrate", description=__doc__)
    parser.add_argument("lists", nargs="+", type=Path, metavar="LIST.tsv")
    parser.add_argument("--model", default=DEFAULT)
    parser.add_argument("--cache", type=Path, default=Path(".cache"))
    parser.add_argument("--out", type=Path, default=SHIPPED / f"{DEFAULT}{SUFFIX}")
    parser.add_argument("--damaged", type=int, default=2, help="copies of each clip over telephone lines drawn at random")
    arguments = parser.parse_args()
    folder = resolve(arguments.model, arguments.cache).folder
    utterances, words = collect(FasterWhisperRecognizer(folder), arguments.lists, arguments.damaged)
    curves, fitted = {}, {}
    for name, cases in (("utterance", utterances), ("word", words)):
        curves[name] = reliability(unseen(cases), cases.right)
        model = fit(cases.features, cases.right)
        error = calibration_error(curves[name])
        fitted[name] = {"bias": model.bias, "weights": dict(model.weights), "cases": len(cases.right), "calibration_error": round(error, 4)}
        sys.stdout.write(f"{name}: {len(cases.right)} cases, {np.mean(cases.right):.0%} right, expected calibration error {error:.3f}\n")
        sys.stdout.writelines(f"  said {said:.2f}   was {was:.2f}   {'#' * round(40 * was)}\n" for _, said, was in curves[name])
    content = {"weights_sha256": identity(folder), "limits": [FLOOR, CEILING], **fitted}
    arguments.out.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    draw(arguments.out.with_suffix(".png"), curves)


if __name__ == "__main__":
    main()
