"""A day: said in words or numerals, keyed, or told from today.

Without a year, a month or a direction the nearest such day is meant; a slot whose name, label or question speaks of what has happened
("sejak", "lahir", "kejadian") takes none after the day of the call, one that speaks of what is to come ("datang", "janji") none before it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from dialog.effects import Pauses
from dialog.schema import SlotSpec
from dialog.slots.kind import Kind
from dialog.slots.result import Filled, Parsed, Rejected
from dialog.templates import tanggal
from dialog.understanding.days import dated, day_in, from_today
from dialog.understanding.normalize import normalize

EARLIEST, LATEST = 1900, 2099
UNASKED = 0.7
"""Confidence in a day told from today that was not asked for: something else may have been on it."""
_TO_COME = frozenset("datang janji kunjungan berkunjung mengunjungi rencana rencananya ingin akan jadwal reservasi".split())
"""Normalised: "mau" is *ingin*."""
_HAPPENED = frozenset("sejak mulai lahir kelahiran kejadian terjadi kehilangan hilang meninggal".split())


def parse(text: str, slot: SlotSpec, today: date) -> Parsed:
    """Filled with an ISO date; `text` may be words, numerals, or keys as DDMMYYYY or DDMMYY."""
    asks = _words(slot, slot.ask)
    way = -1 if not _HAPPENED.isdisjoint(asks) else 0 if _TO_COME.isdisjoint(asks) else 1
    try:
        found = day_in(text, today, way)
    except (ValueError, OverflowError):  # 30 February, a month 13, ten thousand years ago
        return Rejected("no such day")
    if found is None:
        return Rejected("no day")
    day, confidence = found
    if not EARLIEST <= day.year <= LATEST:
        return Rejected("no such year")
    if way and (day - today).days * way < 0:
        return Rejected("in the future" if way < 0 else "in the past")
    return Filled(day.isoformat(), confidence=confidence)


def find(text: str, slot: SlotSpec, today: date) -> Filled | None:
    """A day with its month by name; what follows "sejak", where the slot asks since when; else the only day told from today."""
    asks = set(_words(slot))
    since = re.search(r"\b(?:sejak|mulai) (.+)", text.lower()) if {"sejak", "mulai"} & asks else None
    sure, telling = 1.0, dated(text) or (since[1] if since else "")
    if not telling and asks.isdisjoint({"sejak", "mulai", "lahir", "kelahiran"}):
        sure, telling = UNASKED, from_today(text)
    parsed = parse(telling, slot, today) if telling else None
    return replace(parsed, confidence=min(sure, parsed.confidence)) if isinstance(parsed, Filled) else None


def _words(slot: SlotSpec, *more: str) -> list[str]:
    return normalize(" ".join((slot.name.replace("_", " "), slot.label, *more))).split()


KIND = Kind(
    "date",
    parse,
    find,
    tanggal,
    keys=(6, 8),
    pauses=Pauses(200, 1000, 2200),
    keypad="Silakan ketik tanggalnya dengan delapan angka: dua angka hari, dua angka bulan, dan empat angka tahun.",
    example="Misalnya: tiga belas Agustus dua ribu dua puluh lima.",
    zero_first=True,
)
