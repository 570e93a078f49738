"""From what the decoder thinks of its words to how often such words are right: logistic regression, fitted on held-out audio.

A decoder's own probabilities are no probabilities of being right: they fall with length, and rise where it makes things up. The
confidence of a number or a short answer is its probability of being right, that of a sentence the share of its words that are. The
coefficients belong to one set of weights and lie in a small JSON named after it; `python -m speech.training.calibrate` fits them
(method, curve and error in docs/measurements.md). Everything here is pure but `find`.
"""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from speech.parts import sha256_of

SHIPPED = Path(__file__).with_name("adapters")
SUFFIX = ".calibration.json"
FLOOR, CEILING = 0.01, 0.99
"""Nothing is certain: the data of a fit do not tell one error in a hundred from none."""
CLIP = 8.0
"""Log-probabilities beyond this say no more."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Logistic:
    """1 / (1 + exp(-(bias + sum of weight times feature))); a feature without a weight counts nothing."""

    bias: float
    weights: Mapping[str, float]

    def __call__(self, features: Mapping[str, float]) -> float:
        z = self.bias + sum(weight * features.get(name, 0.0) for name, weight in self.weights.items())
        return min(max(1 / (1 + math.exp(-min(max(z, -30.0), 30.0))), FLOOR), CEILING)


@dataclass(frozen=True, slots=True)
class Calibration:
    """How to believe an utterance and a word of one set of weights; by default as if the decoder's probabilities were honest."""

    weights_sha256: str = ""
    utterance: Logistic = field(default_factory=lambda: Logistic(2.0, {"mean": 3.0}))
    word: Logistic = field(default_factory=lambda: Logistic(2.5, {"mean": 3.0}))


def utterance_features(tokens: Sequence[float], gap: float, no_speech: float, words: int, *, expected: bool) -> dict[str, float]:
    """`tokens`: log-probability of each token and of the end; `gap`: of the whole to the runner-up's; `expected`: it is what was due."""
    return {
        "mean": max(sum(tokens) / len(tokens), -CLIP),
        "worst": max(min(tokens), -CLIP),
        "gap": min(max(gap, -CLIP), CLIP),
        "no_speech": no_speech,
        "length": math.log1p(words),
        "expected": float(expected),
    }


def word_features(tokens: Sequence[float], whole: Mapping[str, float]) -> dict[str, float]:
    """`tokens`: log-probability of each token of the word; `whole`: the features of its utterance."""
    return {
        "mean": max(sum(tokens) / len(tokens), -CLIP),
        "worst": max(min(tokens), -CLIP),
        "around": whole["mean"],
        "gap": whole["gap"],
        "expected": whole["expected"],
    }


def shared(first: float, log_probs: Sequence[float]) -> list[float]:
    """Confidence of every reading, given that of the first: what it leaves is shared by probability, none above the first."""
    others = [math.exp(min(p - log_probs[0], 0.0)) for p in log_probs[1:]]
    left = (1 - first) / (sum(others) + math.exp(-CLIP)) if others else 0.0
    return [first, *(min(first, left * other) for other in others)]


def identity(folder: Path) -> str:
    """What tells the weights of a model folder: the checksum of its adapter, else of its `model.bin` (seconds for large ones)."""
    try:
        return str(json.loads((folder / "adapter.json").read_text(encoding="utf-8"))["adapter_sha256"])
    except (OSError, KeyError, ValueError):
        return sha256_of(folder / "model.bin")


def read(path: Path) -> Calibration:
    """Raises ValueError when the file is broken."""
    found = json.loads(path.read_text(encoding="utf-8"))
    try:
        return Calibration(str(found["weights_sha256"]), _logistic(found["utterance"]), _logistic(found["word"]))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path} is no calibration: {error!r}") from error


def _logistic(found: Mapping[str, Any]) -> Logistic:
    return Logistic(float(found["bias"]), {str(name): float(weight) for name, weight in found["weights"].items()})


def find(folder: Path) -> Calibration:
    """The calibration of the weights in `folder`: there, or among those shipped; without one the decoder is taken at its word.

    Raises:
        ValueError: a calibration is broken.
    """
    weights = identity(folder)
    for path in (*folder.glob(f"*{SUFFIX}"), *SHIPPED.glob(f"*{SUFFIX}")):
        calibration = read(path)
        if calibration.weights_sha256 == weights:
            return calibration
    log.warning("no calibration for the recogniser in %s: its confidence is a guess (python -m speech.training.calibrate)", folder)
    return Calibration()
