"""What, where and since when, told in one sentence: "mau lapor lampu jalan mati di jalan Kartini sejak kemarin"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dialog.understanding.normalize import telling
from dialog.understanding.numbers import digits_in

_DAY = r"(?:senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu)"
_PERIOD = rf"(?:hari(?:\s+{_DAY})?|bulan|tahun|jam|kemarin|tadi|semalam|seminggu|sehari|sebulan|setahun|lama|dulu|{_DAY})"
_AFTER = r"(?:\s+(?:yang\s+lalu|lalu|ini|kemarin|malam|pagi|siang|sore|lebih|terakhir))*"
_WHEN = re.compile(
    rf"\b(?:(?:sejak|mulai|dari|semenjak|sudah|udah|hampir|kira-kira|kira kira)\s+(?:\w+\s+){{0,3}}?{_PERIOD}"
    rf"|kemarin|semalam|tadi(?=\s+(?:malam|pagi|siang|sore)))\b{_AFTER}",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"\bdi\s+(?:jalan|jl\b|gang|simpang|perempatan|pertigaan|depan|dekat|belakang|samping|sebelah|seberang|perumahan|komplek|kompleks"
    r"|kampung|desa|dusun|kelurahan|kecamatan|pasar|terminal|taman|jembatan|rt\b|rw\b).*?"
    r"(?=,|\s+(?:karena|sehingga|sampai|yang|dan|tolong|tidak|nggak|gak|ga|belum|sudah|pak|bu|itu|ini|bau|baunya)\b|$)",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:halo|selamat|pagi|siang|sore|malam|permisi|maaf|assalamualaikum|pak|bu|mas|mbak|saya|kami|aku|mau|ingin|tolong|mohon|minta"
    r"|hendak|pengen|pingin|ini|jadi|begini|menyampaikan|bikin|membuat|buat)[\s,.]+)*"
    r"(?:(?:lapor|laporkan|melapor|melaporkan|laporin|ngelaporin|mengadu|mengadukan|adukan|komplain|pengaduan|laporan|keluhan)[\s,.]+)?"
    r"(?:(?:bahwa|kalau|soal|tentang|mengenai|ada|masalah)[\s,.]+)*",
    re.IGNORECASE,
)
_NEAR = re.compile(r"di\s+(?:depan|dekat|belakang|samping|sebelah|seberang)\b", re.IGNORECASE)
"""What is near it alone names no place."""
FEWEST = 2
"""Telling words of what is the matter."""
MOST_DIGITS = 4
"""A story has a house number at most; more are an answer to something else."""


@dataclass(frozen=True, slots=True)
class Story:
    """In the caller's own words; empty: not told."""

    what: str = ""
    where: str = ""
    when: str = ""


def told(text: str) -> Story:
    """`what` only where the caller also says where or since when: "lapor jalan rusak" alone is a wish, and the story is still to come."""
    when = _WHEN.search(text)
    pieces = [text[: when.start()], text[when.end() :]] if when else [text]
    where = next((found for piece in pieces if (found := _WHERE.search(piece))), None)
    rest = " ".join(piece.replace(where[0], " ", 1) if where else piece for piece in pieces)
    what = _LEAD.sub("", _joined(rest))
    told_more = when is not None or (where is not None and not _NEAR.match(where[0]))
    enough = told_more and len(telling(what).split()) >= FEWEST and len(digits_in(what)) <= MOST_DIGITS
    return Story(what if enough else "", _joined(where[0]) if where else "", _joined(when[0]) if when else "")


def _joined(text: str) -> str:
    return " ".join(text.split()).replace(" ,", ",").strip(" ,.;:!?")
