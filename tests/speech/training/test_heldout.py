from __future__ import annotations

from pathlib import Path

from speech.training.heldout import dictated_niks, sentences_of
from speech.training.texts import written
from speech.training.voices import HELD_OUT_STYLES, TRAINING_STYLES


def test_the_examining_voices_never_train() -> None:
    assert not set(HELD_OUT_STYLES) & set(TRAINING_STYLES)


def test_a_dictated_nik_has_sixteen_digits_and_the_draw_repeats() -> None:
    spoken = dictated_niks(20, seed=0)
    assert spoken == dictated_niks(20, seed=0) != dictated_niks(20, seed=1)
    for text in spoken:
        words = written(text).split()
        assert len(words) == 16 or "dobel" in words


def test_remarks_and_empty_lines_are_not_spoken(tmp_path: Path) -> None:
    (tmp_path / "sentences.txt").write_text("# a remark\n\nKTP saya hilang, Pak!\n", encoding="utf-8")
    assert sentences_of(tmp_path / "sentences.txt") == ["ktp saya hilang, pak"]
