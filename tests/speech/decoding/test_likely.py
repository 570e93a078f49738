from __future__ import annotations

from speech.decoding.likely import HOT, PHRASES, hot_candidates, likeness, phrase_candidates, sound


def test_what_a_bad_line_makes_alike_sounds_alike() -> None:
    assert sound("Bandung") == sound("pantun")
    assert sound("soerabaja") != sound("semarang")
    assert sound("!") == ""


def test_likeness_is_of_the_likest() -> None:
    assert likeness("tidak", ["petugas", "tida"]) > likeness("tidak", ["petugas"])
    assert likeness("tidak", []) == 0


def test_the_nearest_phrases_come_first_and_are_few() -> None:
    phrases = ("petugas", "pesawat", "sudah", *(f"kata{letter}" for letter in "abcdefghijklmnop"))
    found = phrase_candidates(["besawat"], phrases)
    assert found[0] == "pesawat"
    assert len(found) == PHRASES
    assert phrase_candidates(["sudah"], ("sudah", "belum")) == ("belum",)


def test_a_name_takes_the_place_that_sounds_like_it() -> None:
    found = hot_candidates(["saya di jalan mlati raya"], ("melati", "antapani"))
    assert found[0] == "saya di jalan melati raya"
    assert all("antapani" not in candidate for candidate in found)


def test_a_name_of_two_words_may_have_been_heard_as_one() -> None:
    assert "di sukun jaya" in hot_candidates(["di sukunjaya"], ("sukun jaya",))


def test_hot_words_make_few_readings_and_none_without_likeness() -> None:
    assert len(hot_candidates(["ra ra ra ra ra ra ra ra"], ("rara", "raraa", "lara"))) <= HOT
    assert hot_candidates(["selamat pagi"], ("xyz", " ")) == ()
