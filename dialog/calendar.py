"""When an office is open: hours of the week, holidays, days off that all share, Ramadan, and days that are unlike others. No I/O.

A moment with an offset is taken over to the calendar's zone, one without is in it already; answers are in it. Indonesia's zones have
no daylight saving.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone

from dialog.holidays import national, ramadan

ZONES: Mapping[str, timezone] = {name: timezone(timedelta(hours=hours), name) for name, hours in (("WIB", 7), ("WITA", 8), ("WIT", 9))}
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
FAR_DAYS = 30
"""No opening is looked for beyond that."""
ROOM = timedelta(minutes=10)
"""What a conversation needs before the office closes."""
MIDNIGHT = 24 * 60
Spans = tuple[tuple[int, int], ...]
"""Of one day, in order: minutes from its midnight, the first included and the last (at most MIDNIGHT) not."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """`week` and `fasting` (in Ramadan; a day without times there has those of `week`): Monday is 0. `always`: nothing else counts.

    `closed` and `collective` (*cuti bersama*) are days off, each with what it is called; `opened` are days with times of their own,
    stronger than all else. `fasts` are official first and last days of Ramadan, and stand for the reckoned ones that they touch.
    """

    zone: timezone = ZONES["WIB"]
    always: bool = False
    week: Mapping[int, Spans] = field(default_factory=dict)
    fasting: Mapping[int, Spans] = field(default_factory=dict)
    national: bool = True
    """Closed on national holidays."""
    collective: Mapping[date, str] = field(default_factory=dict)
    closed: Mapping[date, str] = field(default_factory=dict)
    opened: Mapping[date, Spans] = field(default_factory=dict)
    fasts: tuple[tuple[date, date], ...] = ()

    @property
    def zone_name(self) -> str:
        """WIB, WITA or WIT."""
        return self.zone.tzname(None)

    def local(self, moment: datetime) -> datetime:
        return moment.replace(tzinfo=self.zone) if moment.tzinfo is None else moment.astimezone(self.zone)

    def open_at(self, moment: datetime) -> bool:
        here = self.local(moment)
        return self.always or _within(self.spans(here.date()), here)

    def within(self, moment: datetime) -> datetime | None:
        """The moment itself where it is open, else the next opening; None when there is none in FAR_DAYS."""
        return self.local(moment) if self.open_at(moment) else self.next_opening(moment)

    def earliest(self, moment: datetime, room: timedelta) -> datetime | None:
        """The moment itself where it is open and still is after `room`, else the next opening; None as above."""
        here = self.local(moment)
        return here if self.open_at(here) and self.open_at(here + room) else self.next_opening(here)

    def next_opening(self, moment: datetime) -> datetime | None:
        """When it opens after the moment, whether it is open now or not; None when it does not within FAR_DAYS, or never closes."""
        here = self.local(moment)
        return None if self.always else next(self._openings(here), None)

    def why_closed(self, moment: datetime) -> str:
        """What to say of it, in Indonesian ("hari libur Natal", "jam istirahat Jumat", "akhir pekan"); empty when it is open, and when it
        is only too early or too late."""
        here = self.local(moment)
        if self.open_at(here):
            return ""
        day = here.date()
        if day not in self.opened and (off := self.day_off(day)):
            return off
        spans = self.spans(day)
        if not spans:
            return "akhir pekan" if day.weekday() > 4 else f"hari {DAYS[day.weekday()]}"
        if spans[0][1] <= _minute(here) < spans[-1][0]:
            return "jam istirahat Jumat" if day.weekday() == 4 else "jam istirahat"
        if day in self.opened or not _within(self.week.get(day.weekday(), ()), here):
            return ""
        return f"bulan Ramadan, kami {'buka lebih siang' if _minute(here) < spans[0][0] else 'tutup lebih awal'}"

    def day_off(self, day: date) -> str:
        """What that day is called on which all is closed; empty for any other."""
        if day in self.closed:
            return self.closed[day] or "hari libur"
        if self.national and (name := national(day)):
            return name if name.startswith("Hari ") else f"hari libur {name}"
        if day in self.collective:
            return " ".join(("cuti bersama", self.collective[day])).strip()
        return ""

    def spans(self, day: date) -> Spans:
        """When it is open on that day; not for one that is open `always`."""
        if day in self.opened:
            return self.opened[day]
        if self.day_off(day):
            return ()
        usual = self.week.get(day.weekday(), ())
        return self.fasting.get(day.weekday(), usual) if self.fasting and self.in_ramadan(day) else usual

    def in_ramadan(self, day: date) -> bool:
        if any(first <= day <= last for first, last in self.fasts):
            return True
        reckoned = ramadan(day)
        return reckoned is not None and not any(first <= reckoned[1] and reckoned[0] <= last for first, last in self.fasts)

    def _openings(self, here: datetime) -> Iterator[datetime]:
        """Moments after `here` at which a closed office becomes open."""
        first = here.date()
        for n in range(FAR_DAYS + 1):
            day = first + timedelta(days=n)
            for start, _ in self.spans(day):
                opens = datetime.combine(day, time(start // 60, start % 60), self.zone)
                if opens > here and not (start == 0 and _ends_late(self.spans(day - timedelta(days=1)))):
                    yield opens


@dataclass(frozen=True, slots=True)
class Calendars:
    """The one that holds in general, and those of queues (or by other names) that differ."""

    default: Calendar
    by_name: Mapping[str, Calendar] = field(default_factory=dict)

    def of(self, name: str) -> Calendar:
        return self.by_name.get(name, self.default)


def moment_of(now: str) -> datetime:
    """The dialog's own time (ISO 8601) as a moment. Raises ValueError."""
    return datetime.fromisoformat(now)


def _within(spans: Spans, here: datetime) -> bool:
    return any(start <= _minute(here) < end for start, end in spans)


def _minute(here: datetime) -> int:
    return here.hour * 60 + here.minute


def _ends_late(spans: Spans) -> bool:
    return bool(spans) and spans[-1][1] == MIDNIGHT
