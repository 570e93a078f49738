"""When somebody is to be called back: understood from a sentence, and said again. Pure; all moments have an offset."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from dialog.calendar import DAYS
from dialog.callback_parts import MIDNIGHT, PARTS, on_friday, part_in, wished
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
DAWN = 4
"""Before this hour "besok pagi" is the morning that comes."""
FRIDAY = 4
SMALL_HOURS = 3
"""Until then it is still night."""
PART_LASTS = timedelta(hours=3)
MOMENT = timedelta(minutes=30)
"""Until a call back in the part of the day that it is already."""
_UNKNOWN_NOW = "1970"
_SOON = re.compile(
    r"\b(?:secepat\w*|secepet\w*|segera|sesegera|sekarang|langsung|terserah|bebas|kapan (?:saja|pun)|kapanpun|sembarang|sebisa|"
    r"tidak (?:tahu|tau)|mana saja|^(?:satu|1)$|(?:jam|waktu|pukul) berapa (?:saja|pun))\b"
)
_IN_A_WHILE = re.compile(r"\b(?P<count>\d+|setengah|sejam) ?(?P<unit>jam|menit)?(?: lagi| nanti)\b")
_HOUR = re.compile(r"\b(?:jam|pukul)\b|\b\d{1,2}[.:]\d\d\b")
_GONE = re.compile(r"\btadi (?:pagi|siang|sore|malam|jam|pukul)\b|\b(?:jam|pukul) \w+(?: \w+)? tadi\b|\bkemarin\b|\bsemalam\b")
_TOMORROW = re.compile(r"\b(?:besok|esok|sesuk|isukan) (?:pagi|siang|sore|jam|pukul|isuk|enjing)\b")
_NEXT_DAY = re.compile(r"\b(?:besoknya|esoknya|hari berikutnya|sehari (?:sesudah|setelah)nya)\b")
_MOVED = re.compile(
    r"\b(?P<count>\d+|setengah|sejam) ?(?P<unit>jam|menit)? (?P<way>sebelum|sesudah|setelah|lebih awal|lebih cepat|lebih lambat)"
    r"(?!\s(?:itu )?(?:\d|jam|pukul|magrib|asar|zuhur|jumat))"
)
_TELLS = re.compile(
    rf"\b(?:waktu|jam|pukul|hari|tanggal|kapan|besok\w*|lusa|nanti|segera|sekarang|secepat\w*|secepet\w*|{'|'.join(DAYS).lower()}|"
    r"\w*(?:zuhur|dzuhur|lohor|asar|ashar|magrib|maghrib|isya|subuh|jumatan)|pagi|siang|sore|malam|petang|sonten|isuk|enjing|sesuk)\b"
)
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
    found = _meant(text, now, agreed)
    return found if not isinstance(found, datetime) or now <= found <= now + FARTHEST else None


def beyond(text: str, now: datetime) -> int:
    """Why a moment that was understood cannot be had: -1 it has gone by, 1 it is more than a month away; 0 for anything else."""
    found = _meant(text, now, None)
    return 0 if not isinstance(found, datetime) else -1 if found < now else 1 if found > now + FARTHEST else 0


def has_time(text: str) -> bool:
    """Whether an hour, a day or a part of the day is spoken of at all, be it a refused one."""
    return _TELLS.search(normalize(text)) is not None


def moved(text: str, at: datetime) -> datetime | None:
    """`at`, moved as `text` says from there: "besoknya lagi", "satu jam sebelumnya"; None where it says nothing like it."""
    if _NEXT_DAY.search(text.lower()):
        return at + timedelta(days=1)
    found = _MOVED.search(numerals(normalize(text)))
    if found is None:
        return None
    count = {"setengah": 0.5, "sejam": 1.0}.get(found["count"]) or float(found["count"])
    apart = timedelta(minutes=count) if found["unit"] == "menit" else timedelta(hours=count)
    return at - apart if found["way"] in ("sebelum", "lebih awal", "lebih cepat") else at + apart


def contradicted(text: str, at: datetime) -> bool:
    """Whether a day of the week was said that `at` is not: "hari selasa tanggal tiga puluh", which is a Monday."""
    named = [day for day in DAYS[:-1] if re.search(rf"\b{day.lower()}\b", wished(normalize(text)))]
    return bool(named) and DAYS[at.weekday()] not in named


def _meant(text: str, now: datetime, agreed: date | None) -> datetime | str | None:
    """The same, were it gone by or far away."""
    plain = wished(normalize(text))
    if ahead := _IN_A_WHILE.search(numerals(plain)):
        return _ahead(ahead["count"], ahead["unit"] or "jam", now)
    if _GONE.search(plain):
        return now - timedelta(days=1)
    midnight = MIDNIGHT.search(plain) is not None
    hour, part = time(0) if midnight else _hour(plain, now.date()), part_in(plain)
    day = None if plain in ("satu", "1") else _day(plain, now)
    if hour is None and part is None and (day == now.date() or (day is None and _SOON.search(plain))):
        return SOON
    if day is None and hour is None and part is None:
        return None
    if midnight and day is not None:  # "besok tengah malam" ends that day
        day += timedelta(days=1)
    day = day or agreed
    found = datetime.combine(day or now.date(), hour or part or PARTS["pagi"], now.tzinfo)
    if hour is None and found <= now < found + PART_LASTS:  # "nanti sore", at four
        found = now + MOMENT
    elif found <= now and day is None:
        found += timedelta(days=1)
    return found.replace(second=0, microsecond=0)


def spoken(at: datetime, now: datetime, *, about: bool = False) -> str:
    """ "besok, Rabu, sekitar pukul sembilan pagi": in words, as seen on the day of `now`, in the zone of `at`."""
    apart = (at.date() - now.astimezone(at.tzinfo).date()).days if at.tzinfo is not None and now.tzinfo is not None else -1
    name = DAYS[at.weekday()]
    day = {0: "hari ini", 1: f"besok, {name}", 2: f"lusa, {name}"}.get(apart, f"{name} tanggal {at.day} {MONTHS[at.month - 1]}")
    if at.hour < SMALL_HOURS and apart in (0, 1):  # nobody calls midnight tomorrow
        day = "malam ini"
    return f"{day}, {'sekitar ' if about else ''}{hour_words(at.time())}"


def hour_words(at: time) -> str:
    """ "pukul sembilan lewat lima belas pagi"."""
    part = (
        "malam" if at.hour < SMALL_HOURS else "pagi" if at.hour < 11 else "siang" if at.hour < 15 else "sore" if at.hour < 18 else "malam"
    )
    past = f" lewat {words(at.minute)}" if at.minute else ""
    return f"pukul {words((at.hour - 1) % 12 + 1)}{past} {part}"


def _day(plain: str, now: datetime) -> date | None:
    try:
        found = day_in(_HOUR.sub(" jam ", re.sub(r"\b(?:jam|pukul) \w+(?: \w+)?$", "", plain)), now.date(), 1)
    except (ValueError, OverflowError):
        return None
    day = found[0] if found is not None else None
    if on_friday(plain):
        first = day or now.date()
        return first + timedelta(days=(FRIDAY - first.weekday()) % 7)
    early = now.hour < DAWN and _TOMORROW.search(plain) is not None
    return now.date() if early and day == now.date() + timedelta(days=1) else day


def _hour(plain: str, today: date) -> time | None:
    """Of the clock: "jam sembilan", "setengah dua siang"."""
    read = clock.parse(plain, _WHEN, today) if _HOUR.search(plain) or re.search(r"\bsetengah \w+", plain) else None
    return time.fromisoformat(read.value) if isinstance(read, Filled) else None


def _ahead(count: str, unit: str, now: datetime) -> datetime | None:
    number = 0.5 if count == "setengah" else 1 if count == "sejam" else int(count)
    found = now + (timedelta(hours=number) if unit == "jam" else timedelta(minutes=number)) if number < 1000 else None
    return found.replace(second=0, microsecond=0) if found is not None and found <= now + FARTHEST else None
