"""A sentence that is made while somebody waits begins with few words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.cutting import quick_start
from speech.reading import Piece, read


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Baik, Bapak Budi, permohonan Anda sudah kami terima pagi ini.", "Baik, Bapak Budi,"),
        ("Nomor laporan Anda kami simpan, mohon dicatat baik-baik sampai selesai.", "Nomor laporan Anda kami simpan,"),
        ("Pendek saja, ya.", "Pendek saja, ya."),
        (
            "Kartu keluarga milik Budi Santoso sudah selesai dicetak dan dapat diambil di kantor kecamatan mulai besok pagi.",
            "Kartu keluarga milik Budi Santoso",
        ),
        ("Sebuahkalimatpanjangsekalitanpatempatuntukmemotongsamasekalikarenatanpaspasi.",) * 2,
    ],
)
def test_it_is_cut_at_its_first_mark_or_else_where_breath_is_taken(text: str, first: str) -> None:
    assert quick_start([Piece(text, 320)])[0].text == first


@given(st.lists(st.text(alphabet="abc ,.;dankeyang", max_size=120)))
def test_nothing_is_lost_and_only_the_first_changes(texts: list[str]) -> None:
    pieces = [Piece(" ".join(text.split()), 320) for text in texts]
    cut = quick_start(pieces)
    assert " ".join(" ".join(piece.text for piece in cut).split()) == " ".join(" ".join(piece.text for piece in pieces).split())
    assert tuple(cut[-len(pieces) + 1 :] if len(pieces) > 1 else ()) == tuple(pieces[1:])


def test_the_pause_after_the_whole_stays_at_its_end() -> None:
    (sentence,) = read("Baik, nomor laporan Anda sudah kami catat dan akan segera ditindaklanjuti.")
    start, rest = quick_start([sentence])
    assert rest.pause_ms == sentence.pause_ms
    assert start.pause_ms <= 200
