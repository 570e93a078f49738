"""When a promise to call back is kept: always while the office is open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialog.calendar import ZONES, Calendar, Spans
from ivr.callback_plan import LATER, SOON, again, appoint, code_of, settled
from ivr.queue_settings import CallbackPlan

PLAN = CallbackPlan()
HOURS: dict[int, Spans] = {**{day: ((480, 960),) for day in range(4)}, 4: ((480, 690), (780, 960))}
OFFICE = Calendar(week=HOURS)
MONDAY = datetime(2026, 11, 23, 10, tzinfo=ZONES["WIB"])


@pytest.mark.parametrize(
    ("now", "wish", "at", "words"),
    [
        ("23T10:07", None, "23T10:07", SOON),
        ("23T10:07", "23T09:00", "23T10:07", SOON),
        ("23T10:07", "23T14:00", "23T14:00", "hari ini, sekitar pukul dua siang"),
        ("23T10:07", "23T14:15", "23T14:15", "hari ini, sekitar pukul dua lewat lima belas siang"),
        ("23T10:07", "23T15:55", "23T15:55", "hari ini, sekitar pukul tiga lewat lima puluh lima sore"),
        ("23T15:50", None, "24T08:00", "besok, Selasa, sekitar pukul delapan pagi"),
        ("23T20:00", None, "24T08:00", "besok, Selasa, sekitar pukul delapan pagi"),
        ("26T10:00", "27T12:00", "27T13:00", "besok, Jumat, sekitar pukul satu siang"),
        ("27T15:55", None, "30T08:00", "Senin tanggal 30 November, sekitar pukul delapan pagi"),
    ],
)
def test_appointments(now: str, wish: str | None, at: str, words: str) -> None:
    moment = OFFICE.local(datetime.fromisoformat(f"2026-11-{now}"))
    found = appoint(datetime.fromisoformat(f"2026-11-{wish}") if wish else None, moment, OFFICE, PLAN)
    assert (found.at, found.words) == (OFFICE.local(datetime.fromisoformat(f"2026-11-{at}")), words)


def test_an_office_that_never_opens_promises_no_hour() -> None:
    assert appoint(None, MONDAY, Calendar(), PLAN).words == LATER


@settings(max_examples=200, deadline=None)
@given(
    st.datetimes(datetime(2026, 12, 1), datetime(2027, 2, 1), timezones=st.sampled_from([UTC, *ZONES.values()])), st.integers(-500, 9000)
)
def test_an_appointment_lies_in_office_hours_and_never_before_the_wish(now: datetime, ahead: int) -> None:
    wish = now + timedelta(minutes=ahead)
    at = appoint(wish, now, OFFICE, PLAN).at
    assert at >= max(wish, now)
    assert OFFICE.open_at(at)
    assert at == wish or not OFFICE.open_at(wish) or wish < now
    assert wish > now or OFFICE.open_at(at + timedelta(minutes=PLAN.room_min - 1))


@pytest.mark.parametrize(("tried", "at"), [(1, "2026-11-23T10:15"), (2, "2026-11-23T11:00"), (3, None), (9, None)])
def test_attempts_in_vain(tried: int, at: str | None) -> None:
    assert again(tried, MONDAY, OFFICE, PLAN) == (OFFICE.local(datetime.fromisoformat(at)) if at else None)


def test_the_next_attempt_waits_for_the_office() -> None:
    assert again(1, MONDAY.replace(hour=15, minute=38), OFFICE, PLAN) == MONDAY.replace(day=24, hour=8)


@pytest.mark.parametrize(
    ("outcome", "tried", "state"),
    [("reached", 1, "done"), ("busy", 1, "open"), ("failed", 2, "open"), ("no_answer", 3, "given_up"), ("wrong_number", 1, "given_up")],
)
def test_what_an_outcome_means(outcome: str, tried: int, state: str) -> None:
    found, due = settled(outcome, tried, MONDAY, OFFICE, PLAN)
    assert (found, due is not None) == (state, state == "open")


def test_the_code_is_the_serial() -> None:
    assert code_of("TLP-2611-04732") == "0473"
