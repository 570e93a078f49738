"""Marks for the voice in what operators write: found, checked, and never seen by anybody."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialog.effects import Say, told
from dialog.journal_codec import decode, encode
from dialog.marks import clean, encoded, is_open, plain
from dialog.templates import fill, opening

ALL = "Tekan [tekan: satu], [jeda 300] lalu [pelan: tunggu {{ x['a'] }}]. Kode [eja: AB1]."


def test_marks_become_signs_and_templates_stay() -> None:
    text, wrong = encoded(ALL)
    assert not wrong and "[" not in text.replace("x['a']", "")
    assert plain(text) == "Tekan satu, lalu tunggu {{ x['a'] }}. Kode AB1."


@pytest.mark.parametrize(
    ("source", "message", "how"),
    [
        ("[pelan: Baik", "tidak ditutup", "tulis ]"),
        ("Baik] ya", "tanpa pembuka", "hapus"),
        ("[pelen: Baik]", "tidak dikenal", "maksud Anda [pelan?"),
        ("[musik] Baik", "tidak dikenal", "[jeda 300]"),
        ("[jeda] Baik", "tanpa lama", "milidetik dari 50 sampai 3000"),
        ("[jeda 20] Baik", "jeda 20", "milidetik"),
        ("[jeda 99999] Baik", "jeda 99999", "milidetik"),
        ("[eja AB] Baik", "titik dua", "[eja: ...]"),
    ],
)  # fmt: skip
def test_a_wrong_mark_is_told_and_left_out(source: str, message: str, how: str) -> None:
    text, wrong = encoded(source)
    assert len(wrong) == 1 and message in wrong[0].message and how in wrong[0].how
    assert "Baik" in text or "[eja" in source
    assert not is_open(text)


@given(st.text("[]: jedapelntki0123456789{}\ue000\ue801\ue80f", max_size=40))
@settings(max_examples=60, deadline=None)
def test_whatever_is_written_is_plain_without_signs(source: str) -> None:
    text, _ = encoded(source)
    assert not any("\ue000" <= sign <= "\uf8ff" for sign in plain(text))
    assert not is_open(text)


def test_a_value_never_makes_a_mark() -> None:
    """Neither brackets nor the signs themselves, whoever says them."""
    for value in ("[pelan: Budi] [jeda 3000]", "Bu\ue801di\ue80f\ue0ff"):
        said = Say(fill("Baik, {{ nama }}.", nama=value))
        assert said.marked == said.text
    assert clean("Bu\ue801di") == "Budi"


def test_what_is_said_is_shown_kept_and_repeated_without_signs() -> None:
    say = Say(encoded("Baik [jeda 300], [tekan: satu].")[0])
    assert say.text == told(say) == "Baik, satu." and say.marked != say.text
    assert encode(say)["text"] == "Baik, satu." and decode(encode(say)) == say
    assert Say(say.marked) == say and Say(say.marked).marked == say.marked
    assert replace(say, interruptible=False).text == say.text


def test_an_opening_never_tears_a_mark_apart() -> None:
    assert opening(encoded("Baik. [pelan: Nomornya, {{ x }}.]")[0]) == "Baik."
