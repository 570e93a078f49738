"""The one confidence never falls when one of its parts rises, and the bands lie in order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dialog.confidence import Band, band, combined
from dialog.schema import Bands

CHANCE = st.floats(0.0, 1.0)
ANY = st.floats(allow_nan=False)
ORDER = list(Band)


@given(ANY, ANY, ANY)
def test_it_is_a_probability_and_no_surer_than_what_was_understood(recognised: float, understood: float, checked: float) -> None:
    assert 0.0 <= combined(recognised, understood, checked) <= max(0.0, min(1.0, understood))


@given(CHANCE, CHANCE, CHANCE, CHANCE, st.integers(0, 2))
def test_it_never_falls_when_a_part_rises(recognised: float, understood: float, checked: float, other: float, part: int) -> None:
    lower, higher = [recognised, understood, checked], [recognised, understood, checked]
    lower[part], higher[part] = min(lower[part], other), max(higher[part], other)
    assert combined(*lower) <= combined(*higher)


@given(CHANCE)
def test_a_slot_that_was_not_checked_changes_nothing(understood: float) -> None:
    assert combined(1.0, understood) == combined(1.0, understood, 1.0) == understood


@given(CHANCE, CHANCE, st.lists(CHANCE, min_size=3, max_size=3).map(sorted))
def test_more_confidence_never_allows_less(one: float, other: float, edges: list[float]) -> None:
    bands = Bands(act=edges[2], confirm=edges[1], hand_over=edges[0])
    assert ORDER.index(band(max(one, other), bands)) <= ORDER.index(band(min(one, other), bands))


def test_a_threshold_belongs_to_the_surer_side() -> None:
    bands = Bands(act=0.6, confirm=0.4, hand_over=0.1)
    assert [band(c, bands) for c in (0.6, 0.59, 0.4, 0.39, 0.1, 0.09)] == [
        Band.ACT, Band.CONFIRM, Band.CONFIRM, Band.ASK_AGAIN, Band.ASK_AGAIN, Band.HAND_OVER
    ]  # fmt: skip


def test_without_a_lower_threshold_nobody_is_handed_over_for_one_sentence() -> None:
    assert band(0.0, Bands()) is Band.ASK_AGAIN
