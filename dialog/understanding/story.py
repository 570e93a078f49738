"""What, where and since when, told in one sentence: "mau lapor lampu jalan mati di jalan Kartini sejak kemarin"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dialog.understanding.normalize import telling

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
    r"|kampung|desa|dusun|kelurahan|kecamatan|pasar|terminal|taman|jembatan|rt\b|rw\b).*?(?=,|\s+(?:karena|sehingga|sampai|yang|dan|tolong)\b|$)",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:halo|selamat|pagi|siang|sore|malam|permisi|maaf|assalamualaikum|pak|bu|mas|mbak|saya|kami|aku|mau|ingin|tolong|mohon|minta"
    r"|hendak|pengen|pingin|ini|jadi|begini|menyampaikan|bikin|membuat|buat)[\s,.]+)*"
    r"(?:(?:lapor|laporkan|melapor|melaporkan|laporin|ngelaporin|mengadu|mengadukan|adukan|komplain|pengaduan|laporan|keluhan)[\s,.]+)?"
    r"(?:(?:bahwa|kalau|soal|tentang|mengenai|ada|masalah)[\s,.]+)*",
    re.IGNORECASE,
)
ENOUGH = 4
"""Telling words of a story that names neither place nor time."""
FEWEST = 2


@dataclass(frozen=True, slots=True)
class Story:
    """In the caller's own words; empty: not told."""

    what: str = ""
    where: str = ""
    when: str = ""


def told(text: str) -> Story:
    """`what` only where it is more than the name of the wish: "lapor jalan rusak" alone does not tell what is the matter."""
    when = _WHEN.search(text)
    rest = text[: when.start()] + text[when.end() :] if when else text
    where = _WHERE.search(rest)
    what = _LEAD.sub("", _joined(rest[: where.start()] + rest[where.end() :] if where else rest))
    words = telling(what).split()
    enough = len(words) >= (FEWEST if when or where else ENOUGH)
    return Story(what if enough else "", _joined(where[0]) if where else "", _joined(when[0]) if when else "")


def _joined(text: str) -> str:
    return " ".join(text.split()).replace(" ,", ",").strip(" ,.;:!?")
