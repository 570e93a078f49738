"""What was heard and what was meant: from a file of labels, and from the configuration's own examples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dialog.confidence import combined
from dialog.risk_coverage import Judged
from dialog.understanding.understander import Understander

FOLDS = 5


class LabelsError(Exception):
    """A labels file cannot be used; the message says where and why, and never what a caller said."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """What was heard, the recogniser's confidence in it (0 to 1), and the intent that was meant; empty: none."""

    text: str
    confidence: float
    intent: str


def judged(understander: Understander, labelled: Iterable[Labelled]) -> list[Judged]:
    """Each with what would have been understood, at the dialog's one confidence."""
    return [_judged(understander, one) for one in labelled]


def _judged(understander: Understander, one: Labelled) -> Judged:
    known = [(g.intent, combined(one.confidence, g.confidence)) for g in understander.understand(one.text)]
    (best, confidence), (rival, rival_confidence) = (*known, ("", 0.0), ("", 0.0))[:2]
    return Judged(one.intent, best, confidence, rival, rival_confidence)


def cross_validated(examples: Mapping[str, Sequence[str]], folds: int = FOLDS) -> list[Judged]:
    """Every example as understood by one who learned from the others only: every `folds`th of each intent is kept apart in turn.

    An intent with one example is never learned when that one is asked for, and counts as not understood.
    """
    found = list[Judged]()
    for fold in range(folds if examples else 0):
        learned = {name: [t for i, t in enumerate(texts) if i % folds != fold] for name, texts in examples.items()}
        understander = Understander({name: texts for name, texts in learned.items() if texts})
        asked = [Labelled(t, 1.0, name) for name, texts in examples.items() for i, t in enumerate(texts) if i % folds == fold]
        found += judged(understander, asked)
    return found


def read_labels(path: Path, intents: Iterable[str]) -> list[Labelled]:
    """Lines of text, TAB, confidence, TAB, intent (empty: none of the services). Raises LabelsError."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LabelsError(f"{path}: cannot be read ({type(error).__name__}); give a text file in UTF-8") from None
    known = frozenset(intents)
    return [_label(path, number, line, known) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]


def _label(path: Path, number: int, line: str, intents: frozenset[str]) -> Labelled:
    cells = line.split("\t")
    if len(cells) != 3:
        raise LabelsError(f"{path}:{number}: {len(cells)} columns; write text, TAB, confidence, TAB, intent (empty for none)")
    text, confidence, intent = (cell.strip() for cell in cells)
    try:
        value = float(confidence)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise LabelsError(f"{path}:{number}: the second column must be a confidence from 0 to 1, such as 0.82")
    if intent and intent not in intents:
        raise LabelsError(f"{path}:{number}: no intent is called {intent!r}; the configuration has {', '.join(sorted(intents))}")
    return Labelled(text, value, intent)
