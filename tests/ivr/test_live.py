"""The live view has a line, or deliberately none, for all that a journal can hold."""

from __future__ import annotations

import io
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from dialog.effects import Confidential, Effect, Lookup, Rated, Say, Transfer
from dialog.events import AgentUnavailable, CallStarted, Event, Heard, Hypothesis, LookupFailed, LookupSlow, SentBack, TakenOver, Unfinished
from dialog.handover import FIND
from dialog.journal_codec import encode
from ivr.confidential import without_content
from ivr.live import LiveView, describe


@given(st.one_of(*(st.from_type(kind) for kind in (*get_args(Event), *get_args(Effect)))))
def test_nothing_raises(entry: Event | Effect) -> None:
    assert isinstance(describe(encode(entry)), str)
    assert isinstance(describe(without_content(encode(entry))), str)


@pytest.mark.parametrize(
    ("entry", "line"),
    [
        (encode(Heard(1, (Hypothesis("cek ktp", 0.914),))), "Penelepon: cek ktp  [91%]"),
        (encode(Heard(1, ())), "Penelepon: (tidak jelas)"),
        (encode(CallStarted("2026-11-24T10:00:00+07:00")), "── panggilan masuk"),
        (encode(CallStarted("2026-11-24T10:00:00+07:00", "081234567890")), "── panggilan masuk dari nomor berakhiran 890"),
        (
            encode(CallStarted("2026-11-24T10:00:00+07:00", "081234567890", Unfinished("lapor", {"apa": "lubang"}))),
            "── panggilan masuk dari nomor berakhiran 890, sesudah panggilan yang terputus",
        ),
        (encode(LookupSlow(1)), "   … sistem belum menjawab"),
        (encode(Rated("kepuasan", "puas", "5")), "   dinilai: puas = 5"),
        (
            encode(Transfer("verification", verified=("NIP dan NIK",), briefing="Cuti.")),
            "── disambungkan ke petugas (identitas tidak terbukti); terbukti: NIP dan NIK; ringkasan: Cuti.",
        ),
        ({"type": "note.gap", "ms": 640}, "   jeda giliran 640 ms"),
        ({"type": "note.ended", "outcome": "ticket"}, "── selesai: ticket"),
        ({"type": "note.your_turn"}, ""),
        (encode(Say("Baik.", pace=0.8)), "Sapa (lebih pelan): Baik."),
        (encode(Say("Baik.", pace=1.15)), "Sapa (lebih cepat): Baik."),
        (encode(Transfer("emergency", number="112", briefing="Gawat.")), "── disambungkan ke 112 (keadaan darurat); ringkasan: Gawat."),
        (encode(Transfer("language", briefing="K.", queue="jawa")), "── disambungkan ke petugas jawa (minta bahasa daerah); ringkasan: K."),
        (encode(Lookup(1, FIND)), "   → antrean petugas: bagaimana keadaannya?"),
        (encode(Lookup(1, "pajak.pbb")), "   → sistem pajak.pbb"),
        (encode(AgentUnavailable("full")), "── penelepon kembali: antrean penuh"),
        (encode(SentBack()), "── petugas mengembalikan penelepon"),
        (encode(SentBack("status_ktp")), "── petugas mengembalikan penelepon untuk status_ktp"),
        (encode(TakenOver()), "── panggilan diambil alih"),
        (without_content(encode(SentBack("lapor"))), "── petugas mengembalikan penelepon"),
        (encode(LookupFailed(1, "timeout")), "   ← sistem gagal: tidak menjawab tepat waktu"),
        (without_content(encode(Heard(1, (Hypothesis("atasan saya menerima suap", 0.9),)))), "Penelepon: (rahasia)"),
        (without_content(encode(Confidential())), "── rahasia: mulai sekarang isi percakapan tidak dicatat"),
    ],
)
def test_lines(entry: dict[str, object], line: str) -> None:
    assert describe(entry) == line


def test_markup_in_a_callers_words_is_shown_as_it_is() -> None:
    out = io.StringIO()
    view = LiveView(Console(file=out, width=200))
    view("abcdef", 1500, encode(Heard(1, (Hypothesis("[red]ktp[/red]", 1.0),))))
    view("abcdef", 1600, {"type": "note.your_turn"})
    assert out.getvalue() == "abcd    1.50s  Penelepon: [red]ktp[/red]  [100%]\n"
