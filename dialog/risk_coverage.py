"""What each threshold of the one confidence would have done to utterances whose meaning is known, and which to choose. Pure.

A threshold trades coverage (how many are acted on without asking) for risk (how many of those are wrong): the risk-coverage curve of
El-Yaniv & Wiener (JMLR 2010) and Geifman & El-Yaniv (NeurIPS 2017).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from dialog.confidence import Band, band, close
from dialog.schema import Bands, Risk

TARGETS: Mapping[Risk, float] = {Risk.LOW: 0.05, Risk.NORMAL: 0.02, Risk.HIGH: 0.005}
"""Which share of the actions may be wrong."""
GRID = (*(i / 100 for i in range(1, 100)), *(i / 1000 for i in range(991, 1001)))
"""Thresholds as an operator writes them; finer where sure answers crowd."""
GAPS = tuple(i / 100 for i in range(51))
Z = 1.645
"""Quantile of the normal distribution for a one-sided bound that holds in 95 of 100 samples."""
BINS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """One utterance: the two likeliest wishes with their confidences, and the one meant (empty: none that is served)."""

    meant: str
    best: str = ""
    confidence: float = 0.0
    rival: str = ""
    rival_confidence: float = 0.0

    @property
    def right(self) -> bool:
        return bool(self.meant) and self.best == self.meant


@dataclass(frozen=True, slots=True)
class Point:
    """With a threshold: how many of `n` are acted on, and how many of those wrongly."""

    threshold: float
    acted: int
    wrong: int
    n: int

    @property
    def coverage(self) -> float:
        return self.acted / self.n if self.n else 0.0

    @property
    def risk(self) -> float:
        return self.wrong / self.acted if self.acted else 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What bands do to `n` utterances. `wrong` of the acted on; `needless`: asked whether or which, and it is neither;
    `missed`: asked again or handed over though the likeliest wish was the right one."""

    n: int
    acted: int
    wrong: int
    confirmed: int
    chosen: int
    needless: int
    again: int
    missed: int

    @property
    def risk(self) -> float:
        return self.wrong / self.acted if self.acted else 0.0


@dataclass(frozen=True, slots=True)
class Proposal:
    """`bands.act` 1.0 with `reachable` False: no threshold keeps the target.

    `bound`: the error may be as high as this, were the same kind of utterances to go on (95 %). `enough`: even that keeps the target;
    `needed`: so many actions would show it, wrong as often as these (0: none would).
    """

    target: float
    bands: Bands
    reachable: bool
    outcome: Outcome
    bound: float
    needed: int

    @property
    def enough(self) -> bool:
        return self.reachable and self.bound <= self.target


def curve(judged: Sequence[Judged], thresholds: Iterable[float] = GRID) -> tuple[Point, ...]:
    """A point a threshold, in the order given."""
    return tuple(_point(judged, threshold) for threshold in thresholds)


def _point(judged: Sequence[Judged], threshold: float) -> Point:
    acted = [j for j in judged if j.confidence >= threshold]
    return Point(threshold, len(acted), sum(not j.right for j in acted), len(judged))


def outcome(judged: Sequence[Judged], bands: Bands) -> Outcome:
    """As the dialog decides about an open question's answer (`dialog.wishes`)."""
    counts = dict.fromkeys(("acted", "wrong", "confirmed", "chosen", "needless", "again", "missed"), 0)
    for j in judged:
        sure = band(j.confidence, bands)
        if sure in (Band.ASK_AGAIN, Band.HAND_OVER):
            counts["again"] += 1
            counts["missed"] += j.right
        elif _close(j, bands):
            counts["chosen"] += 1
            counts["needless"] += not j.meant or j.meant not in (j.best, j.rival)
        elif sure is Band.CONFIRM:
            counts["confirmed"] += 1
            counts["needless"] += not j.right
        else:
            counts["acted"] += 1
            counts["wrong"] += not j.right
    return Outcome(len(judged), **counts)


def propose(judged: Sequence[Judged], target: float, hand_over: float = 0.0) -> Proposal:
    """The bands that act most often with at most `target` (0 to 1) of the actions wrong on these utterances.

    `confirm` and `gap`: where questions help most often. "Anda ingin X, betul?" helps when the answer is yes, "X atau Y?" when it is one
    of them, and hinders otherwise; where the dialog would have acted, it helps to ask when that was wrong, and hinders when it was right.
    """
    points = [p for p in curve(judged) if p.acted and p.risk <= target]
    best = max(points, key=lambda p: (p.acted, p.threshold), default=None)
    act = best.threshold if best else GRID[-1]
    worth = _Questions(judged, act)
    confirms = [t for t in GRID if hand_over <= t <= act] or [act]
    confirm, gap = max(product(confirms, GAPS), key=lambda pair: (worth(*pair), pair[0], -pair[1]))
    bands = Bands(act, confirm, min(hand_over, confirm), _kept(judged, Bands(act, confirm, hand_over, gap), target))
    done = outcome(judged, bands)
    return Proposal(target, bands, best is not None, done, upper_bound(done.wrong, done.acted), needed(target, done.risk))


def upper_bound(wrong: int, n: int, z: float = Z) -> float:
    """Wilson's upper bound of a share (Wilson 1927); 1 without data."""
    if not n:
        return 1.0
    share, spread = wrong / n, z * z / n
    return min(1.0, (share + spread / 2 + z * math.sqrt(share * (1 - share) / n + spread / (4 * n))) / (1 + spread))


def needed(target: float, share: float = 0.0, z: float = Z) -> int:
    """How many actions, this share of them wrong, show that the error is at most `target`: Wilson's bound is the share that the score
    test just does not reject, so n = z² target (1 - target) / (target - share)². 0: no number of them would."""
    return math.ceil(z * z * target * (1 - target) / (target - share) ** 2) if share < target else 0


def calibration_error(judged: Sequence[Judged], bins: int = BINS) -> float:
    """Expected calibration error, 0 to 1: how far confidence and share of right ones lie apart in bins of equal width, weighted by
    their size (Guo et al. 2017)."""
    total = 0.0
    for number in range(bins):
        members = [j for j in judged if min(bins - 1, int(j.confidence * bins)) == number]
        total += abs(sum(j.right for j in members) - sum(j.confidence for j in members))
    return total / len(judged) if judged else 0.0


def _close(j: Judged, bands: Bands) -> bool:
    return bool(j.rival) and close(j.confidence, j.rival_confidence, bands)


def _kept(judged: Sequence[Judged], bands: Bands, target: float) -> float:
    """The gap, unless asking takes so many right actions away that what remains misses the target."""
    done = outcome(judged, bands)
    return bands.gap if done.wrong <= target * done.acted else 0.0


class _Questions:
    """`worth(confirm, gap)`: how many questions help, less those that hinder."""

    def __init__(self, judged: Sequence[Judged], act: float) -> None:
        self._best = np.array([j.confidence for j in judged])
        self._rival = np.array([j.rival_confidence if j.rival else -1.0 for j in judged])
        self._right = np.array([j.right for j in judged], dtype=bool)
        self._either = np.array([bool(j.meant) and j.meant in (j.best, j.rival) for j in judged], dtype=bool)
        self._acted = self._best >= act

    def __call__(self, confirm: float, gap: float) -> int:
        asked = self._best >= confirm
        close = asked & (self._rival >= confirm) & (self._best - self._rival < gap)
        helps = np.where(close, np.where(self._acted, ~self._right, self._either), self._right)
        questions = asked & (close | ~self._acted)
        return 2 * int((helps & questions).sum()) - int(questions.sum())
