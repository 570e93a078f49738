"""Pauses written into what a caller says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.scenario.pauses import PauseError, pieces

WORDS = st.text("abc ,.", min_size=1, max_size=20).filter(str.strip).map(str.strip)


def test_words_and_pauses_in_order() -> None:
    assert pieces("tiga dua <jeda 1.2> tujuh tiga <jeda 0.5>nol") == ("tiga dua", 1.2, "tujuh tiga", 0.5, "nol")
    assert pieces("tiga dua") == ("tiga dua",)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "between words"),
        ("<jeda 1> ya", "between words"),
        ("ya <jeda 1>", "between words"),
        ("ya <jeda 1> <jeda 1> ya", "between words"),
        ("ya <jeda lama> ya", "no number"),
        ("ya <jeda 0> ya", "more than 0"),
        ("ya <jeda 11> ya", "at most 10"),
        ("ya <jeda nan> ya", "more than 0"),
        ("ya <diam 1> ya", "is written <jeda 1.2>"),
        ("ya <jeda> ya", "is written <jeda 1.2>"),
        ("ya > tidak", "is written <jeda 1.2>"),
    ],
)
def test_what_cannot_be_read(text: str, what: str) -> None:
    with pytest.raises(PauseError, match=what):
        pieces(text)


@given(WORDS, st.lists(st.tuples(st.integers(1, 100), WORDS), max_size=5))
def test_what_was_written_comes_back(first: str, rest: list[tuple[int, str]]) -> None:
    text = first + "".join(f" <jeda {tenths / 10}> {words}" for tenths, words in rest)
    assert pieces(text) == (first, *(part for tenths, words in rest for part in (tenths / 10, words)))
