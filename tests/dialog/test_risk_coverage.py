"""What thresholds would have done, and which are proposed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.risk_coverage import GRID, Judged, calibration_error, curve, needed, outcome, propose, upper_bound
from dialog.schema import Bands

CONFIDENCES = st.integers(0, 20).map(lambda n: n / 20)  # many ties


@st.composite
def utterances(draw: st.DrawFn) -> Judged:
    high, low = sorted((draw(CONFIDENCES), draw(CONFIDENCES)), reverse=True)
    return Judged(draw(st.sampled_from(["a", "b", "c", ""])), "a", high, "b", low)


MANY = st.lists(utterances(), max_size=60)
TARGET = st.sampled_from([0.0, 0.005, 0.02, 0.05, 0.3])


def sure(right: int, wrong: int, confidence: float) -> list[Judged]:
    return [Judged("a", "a", confidence)] * right + [Judged("b", "a", confidence)] * wrong


@given(MANY)
def test_a_higher_threshold_never_acts_more_often(judged: list[Judged]) -> None:
    points = curve(judged)
    assert [p.threshold for p in points] == list(GRID)
    assert all(a.acted >= b.acted and a.wrong >= b.wrong for a, b in zip(points, points[1:], strict=False))
    assert all(0 <= p.wrong <= p.acted <= p.n and 0 <= p.risk <= 1 and 0 <= p.coverage <= 1 for p in points)


@given(MANY, TARGET)
def test_a_proposal_keeps_the_target_on_the_data_and_is_ready_to_paste(judged: list[Judged], target: float) -> None:
    proposal = propose(judged, target)
    bands, done = proposal.bands, proposal.outcome
    assert 0 <= bands.hand_over <= bands.confirm <= bands.act <= 1
    assert 0 <= bands.gap <= 1
    assert [round(value, 3) for value in (bands.act, bands.confirm, bands.gap)] == [bands.act, bands.confirm, bands.gap]
    assert done == outcome(judged, bands)
    if proposal.reachable:
        assert done.wrong <= target * done.acted
    else:
        assert not proposal.enough
        assert all(p.risk > target for p in curve(judged) if p.acted)


@given(MANY, TARGET)
def test_no_threshold_that_keeps_the_target_acts_more_often(judged: list[Judged], target: float) -> None:
    proposal = propose(judged, target)
    (chosen,) = curve(judged, [proposal.bands.act])
    assert all(p.acted <= chosen.acted for p in curve(judged) if p.acted and p.risk <= target)


@given(MANY, MANY)
def test_every_utterance_meets_exactly_one_fate(judged: list[Judged], more: list[Judged]) -> None:
    bands = Bands(act=0.7, confirm=0.3, hand_over=0.1, gap=0.2)
    done, other, both = outcome(judged, bands), outcome(more, bands), outcome(judged + more, bands)
    assert done.acted + done.confirmed + done.chosen + done.again == done.n == len(judged)
    assert both.wrong == done.wrong + other.wrong


def test_without_data_nothing_is_proposed_as_proven() -> None:
    proposal = propose([], 0.02)
    assert (proposal.reachable, proposal.enough, proposal.bound, proposal.bands.act) == (False, False, 1.0, 1.0)
    assert calibration_error([]) == 0.0


def test_equal_confidences_are_acted_on_together_or_not_at_all() -> None:
    judged = sure(90, 10, 0.8) + sure(50, 0, 0.9)
    assert propose(judged, 0.05).bands.act == 0.9
    assert propose(judged, 0.1).outcome.acted == 150


def test_the_utterances_of_the_threshold_itself_are_acted_on() -> None:
    assert [p.acted for p in curve(sure(1, 0, 0.5), [0.49, 0.5, 0.51])] == [1, 1, 0]


def test_asked_whether_it_is_so_where_yes_is_the_likelier_answer() -> None:
    judged = sure(100, 0, 0.9) + sure(6, 4, 0.5) + sure(4, 6, 0.3)
    bands = propose(judged, 0.01).bands
    assert 0.5 < bands.act <= 0.9
    assert 0.3 < bands.confirm <= 0.5


def test_asked_which_of_two_where_the_runner_up_is_often_meant() -> None:
    close, clear = Judged("b", "a", 0.5, "b", 0.4), Judged("a", "a", 0.9, "b", 0.05)
    assert 0.09 < propose([close] * 5 + [clear] * 50, 0.01).bands.gap < 0.5
    assert propose([clear] * 50, 0.01).bands.gap == 0.0


def test_someone_who_means_none_of_the_services_is_served_wrongly_whatever_is_done() -> None:
    assert outcome([Judged("", "a", 0.9)], Bands()).wrong == 1
    assert outcome([Judged("")], Bands()).again == 1
    assert outcome([Judged("")], Bands()).missed == 0


def test_bounds_are_those_of_wilson() -> None:
    assert upper_bound(0, 0) == 1.0
    assert upper_bound(10, 100, z=1.96) == pytest.approx(0.1744, abs=1e-4)  # Brown, Cai & DasGupta 2001: 0.055 to 0.174
    assert upper_bound(100, 100) == pytest.approx(1.0)
    assert upper_bound(0, needed(0.005)) <= 0.005 < upper_bound(0, needed(0.005) - 1)
    assert needed(0.02, 0.01) == pytest.approx(1.645**2 * 0.02 * 0.98 / 0.01**2, abs=1)
    assert upper_bound(6, 600) <= 0.02 < upper_bound(5, 500)
    assert needed(0.02, 0.02) == needed(0.0) == 0


def test_calibration_compares_what_is_promised_with_what_holds() -> None:
    assert calibration_error(sure(8, 2, 0.8)) == pytest.approx(0.0)
    assert calibration_error(sure(5, 5, 0.8) + sure(1, 9, 0.1)) == pytest.approx(0.15)
    assert calibration_error(sure(3, 0, 1.0)) == 0.0
