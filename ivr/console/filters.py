"""How moments, lengths of time and telephone numbers are written for people, in this machine's time zone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()


def moment_of(value: str | float | datetime) -> datetime:
    """From ISO 8601 text, seconds since 1970, or as it is."""
    if isinstance(value, datetime):
        return value.astimezone()
    return (datetime.fromisoformat(value) if isinstance(value, str) else datetime.fromtimestamp(value)).astimezone()


def clock_time(value: str | float | datetime) -> str:
    """`14.05`; empty for no moment."""
    return moment_of(value).strftime("%H.%M") if value else ""


def day(value: str | float | datetime) -> str:
    """`Senin, 30 November 2026`; empty for no moment."""
    if not value:
        return ""
    moment = moment_of(value)
    return f"{DAYS[moment.weekday()]}, {moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def short_moment(value: str | float | datetime) -> str:
    """`30 Nov 14.05`; empty for no moment."""
    if not value:
        return ""
    moment = moment_of(value)
    return f"{moment.day} {MONTHS[moment.month - 1][:3]} {moment:%H.%M}"


def stamp(value: str | float | datetime) -> str:
    """`30 Nov 2026 14.05.09`; empty for no moment."""
    if not value:
        return ""
    moment = moment_of(value)
    return f"{moment.day} {MONTHS[moment.month - 1][:3]} {moment:%Y %H.%M.%S}"


def length(seconds: float) -> str:
    """`45 detik`, `12:05`, `1:02:05`: never to be taken for a time of day, which has a full stop."""
    return f"{max(0, int(seconds))} detik" if seconds < 60 else offset(seconds)


def offset(seconds: float) -> str:
    """`0:45`, `12:05`, `1:02:05`: as a stop-watch."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def telephone(number: str) -> str:
    """In groups of four, as people write it; anything else as it is."""
    if not number.lstrip("+").isdigit() or len(number) < 7:
        return number
    return "-".join(number[at : at + 4] for at in range(0, len(number), 4))


def iso(value: str | float | datetime) -> str:
    """For `<time datetime>` and `data-sejak`."""
    return moment_of(value).isoformat(timespec="seconds") if value else ""


FILTERS: dict[str, Callable[..., str]] = {
    "jam": clock_time,
    "hari": day,
    "saat": short_moment,
    "cap": stamp,
    "lama": length,
    "detik": offset,
    "telepon": telephone,
    "iso": iso,
}
