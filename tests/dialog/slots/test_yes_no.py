"""Yes and no, in the words and languages that callers use."""

from __future__ import annotations

import pytest

from dialog.slots import yes_no
from dialog.slots.result import Filled

YES = (
    "ya|iya|betul|iya betul pak|benar|bener|oke|sip oke|boleh|siap|mau|he eh|he-eh|he'e|ho'oh|hooh|uhum|tentu saja|pasti|cocok"
    "|nggih|inggih leres|injih|leres|saestu|sampun|muhun|sumuhun|enya|heueuh|iyo|batua|olo|toho|iye|patut|engghi"
)
NO = (
    "tidak|nggak|enggak|engga|gak|ga|bukan|salah|enggak usah|iya tapi salah"
    "|ora|mboten|sanes|dudu|durung|emoh|teu|henteu|moal|acan|indak|ndak|kagak|ogah|kada|nyanda|daong|ndang|nenten|tusing|banne|ulah|no"
)


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
        ("ya ampun", None),
        ("tidak tahu", None),
        ("ya nggak tau pak", None),
        ("belum tahu", None),
        ("lupa", None),
        ("nggak ngerti", None),
        ("bukan yang itu pak saya kurang tahu nomornya berapa", "tidak"),
        ("hmm", None),
        ("", None),
    ],
)
def test_yes_and_no_in_sentences(said: str, answer: str | None) -> None:
    parsed = yes_no.parse(said)
    assert (parsed.value if isinstance(parsed, Filled) else None) == answer


@pytest.mark.parametrize(
    ("said", "leaves"),
    [
        ("sudah, itu saja, terima kasih", True),
        ("oh gitu terima kasih ya", True),
        ("oh begitu ya makasih", True),
        ("oh begitu ya", False),
        ("terima kasih, satu lagi soal pajak", False),
    ],
)
def test_who_takes_leave(said: str, leaves: bool) -> None:
    assert yes_no.is_goodbye(said) == leaves
