"""What a voice is given to say."""

from __future__ import annotations

import re
import time

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
        # Addresses
        ("Gg. Haji Ali No. 7/3, Blok C", "gang Haji Ali nomor tujuh garis miring tiga, Blok ce"),
        ("Jl. Merdeka No. 12B RT 03/RW 05, Kab. Bandung 40132",
         "jalan Merdeka nomor dua belas be er te tiga, er we lima, kabupaten Bandung empat nol satu tiga dua"),
        # Money
        ("Rp1.250.000,50", "satu juta dua ratus lima puluh ribu rupiah lima puluh sen"),
        ("Rp5rb, Rp 3jt, Rp1,2M", "lima ribu rupiah, tiga juta rupiah, satu koma dua miliar rupiah"),
        ("Rp50.000-100.000/orang", "lima puluh ribu sampai seratus ribu rupiah per orang"),
        ("US$ 20", "dua puluh dolar Amerika"),
        # Days and times
        ("17/8/26", "tujuh belas Agustus dua ribu dua puluh enam"),
        ("21 Nov. 2026", "dua puluh satu November dua ribu dua puluh enam"),
        ("2026-08-17T09:30:00+07:00", "tujuh belas Agustus dua ribu dua puluh enam pukul sembilan lewat tiga puluh menit"),
        ("1-5 Agustus 2026", "satu sampai lima Agustus dua ribu dua puluh enam"),
        ("28 Juli - 3 Agustus", "dua puluh delapan Juli sampai tiga Agustus"),
        ("Sen-Jum", "Senin sampai Jumat"),
        ("Senin s.d. Jumat, 08.00 s.d. 15.30", "Senin sampai Jumat, delapan sampai lima belas lewat tiga puluh menit"),
        ("31/02/2026", "tiga satu, nol dua, dua nol dua enam"),
        ("24/7/2013", "dua puluh empat Juli dua ribu tiga belas"),
        # Somebody's numbers
        ("(022) 123456", "nol dua dua, satu dua tiga, empat lima enam"),
        ("+62 812-3456-7890", "plus enam dua, delapan satu dua, tiga empat lima enam, tujuh delapan sembilan nol"),
        ("1500-123", "satu lima nol nol, satu dua tiga"),
        ("pelat D 1234 ABC", "pelat de, satu dua tiga empat, a be ce"),
        ("NPWP 01.312.166.0-091.000", "en pe we pe nol satu, tiga satu dua, satu enam enam, nol, nol sembilan satu, nol nol nol"),
        # Laws and Roman numerals
        ("UU No. 24 Tahun 2013", "undang-undang nomor dua puluh empat tahun dua ribu tiga belas"),
        ("PP 96/2018", "peraturan pemerintah nomor sembilan puluh enam tahun dua ribu delapan belas"),
        ("Pasal 5 ayat (2) huruf a", "Pasal lima ayat dua huruf a"),
        ("Kecamatan III, semester II, golongan III/d", "Kecamatan tiga, semester dua, golongan tiga de"),
        ("abad ke-21, ke-XX", "abad kedua puluh satu, kedua puluh"),
        ("vitamin C, Hamengkubuwono X", "vitamin ce, Hamengkubuwono kesepuluh"),
        # Amounts
        ("1/2 kg, 3/4 jam, 1 1/2", "setengah kilogram, tiga perempat jam, satu setengah"),
        ("60 km/jam, -3 °C, 3.5 ha", "enam puluh kilometer per jam, minus tiga derajat Celsius, tiga koma lima hektare"),
        ("5-10% dan 3–5 hari", "lima sampai sepuluh persen dan tiga sampai lima hari"),
        # Words and names
        ("e-KTP, KTP-el, SK-nya, PIN, QRIS", "e ka te pe, ka te pe elektronik, es ka-nya, pin, kris"),
        ("Ir. Soekarno, Tjokroaminoto, Djoko, Annisa", "insinyur Sukarno, Cokroaminoto, Joko, Anisa"),
        ("Tanggal, Minggu, Tunjukkan", "Tanggal, Minggu, Tunjukkan"),
        ("B.J. Habibie, H. Ahmad", "be je Habibie, haji Ahmad"),
        ("Saksi M. Yusuf hadir.", "Saksi em Yusuf hadir."),
        ("Pilih opsi A. Lalu tekan satu.", "Pilih opsi a. Lalu tekan satu."),
        ("SRI MULYANI, ANDI WIJAYA", "SRI MULYANI, ANDI WIJAYA"),
        ("No 7; H-1, H+7", "nomor tujuh; ha min satu, ha plus tujuh"),
        ("bawa KTP, KK, dll. Lalu datang", "bawa ka te pe, ka ka, dan lain-lain. Lalu datang"),
        ("Dokumen (KTP, KK) dibawa (asli).", "Dokumen, ka te pe, ka ka, dibawa, asli."),
        ("info@sukamaju.go.id", "info et sukamaju titik go titik i de"),
        ("https://sapa.go.id/lapor", "sapa titik go titik i de garis miring lapor"),
        ("tekan # atau tekan *", "tekan pagar atau tekan bintang"),
        ("suami/istri & anak", "suami atau istri dan anak"),
        ("nama BUDI SANTOSO", "nama BUDI SANTOSO"),
        ("Selamat pagi, mohon tunggu.", "Selamat pagi, mohon tunggu."),
    ],
)  # fmt: skip
def test_it_is_written_out(written: str, said: str) -> None:
    assert spoken(written) == said


@given(st.text())
def test_any_text_gives_words_without_digits_and_is_left_alone_the_second_time(text: str) -> None:
    once = spoken(text)
    assert not re.search(r"\d|[^\w\s.,;:!?…'-]|_", once)
    assert clauses(spoken(once)) == clauses(spoken(spoken(once)))


@pytest.mark.parametrize(
    "part", ["1", "1.", "12.345.", "www.a-", "a.", "Bandung 40132 ", "(021)", "x@a-", " ", "aA", "1 Jan ", "Rp1-", "M. "]
)
def test_long_texts_take_a_moment_whatever_they_are(part: str) -> None:
    began = time.process_time()
    assert all(len(piece) <= 200 for piece in clauses(spoken(part * (10_000 // len(part)))))
    assert time.process_time() - began < 1.5


def test_what_no_voice_can_say_is_left_out() -> None:
    assert spoken("Terima kasih 😊🙏 – \x00[[s@]] --help <b>hai</b> $(ls)\ud800") == "Terima kasih, es help be hai be, ls,"


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
