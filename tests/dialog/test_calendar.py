"""When an office is open: each kind of day, each zone, and what always holds of the next opening."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dialog.calendar import FAR_DAYS, MIDNIGHT, ZONES, Calendar, Calendars, Spans

WEEK: dict[int, Spans] = {**{day: ((480, 960),) for day in range(4)}, 4: ((480, 690), (780, 990))}
OFFICE = Calendar(
    week=WEEK,
    fasting={**{day: ((480, 900),) for day in range(4)}, 4: ((480, 690), (750, 930))},
    collective={date(2026, 12, 24): "Natal"},
    closed={date(2026, 12, 9): "hari pemilihan"},
    opened={date(2026, 12, 12): ((540, 720),)},
    fasts=((date(2026, 2, 19), date(2026, 3, 20)),),
)


@pytest.mark.parametrize(
    ("moment", "open_", "why"),
    [
        ("2026-11-23T07:59", False, ""),
        ("2026-11-23T08:00", True, ""),
        ("2026-11-23T15:59:59", True, ""),
        ("2026-11-23T16:00", False, ""),
        ("2026-11-27T11:29", True, ""),
        ("2026-11-27T11:30", False, "jam istirahat Jumat"),
        ("2026-11-27T13:00", True, ""),
        ("2026-11-28T10:00", False, "akhir pekan"),
        ("2026-12-25T10:00", False, "hari libur Natal"),
        ("2026-12-24T10:00", False, "cuti bersama Natal"),
        ("2026-12-09T10:00", False, "hari pemilihan"),
        ("2026-12-12T10:00", True, ""),
        ("2026-12-12T08:30", False, ""),
        ("2026-05-01T10:00", False, "Hari Buruh Internasional"),
        ("2027-01-01T10:00", False, "hari libur Tahun Baru Masehi"),
        ("2026-02-18T15:30", True, ""),
        ("2026-02-19T15:30", False, "bulan Ramadan, kami tutup lebih awal"),
        ("2026-03-20T12:45", True, ""),
        ("2027-02-08T15:30", False, "bulan Ramadan, kami tutup lebih awal"),
        ("2027-03-04T15:30", False, "bulan Ramadan, kami tutup lebih awal"),
    ],
)
def test_days(moment: str, open_: bool, why: str) -> None:
    at = datetime.fromisoformat(moment)
    assert (OFFICE.open_at(at), OFFICE.why_closed(at)) == (open_, why)


def test_ramadan_is_reckoned_where_no_official_date_is_given() -> None:
    first, last = date(2027, 2, 8), date(2027, 3, 8)
    assert [OFFICE.in_ramadan(first + timedelta(days=n)) for n in (-1, 0)] == [False, True]
    assert [OFFICE.in_ramadan(last + timedelta(days=n)) for n in (0, 1)] == [True, False]
    assert not OFFICE.in_ramadan(date(2026, 2, 18)), "reckoned, but the moon was not seen"
    assert not OFFICE.in_ramadan(date(1800, 1, 1))


def test_a_day_without_hours_that_is_no_week_end_is_called_by_its_name() -> None:
    assert Calendar(week={0: ((480, 960),)}).why_closed(datetime(2026, 11, 25, 10)) == "hari Rabu"


@pytest.mark.parametrize(("zone", "utc"), [("WIB", 1), ("WITA", 0), ("WIT", 23)])
def test_eight_in_the_morning_is_another_moment_in_each_zone(zone: str, utc: int) -> None:
    office = replace(OFFICE, zone=ZONES[zone])
    opens = datetime(2026, 11, 24 - (utc == 23), utc, tzinfo=UTC)
    assert office.open_at(opens)
    assert not office.open_at(opens - timedelta(seconds=1))
    assert office.next_opening(opens - timedelta(hours=5)) == opens
    assert office.zone_name == zone


def test_the_next_opening_over_new_year() -> None:
    opens = OFFICE.next_opening(datetime(2026, 12, 31, 16))
    assert opens is not None
    assert opens.isoformat() == "2027-01-04T08:00:00+07:00"


def test_an_office_that_never_opens_and_one_that_never_closes() -> None:
    noon = datetime(2026, 11, 23, 12)
    never, always = Calendar(closed={noon.date(): ""}), Calendar(always=True)
    assert (never.within(noon), never.next_opening(noon), never.why_closed(noon)) == (None, None, "hari libur")
    assert (always.within(noon), always.next_opening(noon)) == (always.local(noon), None)


def test_hours_that_meet_at_midnight_are_one_opening() -> None:
    night = Calendar(week={0: ((1200, MIDNIGHT),), 1: ((0, 120), (600, 660))}, national=False)
    assert str(night.next_opening(datetime(2026, 11, 23, 21))) == "2026-11-24 10:00:00+07:00"


def test_a_queue_without_a_calendar_has_that_of_all() -> None:
    other = Calendar(always=True)
    both = Calendars(OFFICE, {"pajak": other})
    assert (both.of("pajak"), both.of("jawa"), both.of("")) == (other, OFFICE, OFFICE)


spans = st.lists(st.integers(0, 24), min_size=0, max_size=4, unique=True).map(
    lambda hours: tuple((a * 60, b * 60) for a, b in zip(sorted(hours)[::2], sorted(hours)[1::2], strict=False))
)
calendars = st.builds(
    Calendar,
    zone=st.sampled_from(list(ZONES.values())),
    week=st.dictionaries(st.integers(0, 6), spans),
    fasting=st.dictionaries(st.integers(0, 6), spans),
    closed=st.dictionaries(st.dates(date(2026, 12, 20), date(2027, 1, 10)), st.just(""), max_size=5),
    opened=st.dictionaries(st.dates(date(2026, 12, 20), date(2027, 1, 10)), spans, max_size=5),
)
moments = st.datetimes(datetime(2026, 12, 15), datetime(2027, 3, 20), timezones=st.sampled_from([UTC, *ZONES.values()]))


@settings(max_examples=150, deadline=None)
@given(calendar=calendars, moment=moments)
@example(calendar=OFFICE, moment=datetime(2026, 12, 31, 23, 59, tzinfo=UTC))
def test_the_next_opening_is_the_first_moment_at_which_a_closed_office_opens(calendar: Calendar, moment: datetime) -> None:
    opens = calendar.next_opening(moment)
    until = opens or moment + timedelta(days=FAR_DAYS)
    was = calendar.open_at(moment)
    at = moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    while at < until:  # times are whole hours: between two of them nothing changes
        now = calendar.open_at(at)
        assert was or not now, "opened before"
        was, at = now, at + timedelta(hours=1)
    if opens is not None:
        assert calendar.open_at(opens)
        assert not calendar.open_at(opens - timedelta(seconds=1))
    assert calendar.within(moment) == (moment if calendar.open_at(moment) else opens)
