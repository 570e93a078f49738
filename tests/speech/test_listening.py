"""The count of word errors behind the choice of a voice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from speech.listening import distance

WORDS = st.lists(st.sampled_from(["satu", "dua", "tiga"]), max_size=8)


@given(WORDS, WORDS)
def test_distance_is_a_distance(one: list[str], other: list[str]) -> None:
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) is (one == other)
    assert abs(len(one) - len(other)) <= distance(one, other) <= max(len(one), len(other))


def test_one_word_swapped_one_added() -> None:
    assert distance(["mohon", "tunggu"], ["mohon", "tunggu", "lagi"]) == 1
    assert distance(["mohon", "tunggu"], ["mohon", "tanggung"]) == 1
