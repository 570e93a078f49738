"""Only what our recogniser reads back is learnt: a clip that the teacher slurred would teach the pupil to slur."""

from __future__ import annotations

from rapidfuzz.distance import Levenshtein

from speech.measure import readings

MOST_WRONG = 0.12
"""Of a clause's words, rounded down: of eight none may be wrong, of nine one. Names and loanwords are spelled in many ways."""


def read_back(clause: str, heard: str) -> bool:
    """Whether `heard` has the words of `clause`; words joined or split count as right."""
    return any(_same(said.split(), got.split()) for said in readings(clause) for got in readings(heard))


def _same(said: list[str], got: list[str]) -> bool:
    return "".join(said) == "".join(got) or int(Levenshtein.distance(said, got)) <= int(MOST_WRONG * len(said))
