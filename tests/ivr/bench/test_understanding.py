"""The figures of `ivr bench understanding`, on judgements whose figures are known."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialog.understanding.understander import Guess
from ivr.bench.understanding import Judged, apart, auroc, calibration_error, confusions, draw, figures, read_sentences, spread


def test_a_sentence_outside_is_wrong_whatever_it_was_taken_for() -> None:
    found = figures([Judged(1.0, True, False), Judged(1.0, False, False), Judged(0.0, False, True)])
    assert (found["sentences"], found["outside"], found["accuracy"]) == (2, 1, 0.5)
    assert found["auroc"] == 1.0


def test_auroc_counts_pairs_and_half_the_ties() -> None:
    assert auroc([0.9, 0.5], [0.5, 0.1]) == pytest.approx((1 + 1 + 0.5 + 1) / 4)


def test_honest_confidence_has_no_calibration_error() -> None:
    assert calibration_error([Judged(0.5, right, False) for right in (True, False)]) == 0.0
    assert calibration_error([Judged(1.0, False, False)]) == 1.0


def test_what_an_example_says_too_is_held_out_of_nothing() -> None:
    assert apart({"a": ["Jam buka?", "kantor tutup jam berapa"]}, {"b": ["jam buka"]}) == {"a": ["kantor tutup jam berapa"]}


def test_a_confusion_tells_what_was_wanted_and_what_was_guessed() -> None:
    guesses = {"satu": (Guess("a", 0.9),), "dua": (Guess("a", 0.6), Guess("b", 0.2)), "tiga": ()}
    found = confusions(lambda text: guesses[text], {"a": ["satu"], "b": ["dua", "tiga"]})
    assert found == ["b: a 0.60, b 0.20: dua", "b: : tiga"]


def test_a_few_sentences_are_taken_from_every_intent() -> None:
    kept = spread({"a": ["1", "2", "3"], "b": ["4", "5"]}, 3)
    assert kept == {"a": ["1", "2"], "b": ["4"]}
    assert spread(kept, 0) == kept


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("halo", encoding="utf-8")
    with pytest.raises(ValueError, match="list of sentences"):
        read_sentences(tmp_path / "x.yaml")


def test_a_picture_is_drawn(tmp_path: Path) -> None:
    draw([Judged(0.1, False, True), Judged(0.9, True, False)], tmp_path / "x.png")
    assert (tmp_path / "x.png").read_bytes().startswith(b"\x89PNG")
