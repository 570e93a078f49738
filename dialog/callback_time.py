"""When somebody is to be called back: understood from a sentence, and said again. Pure; all moments have an offset."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from dialog.calendar import DAYS
from dialog.number_words import words
from dialog.schema import SlotSpec
from dialog.slots import time as clock
from dialog.slots.result import Filled
from dialog.state import State
from dialog.templates import MONTHS
from dialog.understanding.days import day_in
from dialog.understanding.normalize import normalize
from dialog.understanding.numerals import numerals

SOON = ""
"""As soon as possible."""
FARTHEST = timedelta(days=30)
PARTS = {"pagi": time(9), "siang": time(13), "sore": time(15), "malam": time(19)}
"""The hour that a part of the day stands for."""
PART_LASTS = timedelta(hours=3)
MOMENT = timedelta(minutes=30)
"""Until a call back in the part of the day that it is already."""
_UNKNOWN_NOW = "1970"
_SOON = re.compile(
    r"\b(?:secepat\w*|secepet\w*|segera|sesegera|sekarang|langsung|terserah|bebas|kapan (?:saja|pun)|kapanpun|sembarang|sebisa|"
    r"tidak (?:tahu|tau)|mana saja|^(?:satu|1)$|(?:jam|waktu|pukul) berapa (?:saja|pun))\b"
)
_IN_A_WHILE = re.compile(r"\b(?P<count>\d+|setengah|sejam) ?(?P<unit>jam|menit)?(?: lagi| nanti)\b")
_PART = re.compile(r"\b(?P<part>pagi|siang|sore|malam|petang|d?z?[uh]*hur|lohor|asar|magrib)\b")
_OTHER_PARTS = {"petang": "sore", "asar": "sore", "magrib": "malam"}
"""The noon prayer, however it is spelt, is *siang*."""
_HOUR = re.compile(r"\b(?:jam|pukul)\b|\b\d{1,2}[.:]\d\d\b")
_NOT = re.compile(r"\bbukan (?:(?:jam|pukul|hari|tanggal) )?\w+")
"""What it is not: "bukan jam dua, jam tiga"."""
_WHEN = SlotSpec("waktu", "time", "waktu", "")


def moment(state: State) -> datetime | None:
    """When the call began; None where nobody knows, for the service was started anew meanwhile."""
    return None if state.now.startswith(_UNKNOWN_NOW) else datetime.fromisoformat(state.now)


def parse_iso(text: str) -> datetime | None:
    """None for what is no moment."""
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


def wanted(text: str, now: datetime, agreed: date | None = None) -> datetime | str | None:
    """The moment that is meant, SOON, or None: not understood, or gone by, or farther than a month away. `agreed` is the day that is meant
    where only an hour is said."""
    plain = _NOT.sub("", normalize(text))
    if ahead := _IN_A_WHILE.search(numerals(plain)):
        return _ahead(ahead["count"], ahead["unit"] or "jam", now)
    hour, part = _hour(plain, now.date()), _part(plain)
    day = None if plain in ("satu", "1") else _day(plain, now.date())
    if hour is None and part is None and (day == now.date() or (day is None and _SOON.search(plain))):
        return SOON
    if day is None and hour is None and part is None:
        return None
    day = day or agreed
    found = datetime.combine(day or now.date(), hour or part or PARTS["pagi"], now.tzinfo)
    if hour is None and found <= now < found + PART_LASTS:  # "nanti sore", at four
        found = now + MOMENT
    elif found <= now and day is None:
        found += timedelta(days=1)
    return found.replace(second=0, microsecond=0) if now <= found <= now + FARTHEST else None


def spoken(at: datetime, now: datetime, *, about: bool = False) -> str:
    """ "besok, Rabu, sekitar pukul sembilan pagi": in words, as seen on the day of `now`, in the zone of `at`."""
    apart = (at.date() - now.astimezone(at.tzinfo).date()).days if at.tzinfo is not None and now.tzinfo is not None else -1
    name = DAYS[at.weekday()]
    day = {0: "hari ini", 1: f"besok, {name}", 2: f"lusa, {name}"}.get(apart, f"{name} tanggal {at.day} {MONTHS[at.month - 1]}")
    return f"{day}, {'sekitar ' if about else ''}{hour_words(at.time())}"


def hour_words(at: time) -> str:
    """ "pukul sembilan lewat lima belas pagi"."""
    part = "malam" if at.hour < 3 else "pagi" if at.hour < 11 else "siang" if at.hour < 15 else "sore" if at.hour < 18 else "malam"
    past = f" lewat {words(at.minute)}" if at.minute else ""
    return f"pukul {words((at.hour - 1) % 12 + 1)}{past} {part}"


def _day(plain: str, today: date) -> date | None:
    try:
        found = day_in(_HOUR.sub(" jam ", re.sub(r"\b(?:jam|pukul) \w+(?: \w+)?$", "", plain)), today, 1)
    except (ValueError, OverflowError):
        return None
    return found[0] if found is not None else None


def _hour(plain: str, today: date) -> time | None:
    """Of the clock: "jam sembilan", "setengah dua siang"."""
    read = clock.parse(plain, _WHEN, today) if _HOUR.search(plain) or re.search(r"\bsetengah \w+", plain) else None
    return time.fromisoformat(read.value) if isinstance(read, Filled) else None


def _part(plain: str) -> time | None:
    found = _PART.search(plain)
    if found is None:
        return None
    part = _OTHER_PARTS.get(found["part"], found["part"])
    return PARTS[part if part in PARTS else "siang"]


def _ahead(count: str, unit: str, now: datetime) -> datetime | None:
    number = 0.5 if count == "setengah" else 1 if count == "sejam" else int(count)
    found = now + (timedelta(hours=number) if unit == "jam" else timedelta(minutes=number)) if number < 1000 else None
    return found.replace(second=0, microsecond=0) if found is not None and found <= now + FARTHEST else None
