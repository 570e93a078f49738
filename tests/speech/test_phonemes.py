"""Indonesian as Kokoro is given it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speech.lexicon import LETTER_SOUNDS, LOANS, SHIPPED, VOWELS
from speech.phonemes import indonesian_ipa, mended


def plain(text: str) -> str:
    return indonesian_ipa(text).replace("ˈ", "").replace("ˌ", "")


@pytest.mark.parametrize(
    ("word", "ipa"),
    [
        ("sebelas", "səbəlas"),
        ("enam", "ənam"),
        ("menit", "mənit"),
        ("sore", "soɾe"),
        ("mereka", "məɾeka"),
        ("pemesanan", "pəməsanan"),
        ("kesehatan", "kəsehatan"),
        ("terendah", "təɾəndah"),
        ("sertifikat", "seɾtifikat"),
        ("selesai", "sələsaɪ"),
        ("kabupaten", "kabupaten"),
        ("taspén", "taspen"),
        ("download", "donlot"),
        ("karena", "kaɾəna"),
        ("desanya", "desaɲa"),
        ("syarat", "ʃaɾat"),
        ("cek", "ʧek"),
        ("teman-teman", "təmantəman"),
    ],
)
def test_faults_of_espeak_are_mended(word: str, ipa: str) -> None:
    assert plain(word).replace(" ", "") == ipa


def test_letters_are_named_as_indonesian_names_them() -> None:
    assert plain("ka te pe") == "ka te pe"


def test_what_the_lexicon_lacks_is_left_to_espeak() -> None:
    assert mended("Nomor pengaduan Anda") == "Nomor pengaduan Anda"


@settings(max_examples=15, deadline=None)
@given(st.text("[]'@abc karena-", max_size=30))
def test_a_citizens_brackets_never_become_phoneme_commands(text: str) -> None:
    assert mended(text).replace("[[", "").replace("]]", "").count("[") == 0
    indonesian_ipa(text)


KNOWN = frozenset("abdefhijklmnopstuvwzŋɔəɛɡɪɲɾʃʊʤʧˈˌ ,")
"""What voices have been taught."""


def test_no_word_of_the_lexicon_needs_a_sound_that_voices_have_not_been_taught() -> None:
    words = [*VOWELS, *LETTER_SOUNDS, *LOANS.values(), *SHIPPED.said.values()]
    for start in range(0, len(words), 150):
        text = " ".join(words[start : start + 150])
        assert set(indonesian_ipa(text)) <= KNOWN


def test_stems_stand_once() -> None:
    bare = [word.replace("ê", "e").replace("é", "e") for word in VOWELS]
    assert sorted(bare) == sorted(set(bare))
