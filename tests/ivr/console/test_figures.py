"""Service level, abandonment and means of a queue, from its hand-overs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.console.figures import SHORT_S, Figures, figures
from ivr.records.models import HandoverRow

NOW = datetime(2026, 11, 28, 14, 0, tzinfo=timezone(timedelta(hours=7)))
JAKARTA, JAYAPURA = NOW.tzinfo, timezone(timedelta(hours=9))
FEW = settings(max_examples=40)
SECONDS = st.integers(0, 400)


def row(entered_ago: float, *, waited: float = 0.0, outcome: str = "", talked: float | None = None) -> HandoverRow:
    """`talked`: None, nobody answered; `outcome` empty: it goes on."""
    entered = NOW - timedelta(seconds=entered_ago)
    came_out = entered + timedelta(seconds=waited)
    ended = came_out + timedelta(seconds=talked or 0.0)
    moments = {"entered_at": entered, "joined_at": came_out if talked is not None else None, "ended_at": ended if outcome else None}
    written = {name: moment.isoformat(timespec="milliseconds") if moment else "" for name, moment in moments.items()}
    return HandoverRow(queue="petugas", outcome=outcome, requested_at=entered.isoformat(), **written)


@st.composite
def rows(draw: st.DrawFn) -> HandoverRow:
    outcome = draw(st.sampled_from(["", "joined", "abandoned", "gave_up", "lost"]))
    talked = draw(SECONDS) if outcome == "joined" or draw(st.booleans()) and outcome in ("", "lost") else None
    return row(draw(st.integers(0, 5000)), waited=draw(SECONDS), outcome=outcome, talked=talked)


LISTS = st.lists(rows(), max_size=12)


def test_an_hour_of_a_queue() -> None:
    hour = [
        row(900, waited=10, talked=100, outcome="joined"),
        row(800, waited=20, talked=200, outcome="joined"),
        row(700, waited=21, talked=0, outcome="lost"),
        row(30, waited=6, talked=4),
        row(600, waited=SHORT_S, outcome="abandoned"),
        row(600, waited=SHORT_S + 1, outcome="abandoned"),
        row(500, waited=300, outcome="gave_up"),
        row(20),
        row(21),
        row(400, waited=0, outcome="lost"),
    ]
    kept = figures(hour, 20, NOW)
    counts = {"answered": 4, "in_time": 3, "abandoned": 1, "short": 1, "gave_up": 1, "waiting": 2, "overdue": 1, "unseen": 1, "talked": 2}
    assert kept == Figures(**counts, wait_s=57, talk_s=300)
    assert kept.entered == len(hour)
    assert kept.service_level == pytest.approx(3 / 7)
    assert kept.abandonment == pytest.approx(1 / 6)
    assert (kept.mean_wait_s, kept.mean_talk_s) == (57 / 4, 150)


def test_nothing_is_no_number() -> None:
    none = figures([], 20, NOW)
    assert (none.entered, none.service_level, none.abandonment, none.mean_wait_s, none.mean_talk_s) == (0, None, None, None, None)
    assert figures([row(5)], 20, NOW).service_level is None, "it is not decided yet"


def test_who_never_was_in_the_queue_is_no_part_of_it() -> None:
    past_it = row(100, waited=50, talked=10, outcome="joined")
    past_it.entered_at = ""
    assert figures([past_it], 20, NOW) == Figures()


@FEW
@given(LISTS, SECONDS)
def test_shares_are_shares_and_everybody_is_counted_once(day: list[HandoverRow], level_s: int) -> None:
    kept = figures(day, level_s, NOW)
    assert kept.entered == len(day)
    assert kept.in_time <= kept.answered and kept.overdue <= kept.waiting and kept.talked <= kept.answered
    for share in (kept.service_level, kept.abandonment):
        assert share is None or 0 <= share <= 1
    assert (kept.service_level or 0) + (kept.abandonment or 0) <= 1 + 1e-9


@FEW
@given(LISTS, LISTS, SECONDS)
def test_two_parts_make_the_whole_in_any_order(some: list[HandoverRow], others: list[HandoverRow], level_s: int) -> None:
    mixed = [*some, *others]
    Random(1).shuffle(mixed)
    assert figures(mixed, level_s, NOW) == figures(some, level_s, NOW) + figures(others, level_s, NOW)


@FEW
@given(LISTS, SECONDS, SECONDS)
def test_a_more_generous_level_is_never_met_less(day: list[HandoverRow], one: int, other: int) -> None:
    less, more = sorted((one, other))
    strict, generous = figures(day, less, NOW).service_level, figures(day, more, NOW).service_level
    assert generous is None or (strict or 0) <= generous


@FEW
@given(LISTS, st.floats(0, SHORT_S))
def test_who_hangs_up_at_once_changes_no_share(day: list[HandoverRow], waited: float) -> None:
    kept = figures([*day, row(9, waited=waited, outcome="abandoned")], 20, NOW)
    assert replace(kept, short=kept.short - 1) == figures(day, 20, NOW)


@FEW
@given(LISTS)
def test_it_does_not_matter_in_which_zone_moments_are_written(day: list[HandoverRow]) -> None:
    expected = figures(day, 20, NOW)
    for each in day:
        for name in ("entered_at", "joined_at", "ended_at"):
            written = getattr(each, name)
            setattr(each, name, datetime.fromisoformat(written).astimezone(JAYAPURA).isoformat() if written else "")
    assert figures(day, 20, NOW.astimezone(JAKARTA)) == expected
