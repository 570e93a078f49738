"""One list out of what was decoded and what was scored besides: what is expected goes first where the audio allows it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from speech.decoding.digits import counted, dictated, digit_candidates, respelt
from speech.decoding.likely import hot_candidates, likeness, phrase_candidates
from speech.decoding.readings import Reading
from speech.recognizer import Expectation

RIGHT_LENGTH, PHRASE, HOT_WORD = 8.0, 8.0, 3.0
"""By how much (natural logarithm of probability) a reading that was expected may be behind the best one and still go first. A phrase
by so much only where it sounds as the best ones do, by less where it sounds otherwise: of 30 synthetic single words
28 come out right where all are due, and of 30 others one is taken for a yes or no; with a fixed margin of 3 it was 27 and three. The
margins were set on these few clips: too few to tell margins apart that are near one another."""
SHORT_S = 2.5
"""Nobody says one of a few short answers for longer."""
CONSIDERED, SOUNDING = 5, 3
"""Readings of which other ones are made, and which a phrase must sound like."""
KEPT = 8


def plain(text: str) -> str:
    """Lower case, without punctuation: what makes two readings the same."""
    return " ".join(re.findall(r"[\w'-]*\w", text.lower()))


def candidates(readings: Sequence[Reading], expectation: Expectation, speech_s: float) -> tuple[str, ...]:
    """Texts worth scoring besides `readings` (best first)."""
    texts = list(dict.fromkeys(plain(reading.text) for reading in readings))[:CONSIDERED]
    found: list[str] = []
    if expectation.digits and texts:
        right = expectation.length and counted(texts[0]) == expectation.length
        found += (respelt if right else digit_candidates)(texts, expectation.length)
    if expectation.phrases and speech_s <= SHORT_S:
        found += phrase_candidates(texts, expectation.phrases)
    if expectation.hot_words:
        found += hot_candidates(texts[:1], expectation.hot_words)
    return tuple(dict.fromkeys(found))


def ranked(readings: Iterable[Reading], scored: Iterable[Reading], expectation: Expectation, speech_s: float) -> tuple[Reading, ...]:
    """Different texts only, best first: `readings` in their order, except that what was expected goes before what was not,
    if it is not much less probable. `scored` are the candidates."""
    first = _distinct(readings)
    others = _distinct(scored, besides=first)
    if not first:
        return ()
    best, mean = max(r.log_prob for r in first), max(r.mean for r in first)
    pool = sorted((*first, *others), key=lambda reading: -reading.log_prob)
    heard = [r.text for r in first[:SOUNDING]]
    allowed = {r.text: margin(r.text, expectation, speech_s, heard) for r in pool}
    # A number that ended early is probable only because it is short, so strings of digits are compared by the token.
    expected = [r for r in pool if 0 < allowed[r.text] >= (mean * (len(r.tokens) + 1) if expectation.digits else best) - r.log_prob]
    rest = [*first, *(r for r in pool if r not in first)]
    return tuple([*expected, *(r for r in rest if r not in expected)][:KEPT])


def further(scored: Sequence[Reading], expectation: Expectation) -> tuple[str, ...]:
    """Texts worth scoring after the best of `scored`, where all are still shorter than the number that is due."""
    best = max(scored, key=lambda reading: reading.log_prob, default=None)
    if best is None or not expectation.digits or any(counted(reading.text) == expectation.length for reading in scored):
        return ()
    return digit_candidates([best.text], expectation.length)


def confined(free: tuple[Reading, ...], digits: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """Readings of both decodings where digits are due: those confined to digits first, unless the caller said something else."""
    return (*digits, *free) if dictated(free[0].text) else (*free, *digits)


def margin(text: str, expectation: Expectation, speech_s: float, heard: Sequence[str]) -> float:
    """How much less probable than the best (`heard`) a reading may be and still go first; 0 for what was not expected."""
    words = plain(text)
    if expectation.digits and expectation.length and counted(words) == expectation.length:
        return RIGHT_LENGTH
    if words in expectation.phrases and speech_s <= SHORT_S:
        return PHRASE * likeness(words, heard) ** 2
    if any(f" {hot.lower()} " in f" {words} " for hot in expectation.hot_words):
        return HOT_WORD
    return 0.0


def _distinct(readings: Iterable[Reading], besides: Sequence[Reading] = ()) -> list[Reading]:
    """The first of each text keeps its place, with the highest probability of any spelling."""
    found: dict[str, Reading] = {}
    taken = {plain(reading.text) for reading in besides}
    for reading in readings:
        key = plain(reading.text)
        if not re.search(r"\w", key) or key in taken:
            continue
        if key not in found:
            found[key] = reading
        elif reading.log_prob > found[key].log_prob:
            found[key] = replace(found[key], log_prob=reading.log_prob)
    return list(found.values())
