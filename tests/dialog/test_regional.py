"""Javanese and Sundanese in a wish."""

from __future__ import annotations

import pytest

from dialog.understanding.regional import INDONESIAN, indonesian, stem
from dialog.understanding.understander import Understander

KNOWN = frozenset("izin cuti lapor bangun rumah bayar jadwal buku".split())


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("arep ngurus izin", "ingin ngurus izin"),
        ("pinten dinten", "berapa hari"),
        ("wis dijupuk durung", "sudah diambil durung"),
        ("berapa hari", "berapa hari"),
    ],
)
def test_words_are_put_into_indonesian(said: str, meant: str) -> None:
    assert indonesian(said) == meant


def test_what_is_indonesian_stays_so() -> None:
    assert not INDONESIAN.keys() & {word for words in INDONESIAN.values() for word in words.split()}


@pytest.mark.parametrize(
    ("word", "of"),
    [("izine", "izin"), ("cutiku", "cuti"), ("nglaporke", "lapor"), ("mbangun", "bangun"), ("omahmu", "rumah"), ("jadwalipun", "jadwal")],
)
def test_endings_and_nasals_go(word: str, of: str) -> None:
    assert stem(word, KNOWN) == of


@pytest.mark.parametrize("word", ["buku", "tempe", "sore", "ngobrol", "e", ""])
def test_a_word_whose_stem_nobody_knows_stays(word: str) -> None:
    assert stem(word, KNOWN) == word


def test_a_wish_half_in_javanese_is_understood() -> None:
    two = Understander(
        {
            "pbg": ["mau bangun rumah", "izin bangun rumah di mana", "syarat bangun rumah", "urus izin bangun", "bangun rumah bayar apa"],
            "cuti": ["sisa cuti saya", "cuti tinggal berapa hari", "cek cuti", "hak cuti tahun ini", "cuti saya masih ada"],
        }
    )
    assert two.understand("arep mbangun omah, izine neng ngendi")[0].intent == "pbg"
    assert two.understand("cutiku isih pirang dinten")[0].intent == "cuti"
