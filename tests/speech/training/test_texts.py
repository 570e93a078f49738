from __future__ import annotations

import re
from pathlib import Path
from random import Random

from speech.training import texts
from speech.training.heldout import sentences_of
from speech.training.render import espeak_texts, group_texts, kokoro_texts, short_texts

COLLOQUIAL = Path(__file__).parents[2] / "data" / "colloquial.txt"


def test_the_same_seed_draws_the_same_texts() -> None:
    assert kokoro_texts(count=60) == kokoro_texts(count=60) != kokoro_texts(count=60, seed=2)


def test_texts_are_lower_case_words_and_pauses() -> None:
    for text in (*kokoro_texts(), *espeak_texts(), *short_texts()):
        assert re.fullmatch(r"[a-z]+(?:,? [a-z]+)*", text), text
        assert len(text) <= 120 and "," not in texts.written(text)


def test_a_fifth_of_the_drawn_utterances_or_more_is_dictated_digits() -> None:
    rng = Random(0)
    drawn = [texts.drawn(rng) for _ in range(400)]
    digits = {"nol", "kosong", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "dobel"}
    dictated = [t for t in drawn if sum(w in digits for w in texts.written(t).split()) >= 3]
    assert 0.2 < len(dictated) / len(drawn) < 0.5


def test_digit_groups_have_one_to_six_digits() -> None:
    for text in group_texts(100, seed=3):
        assert 1 <= sum(2 if a == "dobel" else 1 for a in text.split()) - text.split().count("dobel") <= 6


def test_long_texts_are_cut_at_a_word() -> None:
    cut = texts.tidy("kata " * 40)
    assert len(cut) <= 120 and cut.endswith("kata")


def test_no_sentence_of_the_examination_was_trained_on() -> None:
    examined = {texts.written(text) for text in sentences_of(COLLOQUIAL)}
    trained = {texts.written(text) for text in (*kokoro_texts(), *espeak_texts())}
    assert examined and not examined & trained
