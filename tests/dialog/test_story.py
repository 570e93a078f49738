"""One sentence that tells what, where and since when."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.understanding.story import Story, told


@pytest.mark.parametrize(
    ("text", "story"),
    [
        ("saya mau lapor lampu jalan mati di jalan Kartini sejak kemarin", Story("lampu jalan mati", "di jalan Kartini", "sejak kemarin")),
        ("jalan berlubang di depan pasar lama sudah dua minggu", Story("jalan berlubang", "di depan pasar lama", "sudah dua minggu")),
        ("sudah seminggu sampah tidak diangkut", Story("sampah tidak diangkut", "", "sudah seminggu")),
        ("pak mau melaporkan pohon tumbang di jalan Merdeka", Story("pohon tumbang", "di jalan Merdeka", "")),
        ("dari hari Senin air pdam mati", Story("air pdam mati", "", "dari hari Senin")),
        ("got mampet di rt lima, baunya sampai ke rumah", Story("got mampet, baunya sampai ke rumah", "di rt lima", "")),
        (
            "sampah di depan pasar lama sudah seminggu nggak diangkut pak",
            Story("sampah nggak diangkut pak", "di depan pasar lama", "sudah seminggu"),
        ),
        ("saya mau mengadu, nomor saya nol delapan satu dua tiga empat lima enam", Story()),
        ("mau lapor jalan rusak", Story()),
        ("saya mau mengadu", Story()),
        ("lampu merah mati semalam", Story("lampu merah mati", "", "semalam")),
    ],
)
def test_parts(text: str, story: Story) -> None:
    assert told(text) == story


@given(st.text(alphabet="abdeijklmnorstu ,.", max_size=120))
def test_every_part_is_in_the_callers_words(text: str) -> None:
    story = told(text)
    for part in (story.where, story.when):
        assert part in " ".join(text.split()).replace(" ,", ",")
