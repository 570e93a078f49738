"""What a voice is given to say."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speech.lexicon import DIGITS
from speech.pronunciation import LONGEST_CLAUSE, clauses, spoken
from speech.writing.numbers import dictated, number


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("3273 0112", "tiga dua tujuh tiga, nol satu satu dua"),
        ("NIK 3273011205900001.",
         "nik tiga dua tujuh tiga, nol satu satu dua, nol lima sembilan nol, nol nol nol satu."),
        ("Tiket ADU-2026-000123.", "Tiket a de u, dua nol dua enam, nol nol nol, satu dua tiga."),
        ("KTP dan KK", "ka te pe dan ka ka"),
        ("BPJS, PBB; UPT", "be pe je es, pe be be; u pe te"),
        ("RT 03/RW 05", "er te tiga, er we lima"),
        ("Jl. Merdeka No. 12, Kec. Coblong", "jalan Merdeka nomor dua belas, kecamatan Coblong"),
        ("Rp 1.250.000", "satu juta dua ratus lima puluh ribu rupiah"),
        ("Rp75.000,- saja", "tujuh puluh lima ribu rupiah saja"),
        ("Rp1,5 juta", "satu koma lima juta rupiah"),
        ("tanggal 17-08-2026", "tanggal tujuh belas Agustus dua ribu dua puluh enam"),
        ("2026-08-17", "tujuh belas Agustus dua ribu dua puluh enam"),
        ("17 Agustus 2026", "tujuh belas Agustus dua ribu dua puluh enam"),
        ("pukul 08.00-15.30 WIB", "pukul delapan sampai lima belas lewat tiga puluh menit we i be"),
        ("jam 7.05", "jam tujuh lewat lima menit"),
        ("Buka 08.00 - 15.00.", "Buka delapan sampai lima belas."),
        ("kode 4827", "kode empat delapan dua tujuh"),
        ("foto 3x4", "foto tiga kali empat"),
        ("12,5%", "dua belas koma lima persen"),
        ("0812-3456-7890", "nol delapan satu dua, tiga empat lima enam, tujuh delapan sembilan nol"),
        ("hubungi 112", "hubungi satu satu dua"),
        ("1.500 orang", "seribu lima ratus orang"),
        ("ke-1, ke-3", "pertama, ketiga"),
        ("sapa.go.id", "sapa titik go titik i de"),
        ("nama BUDI SANTOSO", "nama BUDI SANTOSO"),
        ("Selamat pagi, mohon tunggu.", "Selamat pagi, mohon tunggu."),
    ],
)  # fmt: skip
def test_it_is_written_out(written: str, said: str) -> None:
    assert spoken(written) == said


@given(st.text())
def test_any_text_gives_words_without_digits_and_is_left_alone_the_second_time(text: str) -> None:
    once = spoken(text)
    assert not re.search(r"\d", once)
    assert clauses(spoken(once)) == clauses(spoken(spoken(once)))


@given(st.text("0123456789 .,-/:RpWIBKTP%", max_size=40))
def test_anything_made_of_numbers_and_marks_is_written_out(text: str) -> None:
    assert not re.search(r"\d", spoken(text))


@settings(max_examples=40)
@given(st.from_regex(r"0[0-9]{3,19}|[0-9]{9,20}", fullmatch=True))
def test_no_digit_of_a_long_number_is_lost_or_swapped(digits: str) -> None:
    words = spoken(f"nomor {digits} benar").replace(",", "").split()[1:-1]
    assert "".join(str(DIGITS.index(word)) for word in words) == digits


@given(st.lists(st.from_regex(r"[0-9]{3,5}", fullmatch=True), min_size=2, max_size=5))
def test_groups_stay_as_written(groups: list[str]) -> None:
    assert dictated(" ".join(groups)).count(",") == len(groups) - 1


@given(st.integers(0, 10**30))
def test_a_number_of_any_length_has_words(value: int) -> None:
    assert re.fullmatch(r"[a-z, ]+", number(str(value)))


@given(st.text("abc de,.!? \n-", max_size=800))
def test_clauses_lose_nothing_and_are_short(text: str) -> None:
    pieces = clauses(text)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(piece and (len(piece) <= LONGEST_CLAUSE or " " not in piece) for piece in pieces)
    assert [again for piece in pieces for again in clauses(piece)] == pieces


def test_a_long_sentence_is_cut_at_its_commas() -> None:
    first = "Untuk membuat kartu tanda penduduk baru bawa fotokopi kartu keluarga,"
    second = "surat pengantar dari rukun tetangga dan rukun warga setempat yang masih berlaku,"
    assert clauses(f"{first} {second} lalu datang.") == [first, f"{second} lalu datang."]
