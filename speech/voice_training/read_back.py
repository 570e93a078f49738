"""Only what our recogniser reads back is learnt: a clip that the teacher slurred would teach the pupil to slur."""

from __future__ import annotations

from rapidfuzz.distance import Levenshtein

from speech.measure import readings

MOST_WRONG = 0.15
"""Of the letters. Words would be too strict: names and loanwords, which are chosen for their rare sounds, are spelled in many ways."""


def read_back(clause: str, heard: str) -> bool:
    """Whether `heard` has the letters of `clause`, but for every seventh; where words begin and end does not matter."""
    return any(_near(said.replace(" ", ""), got.replace(" ", "")) for said in readings(clause) for got in readings(heard))


def _near(said: str, got: str) -> bool:
    return int(Levenshtein.distance(said, got)) <= MOST_WRONG * len(said)
