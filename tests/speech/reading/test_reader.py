"""A sentence as pieces for a voice."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from speech.lexicon import SHIPPED
from speech.pronunciation import LONGEST_CLAUSE
from speech.reading import Piece, Reader, adopt, read
from speech.reading.marks import CLOSE, PAUSE, SLOW, SPELL, STRESS


def pause(ms: int) -> str:
    return chr(PAUSE + ms // 10)


def test_a_sentence_is_one_piece_and_its_mark_gives_the_pause() -> None:
    assert read("Tekan 1. Lalu tunggu") == (Piece("Tekan satu.", 320), Piece("Lalu tunggu", 90))


def test_nothing_to_say_gives_no_piece() -> None:
    assert read(" ") == read("***") == ()


def test_marks_cut_a_sentence_into_pieces() -> None:
    said = read(f"Tekan {STRESS}1{CLOSE}, lalu{pause(500)} {SLOW}tunggu sebentar.{CLOSE} Kode {SPELL}AB1{CLOSE}.")
    assert [(piece.text, piece.pause_ms) for piece in said] == [
        ("Tekan", 40), ("satu,", 140), ("lalu", 500), ("tunggu sebentar.", 320), ("Kode", 40), ("a, be, satu.", 320),
    ]  # fmt: skip
    assert [piece.emphasis for piece in said] == [False, True, False, False, False, False]
    assert said[3].pace == 0.8 and said[0].pace == 1.0 and said[5].pace < 1.0


def test_marks_may_stand_in_one_another_and_be_left_open() -> None:
    slow, stressed = read(f"{SLOW}satu {STRESS}dua")
    assert (slow.pace, slow.emphasis, stressed.emphasis) == (0.8, False, True)
    assert read(CLOSE) == read(f"{STRESS}{CLOSE}") == ()


def test_a_pause_alone_is_kept() -> None:
    assert read(f"{pause(700)}Baik.") == (Piece("", 700), Piece("Baik.", 320))


@given(st.text("ab1.,? \ue000\ue064\ue800\ue801\ue802\ue80f", max_size=60))
@settings(max_examples=60, deadline=None)
def test_no_sign_or_digit_is_left_for_the_voice(text: str) -> None:
    for piece in read(text):
        assert not re.search(r"[\d\ue000-\uf8ff]", piece.text)
        assert len(piece.text) <= LONGEST_CLAUSE or " " not in piece.text
        assert piece.text or piece.pause_ms


def test_an_agencys_words_come_first() -> None:
    own = SHIPPED.with_own({"Disnaker": "dinas tenaga kerja", "SIM": "surat izin mengemudi", "SIM BG": "sim bé gé"}, ["NIK"], ["BKPSDM"])
    said = Reader(own).read("disnaker, SIM, SIM BG, NIK, BKPSDM, sim")
    assert said[0].text == "dinas tenaga kerja, surat izin mengemudi, sim bé gé, en i ka, bkpsdm, sim"


def test_a_hotline_adopts_its_words_for_the_whole_process() -> None:
    try:
        adopt(SHIPPED.with_own({"Bapenda": "badan pendapatan"}))
        assert read("Bapenda")[0].text == "badan pendapatan"
    finally:
        adopt(SHIPPED)
    assert read("Bapenda")[0].text != "badan pendapatan"
