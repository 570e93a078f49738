"""What a slot makes of what was said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.schema import SlotSpec
from dialog.slots import choice, digits, nik, text, yes_no
from dialog.slots.result import Filled, Partial, Rejected

NIK_SLOT = SlotSpec("nik", "nik", "NIK", "?", length=(16, 16))
PHONE = SlotSpec("telepon", "digits", "telepon", "?", length=(8, 13))
CHOICE = SlotSpec("apa", "choice", "apa", "?", choices={"ktp": (), "ktp_anak": ("kia",), "kk": ("kartu keluarga",)})
ANY = SlotSpec("apa", "text", "apa", "?")


@st.composite
def niks(draw: st.DrawFn) -> str:
    province = draw(st.sampled_from(sorted(nik.PROVINCES)))
    regency, district = draw(st.integers(1, 99)), draw(st.integers(1, 99))
    day, month, year = draw(st.integers(1, 28)) + draw(st.sampled_from([0, 40])), draw(st.integers(1, 12)), draw(st.integers(0, 99))
    return f"{province}{regency:02}{district:02}{day:02}{month:02}{year:02}{draw(st.integers(1, 9999)):04}"


@given(niks(), st.integers(2, 15))
def test_a_nik_is_filled_and_its_beginning_is_a_beginning(number: str, length: int) -> None:
    assert nik.parse(number, NIK_SLOT) == Filled(number)
    assert nik.parse(" ".join(number), NIK_SLOT) == Filled(number)
    assert nik.parse(number[:length], NIK_SLOT) == Partial(number[:length])
    assert isinstance(nik.parse(number + "1", NIK_SLOT), Rejected)


@given(niks(), st.sampled_from(["00", "32", "40", "72", "99"]), st.sampled_from(["00", "13", "99"]))
def test_a_date_that_is_none_is_told_from_the_tenth_digit_on(number: str, day: str, month: str) -> None:
    assert nik.fault(number[:6] + day + number[8:10]) == "date"
    assert nik.fault(number[:8] + month + number[10:]) == "date"
    assert nik.fault(number[:6] + day + number[8:9]) == ""


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("99", "province"),
        ("10", "province"),
        ("3200", "regency"),
        ("3273013102", "date"),
        ("3273017102", "date"),
        ("3273014107900000", "serial"),
        ("", ""),
    ],
)
def test_what_is_wrong_with_a_nik(number: str, why: str) -> None:
    assert nik.fault(number) == why


@given(st.text(alphabet="0123456789", max_size=20))
def test_a_nik_is_filled_only_with_sixteen_digits(number: str) -> None:
    parsed = nik.parse(number, NIK_SLOT)
    assert isinstance(parsed, Filled) <= (len(number) == 16)
    assert not (isinstance(parsed, Partial) and nik.fault(number))


def test_digits_by_length() -> None:
    assert digits.parse("nol delapan satu dua", PHONE) == Partial("0812")
    assert digits.parse("nol delapan satu dua 3456 789", PHONE) == Filled("08123456789")
    assert isinstance(digits.parse("1" * 14, PHONE), Rejected)
    assert isinstance(digits.parse("tidak punya", PHONE), Rejected)


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


@given(st.text(), st.sampled_from([NIK_SLOT, PHONE, CHOICE, ANY]))
def test_no_text_breaks_a_slot(said: str, slot: SlotSpec) -> None:
    for parse in (nik.parse, digits.parse, choice.parse, text.parse, yes_no.parse):
        assert isinstance(parse(said, slot), Filled | Partial | Rejected)


def test_text_has_no_full_stop_of_its_own() -> None:
    assert text.parse("Di jalan Merdeka.", ANY) == Filled("Di jalan Merdeka")
