"""What adapting to a hotline decides: which calls are kept apart, how long to learn, whether the result may be used. Pure."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from speech.measure import CorpusError, Heard, normalized, report, same
from speech.training.train import Recipe

HELD_OUT, AT_MOST = 0.2, 0.5
"""The share of the calls that is kept apart; if they hold more than AT_MOST of the recordings, too little is left to learn from."""
LONGEST_S, LETTERS_A_SECOND = 25.0, 30
"""Whisper hears 30 s, silence included. Nobody speaks so fast (sixteen digits in 4 s are 20): the transcript is another recording's."""
DIGITS_AT_LEAST = 4
DIGIT_WORDS = frozenset("nol satu dua tiga empat lima enam tujuh delapan sembilan".split())
PASSES_TO_LEARN, STEPS, RATE = 10, (60, 2400), 2e-4
"""How often each recording is seen, within so many steps, and at half the rate of the shipped adapter, which had more to learn."""


def call_names(paths: Sequence[Path], root: Path) -> list[str]:
    """The call of each recording: its folder where there are several folders or one below `root`, else its file's name up to
    the last `-`, `_` or dot: `CALL/01.wav`, `CALL-01.wav`."""
    folders = [os.path.relpath(path.parent, root) for path in paths]
    if set(folders) - {"."} and (len(set(folders)) > 1 or _numbered(paths)):
        return folders
    return [re.sub(r"[-_.][^-_.]*$", "", path.stem) for path in paths]


def _numbered(paths: Sequence[Path]) -> bool:
    """Whether the names only count: then they name no call."""
    return all(path.stem.isdigit() for path in paths)


def spoken(transcript: str) -> str | None:
    """Lower-case words, as the model is to write them; None where numerals leave open what was said (*10*: sepuluh, satu nol?)."""
    return None if re.search(r"\d", transcript) else " ".join(re.sub(r"[^a-z ]", " ", transcript.lower()).split())


def usable(text: str, seconds: float) -> bool:
    """Whether Whisper can learn from `seconds` of audio that say `text`."""
    return 0 < seconds <= LONGEST_S and len(text) <= seconds * LETTERS_A_SECOND


def split(sizes: Mapping[str, int], at_least: int) -> frozenset[str]:
    """The calls to keep apart, of calls with so many recordings each: a fifth by the hash of their names, and more of them, in the
    same order, until there are `at_least` recordings. A call that was learned from is never kept apart when others are added.

    Raises:
        CorpusError: that leaves too few on one of the sides; how many are needed is said.
    """
    apart: set[str] = set()
    clips = 0
    for call in sorted(sizes, key=_draw):
        if clips >= at_least and _draw(call) >= HELD_OUT:
            break
        apart.add(call)
        clips += sizes[call]
    total = sum(sizes.values())
    if clips < at_least or clips > AT_MOST * total:
        raise CorpusError(
            f"{total} recordings with words, of {len(sizes)} calls, are too few: whole calls with at least {at_least} recordings are kept "
            f"apart to measure on, so about {round(at_least / HELD_OUT)} recordings of ten calls or more are needed, none with most of them"
        )
    return frozenset(apart)


def _draw(call: str) -> float:
    return int.from_bytes(hashlib.sha256(call.encode()).digest()[:8]) / 2**64


def recipe(seconds: float, steps: int = 0, start: Mapping[str, tuple[int, ...]] | None = None) -> Recipe:
    """For `seconds` of recordings; `steps` as asked, else by their length; ranks and layers as in the adapter `start` (its shapes)."""
    plain = Recipe()
    steps = steps or min(max(round(PASSES_TO_LEARN * seconds / plain.seconds), STEPS[0]), STEPS[1])
    passes = min(plain.passes, steps, max(1, round(steps * plain.seconds / max(seconds, 1.0))))
    chosen = replace(plain, steps=steps, passes=passes, rate=RATE, warm_up=max(1, min(plain.warm_up, steps // 5)))
    ranks = {name: shape[0] for name, shape in (start or {}).items() if name.endswith(":A")}
    layers = {int(found[1]): rank for name, rank in ranks.items() if (found := re.match(r"encoder/layer_(\d+)/", name))}
    return replace(
        chosen,
        rank=next((rank for name, rank in ranks.items() if name.startswith("decoder/")), plain.rank),
        encoder_rank=next(iter(layers.values()), plain.encoder_rank),
        frozen=min(layers, default=plain.frozen),
    )


@dataclass(frozen=True, slots=True)
class Figures:
    """`wer`: word error rate; `exact`: share of `clips` without an error; `digits_exact` of `digits` digit strings; milliseconds a clip."""

    clips: int
    wer: float
    exact: float
    digits: int
    digits_exact: int
    decode_ms: float


def is_digits(transcript: str) -> bool:
    """Whether it is a digit string."""
    words = normalized(transcript).split()
    return len(words) >= DIGITS_AT_LEAST and DIGIT_WORDS.issuperset(words)


def figures(heard: Sequence[Heard]) -> Figures:
    whole, strings = report(heard), [h for h in heard if is_digits(h.expected)]
    return Figures(whole.clips, whole.wer, whole.exact, len(strings), sum(same(h.expected, h.text) for h in strings), whole.decode_ms)


def worse(before: Figures, after: Figures) -> str:
    """In what `after` is worse, as a part of a sentence; empty where it is not."""
    found = []
    if after.wer > before.wer:
        found.append(f"the word error rate rose from {before.wer:.1%} to {after.wer:.1%}")
    if after.digits_exact < before.digits_exact:
        found.append(f"{after.digits_exact} instead of {before.digits_exact} of {before.digits} digit strings were heard exactly")
    return " and ".join(found)
