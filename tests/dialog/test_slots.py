"""What a slot makes of what was said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.schema import SlotSpec
from dialog.slots import choice, text, yes_no
from dialog.slots.result import Filled, Partial, Rejected

CHOICE = SlotSpec("apa", "choice", "apa", "?", choices={"ktp": (), "ktp_anak": ("kia",), "kk": ("kartu keluarga",)})
ANY = SlotSpec("apa", "text", "apa", "?")


YES = "ya|iya|betul|iya betul pak|benar|bener|oke|sip oke|nggih|inggih leres|muhun|sumuhun|enya|iyo|iye|injih|sampun|boleh|siap|mau|he eh"
NO = "tidak|nggak|enggak|gak|ga|bukan|salah|ora|mboten|sanes|teu|henteu|moal|kagak|indak|ndak|dudu|durung|ogah|kada|nyanda|iya tapi salah"


@pytest.mark.parametrize("said", YES.split("|"))
def test_yes_in_many_words(said: str) -> None:
    assert yes_no.parse(said) == Filled("ya")
    assert yes_no.parse(said.upper() + ".") == Filled("ya")


@pytest.mark.parametrize("said", NO.split("|"))
def test_no_in_many_words(said: str) -> None:
    assert yes_no.parse(said) == Filled("tidak")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("tidak salah", "ya"),
        ("nggak ada yang salah", "ya"),
        ("iya nggak apa apa", "ya"),
        ("bukan yang benar itu jalan asia afrika dekat alun alun", "tidak"),
        ("iya betul sekali pak memang itu yang saya maksud tadi", "ya"),
        ("jalan asia afrika dekat alun alun itu ya pak yang sudah", None),
        ("hmm", None),
        ("", None),
    ],
)
def test_yes_and_no_in_sentences(said: str, answer: str | None) -> None:
    parsed = yes_no.parse(said)
    assert (parsed.value if isinstance(parsed, Filled) else None) == answer


@pytest.mark.parametrize(
    ("said", "picked"),
    [
        ("ktp", "ktp"),
        ("yang ktp anak", "ktp_anak"),
        ("kia", "ktp_anak"),
        ("kartu keluarga", "kk"),
        ("kartu keluwarga", "kk"),
        ("a", None),
        ("paspor", None),
    ],
)
def test_choices(said: str, picked: str | None) -> None:
    parsed = choice.parse(said, CHOICE)
    assert (parsed.value if isinstance(parsed, Filled) else None) == picked


@pytest.mark.parametrize("said", ["", "?", "iya pak", "halo halo", "selamat pagi pak", "1"])
def test_text_that_tells_nothing(said: str) -> None:
    assert isinstance(text.parse(said, ANY), Rejected)


@pytest.mark.parametrize("said", ["jalan rusak", "2024", "kemarin", "RT 3"])
def test_text_that_tells_something(said: str) -> None:
    assert text.parse(f"  {said} ", ANY) == Filled(said)


@given(st.text(), st.sampled_from([CHOICE, ANY]))
def test_no_text_breaks_a_slot(said: str, slot: SlotSpec) -> None:
    for parse in (choice.parse, text.parse, yes_no.parse):
        assert isinstance(parse(said, slot), Filled | Partial | Rejected)


def test_text_has_no_full_stop_of_its_own() -> None:
    assert text.parse("Di jalan Merdeka.", ANY) == Filled("Di jalan Merdeka")
