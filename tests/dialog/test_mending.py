"""Words nearly heard right become known ones; what is known stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.understanding.mending import Mending

TEXTS = ("tolong dicek pembuatan ktp saya", "umur saya tujuh belas", "kartu keluarga hilang")
MEND = Mending(TEXTS)
WORDS = sorted({word for text in TEXTS for word in text.split()})


@given(st.lists(st.sampled_from(WORDS), max_size=8))
def test_known_words_stay(words: list[str]) -> None:
    assert MEND(" ".join(words)) == " ".join(words)


@given(st.text(alphabet="abcdeiou ", max_size=60))
def test_mending_twice_is_mending_once(text: str) -> None:
    assert MEND(MEND(text)) == MEND(text)


def test_a_word_misheard_joined_or_torn() -> None:
    assert MEND("dolong dicet pempuatan ktp") == "tolong dicek pembuatan ktp"
    assert MEND("umursaya tujuh belas") == "umur saya tujuh belas"
    assert MEND("kartu kelu arga hilang") == "kartu keluarga hilang"


@pytest.mark.parametrize("text", ["waduh jatuh mana", "iya betul", "satu", "hari sabtu", "aduh kok gini", "halo pak"])
def test_small_words_are_no_misheard_ones(text: str) -> None:
    assert Mending(["ktp saya jatuh", "betulin nama", "buka sabtu tidak", "anak asuh"])(text) == text


def test_one_word_alone_is_hardly_mended() -> None:
    assert MEND("geluarka") == "keluarga"
    assert MEND("peluang") == "peluang"
    assert MEND("kartu keluwarca hilang") == "kartu keluarga hilang"
    assert MEND("keluwarca") == "keluwarca"


def test_the_first_sound_stays() -> None:
    assert MEND("gartu keluarga") == "kartu keluarga"
    assert MEND("lartu keluarga") == "lartu keluarga"


def test_what_is_like_nothing_stays() -> None:
    assert MEND("xyzzyx zqwrt 3273") == "xyzzyx zqwrt 3273"
