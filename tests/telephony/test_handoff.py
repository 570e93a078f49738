"""The hand-over's table: wherever it stands it ends, once, and nobody's screen keeps what is over."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from telephony.handoff import TABLE, Duty, Happening, Stage, picture, rows, step

D, H, S = Duty, Happening, Stage
NOT_JOINED = (S.REQUESTED, S.HOLDING, S.RINGING, S.BRIEFING)


def walk(happenings: Sequence[Happening]) -> tuple[Stage, list[Duty]]:
    stage, duties = S.REQUESTED, list[Duty]()
    for happening in happenings:
        stage, more = step(stage, happening)
        duties += more
    return stage, duties


def test_an_agent_who_takes_the_caller() -> None:
    stage, duties = walk([H.ENTERED, H.RANG, H.ANSWERED, H.ACCEPTED])
    assert stage is S.JOINED
    assert [duty for duty in duties if duty is not D.SHOW] == [D.POP, D.BRIEF, D.JOIN]


def test_one_declines_another_takes() -> None:
    stage, duties = walk([H.ENTERED, H.RANG, H.ANSWERED, H.DECLINED, H.RANG, H.ANSWERED, H.ACCEPTED, H.AGENT_GONE])
    assert stage is S.OVER
    assert [duty for duty in duties if duty is not D.SHOW] == [
        *(D.POP, D.BRIEF, D.TRY_NEXT, D.CLEAR),
        *(D.POP, D.BRIEF, D.JOIN, D.WRAP_UP, D.CLOSE),
    ]


def test_wherever_a_caller_waits_they_can_hang_up_and_are_listed_as_missed() -> None:
    for stage in NOT_JOINED:
        after, duties = step(stage, H.CALLER_GONE)
        assert (after, D.MISSED in duties, D.CLOSE in duties) == (S.OVER, True, True)


def test_wherever_a_caller_waits_the_queue_can_give_up_and_they_are_offered_what_remains() -> None:
    for stage in NOT_JOINED:
        after, duties = step(stage, H.GAVE_UP)
        assert (after, D.OFFER in duties) == (S.RETURNED, True)


def test_a_lost_link_changes_nothing_but_what_is_shown() -> None:
    for stage in Stage:
        for happening in (H.LINK_LOST, H.LINK_BACK):
            after, duties = step(stage, happening)
            assert after is stage
            assert set(duties) <= {D.SHOW}


def test_every_stage_can_be_reached_and_left() -> None:
    reached = {S.REQUESTED, *(after for after, _ in TABLE.values())}
    left = {stage for (stage, _), (after, _) in TABLE.items() if after is not stage}
    assert reached == set(Stage)
    assert left == set(Stage) - {S.OVER}


@given(st.lists(st.sampled_from(list(Happening)), max_size=40))
def test_it_is_closed_once_and_only_then_is_over(happenings: list[Happening]) -> None:
    stage, duties = walk(happenings)
    assert duties.count(D.CLOSE) == (stage in (S.RETURNED, S.OVER))
    assert duties.count(D.WRAP_UP) <= 1
    assert not (D.MISSED in duties and D.JOIN in duties), "who was spoken to is not missed"


@given(st.lists(st.sampled_from(list(Happening)), max_size=40))
def test_what_is_put_on_a_screen_is_taken_from_it_unless_they_have_the_caller(happenings: list[Happening]) -> None:
    stage, shown = S.REQUESTED, False
    for happening in happenings:
        stage, duties = step(stage, happening)
        shown = (shown or D.POP in duties) and D.CLEAR not in duties
        if stage in (S.REQUESTED, S.HOLDING):
            assert not shown


def test_the_picture_in_the_documents_is_this_table() -> None:
    page = (Path(__file__).parents[2] / "docs" / "handover.md").read_text(encoding="utf-8")
    assert picture() in page
    assert rows() in page
